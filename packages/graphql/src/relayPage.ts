/** Pages as Relay wants them: what may be asked, what is answered. */
import type { ItemPage, PageQuery } from "@caudal/engine"
import { builder } from "./builder.ts"
import { badInput } from "./errors.ts"
import { pageSize } from "./pageSize.ts"

/** The four arguments of every list with cursors. */
export const pageArgs = builder.args((t) => ({
  first: t.int({ description: "How many rows from the start (or after `after`): 1 to 100. Default 25." }),
  after: t.string({ description: "Only rows after this cursor." }),
  last: t.int({ description: "How many rows from the end (or before `before`): 1 to 100. Not together with `first`." }),
  before: t.string({ description: "Only rows before this cursor." })
}))

export interface PageArguments {
  readonly first?: number | null | undefined
  readonly last?: number | null | undefined
  readonly after?: string | null | undefined
  readonly before?: string | null | undefined
}

export const queryOf = ({ first, last, after, before }: PageArguments): PageQuery => {
  if (first != null && last != null) throw badInput("Give `first` or `last`, not both.")
  return { limit: pageSize(first ?? last), fromEnd: last != null, after: after ?? undefined, before: before ?? undefined }
}

export const relayPage = <A>({ items, hasNext, hasPrevious }: ItemPage<A>) => ({
  edges: items.map(({ cursor, item }) => ({ cursor, node: item })),
  pageInfo: {
    hasNextPage: hasNext,
    hasPreviousPage: hasPrevious,
    startCursor: items[0]?.cursor ?? null,
    endCursor: items.at(-1)?.cursor ?? null
  }
})
