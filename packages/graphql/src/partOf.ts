/** Parts of lists that have no cursors of their own: what may be asked, what is answered. */
import { builder } from "./builder.ts"
import { badInput } from "./errors.ts"
import { pageSize } from "./pageSize.ts"

/** A part of a list that has no cursors of its own: it is the same for the same hashes. */
export const partArguments = builder.args((t) => ({
  first: t.int({ description: "How many: 1 to 100. Default 25." }),
  offset: t.int({ description: "How many to leave out from the start. Default 0." })
}))

export const partOf = <A>(
  all: ReadonlyArray<A>,
  { first, offset }: { readonly first?: number | null | undefined; readonly offset?: number | null | undefined }
): Array<A> => {
  const start = offset ?? 0
  if (start < 0) throw badInput("`offset` must not be below zero.")
  return all.slice(start, start + pageSize(first))
}
