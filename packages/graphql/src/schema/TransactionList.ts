/** A portfolio's transactions as a Relay connection, with filters. */
import type { ItemPage, Transaction as Row, TransactionFilter } from "@caudal/engine"
import { Ledger, type PortfolioId } from "@caudal/engine"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { connectionIdOf } from "../globalId.ts"
import { relayPage } from "../relayPage.ts"
import { EventKind } from "./enums.ts"
import { Transaction } from "./Transaction.ts"

export const Filter = builder.inputType("TransactionFilter", {
  description: "Which transactions to list; everything that is given must hold.",
  fields: (t) => ({
    assets: t.stringList({
      description:
        "One of these assets is moved: its `assetId`, its symbol or a code as printed, in any case. `BTC` finds `XXBT` too, and `LUNA` of any year; an `assetId` finds what its codes stood for then."
    }),
    kinds: t.field({ type: [EventKind], description: "It is of one of these kinds." }),
    from: t.field({ type: "DateTime", description: "It happened at this instant or later." }),
    to: t.field({ type: "DateTime", description: "It happened before this instant." }),
    exchanges: t.stringList({ description: "It is from one of these exchanges, by slug." }),
    connections: t.idList({ description: "It came by one of these connections, by id." }),
    text: t.string({ description: "Part of an id, operation, reference, address or rail, in any case." })
  })
})

type FilterInput = typeof Filter.$inferInput

const maxListed = 100
const maxText = 200

/** No id, operation or address has them, and a database may end a text at one: it would then find everything. */
const plain = (name: string, text: string): string => {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) throw badInput(`${name} must not hold control characters.`)
  return text
}

/** A list of the input named, of at most a hundred. */
export const bounded = <A>(name: string, list: ReadonlyArray<A> | null | undefined): ReadonlyArray<A> | undefined => {
  if (list != null && list.length > maxListed) throw badInput(`${name} takes at most ${maxListed} values.`)
  for (const one of list ?? []) if (typeof one === "string") plain(name, one)
  return list ?? undefined
}

/** The assets that are asked for; what is printed for them is the portfolio's to say. */
export const assetsOf = (input: FilterInput | null | undefined): ReadonlyArray<string> | undefined =>
  bounded("TransactionFilter.assets", input?.assets)

/** All but the assets. */
export const filterOf = (input: FilterInput | null | undefined): Omit<TransactionFilter, "printed"> => {
  if (input == null) return {}
  if (input.text != null && input.text.length > maxText) throw badInput(`TransactionFilter.text takes at most ${maxText} characters.`)
  return {
    kinds: bounded("TransactionFilter.kinds", input.kinds),
    from: input.from ?? undefined,
    to: input.to ?? undefined,
    exchanges: bounded("TransactionFilter.exchanges", input.exchanges),
    connections: bounded("TransactionFilter.connections", input.connections)?.map((id) => connectionIdOf(String(id))),
    text: input.text === "" || input.text == null ? undefined : plain("TransactionFilter.text", input.text)
  }
}

/** In the shape that Relay's types want, with what `totalCount` needs should it be asked for. */
export const listOf = (page: ItemPage<Row>, portfolio: PortfolioId, filter: TransactionFilter) => ({
  ...relayPage(page),
  portfolio,
  filter
})

export const TransactionEdge = builder.edgeObject({
  type: Transaction,
  name: "TransactionEdge",
  description: "A transaction and its place in the list."
})

export const TransactionList = builder.connectionObject<typeof Transaction, ReturnType<typeof listOf>>(
  {
    type: Transaction,
    name: "TransactionConnection",
    description: "A page of transactions.",
    fields: (t) => ({
      totalCount: t.int({
        description: "How many transactions the filter leaves, on all pages. Counted only when asked for.",
        resolve: ({ portfolio, filter }, _args, { owner, read }) => read(Ledger.use((ledger) => ledger.count(owner, portfolio, filter)))
      })
    })
  },
  TransactionEdge
)
