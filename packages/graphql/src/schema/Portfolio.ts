/** A named set of connections, and everything that can be asked about it. */
import type { PortfolioInfo } from "@caudal/engine"
import { Books, Connections, Ledger, Notices, PortfolioId, Portfolios } from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { keyOf } from "../globalId.ts"
import { pageArgs, queryOf } from "../relayPage.ts"
import { PortfolioCertificate } from "./Certificate.ts"
import { Connection } from "./Connection.ts"
import { Currency, RateKind, TransactionOrder } from "./enums.ts"
import { Gap } from "./Gap.ts"
import { Holding } from "./Holding.ts"
import { Notice, noticeOf } from "./Notice.ts"
import { PriceHistory, priceHistoryOf } from "./PriceHistory.ts"
import { assetsOf, Filter, filterOf, listOf, TransactionList } from "./TransactionList.ts"
import { PortfolioValue } from "./Value.ts"

export const Portfolio = builder.objectRef<PortfolioInfo>("Portfolio")
builder.node(Portfolio, {
  description: "A named set of connections of one owner. It says what is shown and summed together; nothing else depends on it.",
  id: { resolve: ({ id }) => id, description: "Global id." },
  loadOne: (id: string, { owner, read }) => {
    const key = keyOf(id)
    if (key === undefined) return null
    return read(
      Portfolios.use((portfolios) => portfolios.get(owner, PortfolioId(key))).pipe(
        Effect.catchTag("PortfolioNotFound", () => Effect.succeed(null))
      )
    )
  },
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name." }),
    isDefault: t.exposeBoolean("isDefault", { description: "It shows every connection, and cannot be deleted." }),
    connections: t.field({
      type: [Connection],
      description: "The connections it is made of.",
      resolve: ({ id }, _args, { owner, read }) =>
        read(
          Effect.gen(function* () {
            const ids = new Set(yield* Portfolios.use((portfolios) => portfolios.connections(owner, id)))
            return (yield* Connections.use((connections) => connections.list(owner))).filter((connection) => ids.has(connection.id))
          })
        )
    }),
    holdings: t.field({
      type: [Holding],
      description: "Every non-zero holding, by asset.",
      resolve: async ({ id }, _args, { owner, read }) => [...(await read(Portfolios.use((portfolios) => portfolios.holdings(owner, id))))]
    }),
    gaps: t.field({
      type: [Gap],
      description: "Accounts whose holdings are not, or not all, known yet: `holdings` then leaves something out.",
      resolve: async ({ id }, _args, { owner, read }) => [...(await read(Portfolios.use((portfolios) => portfolios.gaps(owner, id))))]
    }),
    transactions: t.field({
      type: TransactionList,
      description: "Its transactions, newest first unless `order` says otherwise.",
      args: {
        ...pageArgs,
        filter: t.arg({ type: Filter, description: "Which transactions to list; all when omitted." }),
        order: t.arg({ type: TransactionOrder, defaultValue: "newest-first", description: "Which end of the list comes first." })
      },
      resolve: async ({ id }, { filter: wanted, order, ...page }, { owner, read }) => {
        const assets = assetsOf(wanted)
        const printed = assets === undefined ? undefined : await read(Portfolios.use((portfolios) => portfolios.printed(owner, id, assets)))
        const filter = { ...filterOf(wanted), printed }
        const query = { filter, order: order ?? "newest-first", ...queryOf(page) } as const
        return listOf(await read(Ledger.use((ledger) => ledger.transactions(owner, id, query))), id, filter)
      }
    }),
    certificate: t.field({
      type: PortfolioCertificate,
      description: "Whether its books are complete.",
      resolve: ({ id }, _args, { owner, read }) =>
        read(
          Effect.gen(function* () {
            const books = yield* Books
            const connections = yield* Portfolios.use((portfolios) => portfolios.connections(owner, id))
            return yield* Effect.forEach(connections, (connection) => books.certificate(owner, connection))
          })
        )
    }),
    notices: t.field({
      type: [Notice],
      description: "The notices of its connections.",
      resolve: ({ id }, _args, { owner, read }) =>
        read(
          Effect.gen(function* () {
            const notices = yield* Notices
            const connections = yield* Portfolios.use((portfolios) => portfolios.connections(owner, id))
            return (yield* Effect.forEach(connections, (connection) => notices.of(owner, connection))).flat().map(noticeOf)
          })
        )
    }),
    value: t.field({
      type: PortfolioValue,
      description: "What it is worth now, through the exchanges' own tickers.",
      args: { currency: t.arg({ type: Currency, required: true, description: "The currency to value it in." }) },
      resolve: ({ id }, { currency }, { owner, read }) => read(Portfolios.use((portfolios) => portfolios.value(owner, id, currency)))
    }),
    priceHistory: t.field({
      type: PriceHistory,
      description: `What one unit of an asset was worth at the end of each day, with source, age and path.

A price of a day is the close of the candle that holds its last millisecond; exchanges begin their days at other hours (Bitso's at 06:00 UTC), and \`statedAt\` says what instant the price states.`,
      args: {
        ...pageArgs,
        asset: t.arg.string({ required: true, description: "`assetId` of the asset." }),
        currency: t.arg.string({ required: true, description: "`assetId` of what to price it in, such as `mxn` or `bitcoin`." }),
        from: t.arg.string({ required: true, description: "The first day, `2024-02-29`." }),
        to: t.arg.string({ required: true, description: "The last day." }),
        timeZone: t.arg.string({ defaultValue: "UTC", description: "`UTC` or an IANA name: whose midnight ends a day." }),
        moneyRate: t.arg({
          type: RateKind,
          defaultValue: "official",
          description: "Which kind of rate comes first for money against money."
        }),
        mostCarriedDays: t.arg.int({ defaultValue: 7, description: "How many days a price may be carried forward: 0 to 366." })
      },
      resolve: (_portfolio, { timeZone, moneyRate, mostCarriedDays, ...rest }, { owner, read }) =>
        read(
          priceHistoryOf(owner, {
            ...rest,
            timeZone: timeZone ?? "UTC",
            moneyRate: moneyRate ?? "official",
            mostCarriedDays: mostCarriedDays ?? 7
          })
        )
    })
  })
})
