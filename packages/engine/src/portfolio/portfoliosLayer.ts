/** Holdings from what the exchanges report (or, where they may not be asked, from the ledger), and their value. */
import { Decimal } from "@caudal/exchange"
import { Clock, Effect, Layer } from "effect"
import { Exchanges } from "../Exchanges.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { connectionsOf } from "../ledger/ledgerLayer.ts"
import { PortfolioNotFound } from "../ledger/Ledger.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import { OwnerStore } from "../storage/OwnerStore.ts"
import { type Quote, QuoteStore } from "../storage/QuoteStore.ts"
import { bestPath } from "./bestPath.ts"
import { type Holding, type HoldingPart, Portfolios, type Valuation, type ValuationCurrency } from "./Portfolios.ts"

interface Part extends HoldingPart {
  readonly asset: string
}

const partsOf = Effect.fnUntraced(function* (owner: OwnerId, connection: StoredConnection) {
  const books = yield* BookStore
  const [report] = yield* books.reports(owner, connection.id, 1)
  const common = { connectionId: connection.id, exchange: connection.exchange }
  if (report !== undefined) {
    return report.balances.map((balance): Part => ({ ...common, ...balance, source: "reported", at: report.confirmedAt }))
  }
  const now = yield* Clock.currentTimeMillis
  return (yield* books.sums(owner, connection.id)).map((sum): Part => ({
    ...common,
    wallet: sum.wallet,
    asset: sum.asset,
    total: sum.amount,
    available: null,
    locked: null,
    source: "ledger",
    at: connection.lastSyncedAt ?? now
  }))
})

const sumOrNull = (amounts: ReadonlyArray<Decimal.Decimal | null>): Decimal.Decimal | null =>
  amounts.includes(null) ? null : Decimal.sum(amounts as ReadonlyArray<Decimal.Decimal>)

const byAsset = (parts: ReadonlyArray<Part>): ReadonlyArray<Holding> =>
  [...Map.groupBy(parts, (part) => part.asset)]
    .map(([asset, group]): Holding => ({
      asset,
      total: Decimal.sum(group.map((part) => part.total)),
      available: sumOrNull(group.map((part) => part.available)),
      locked: sumOrNull(group.map((part) => part.locked)),
      parts: group
    }))
    .sort((a, b) => (a.asset < b.asset ? -1 : 1))

/** Through the exchanges that hold the asset first, then through any other. Pure. */
const valueOf = (holding: Holding, currency: ValuationCurrency, quotes: ReadonlyMap<string, ReadonlyArray<Quote>>): Valuation => {
  const common = { asset: holding.asset, quantity: holding.total, currency }
  const holders = [...new Set(holding.parts.map((part) => part.exchange))]
  for (const exchange of new Set([...holders, ...quotes.keys()])) {
    const path = bestPath(quotes.get(exchange) ?? [], holding.asset, currency)
    if (path === null) continue
    const price = path.reduce((rate, step) => Decimal.multiply(rate, step.rate), Decimal.make("1"))
    return { ...common, value: Decimal.multiply(holding.total, price), price, path, reason: null }
  }
  return {
    ...common,
    value: null,
    price: null,
    path: [],
    reason: `no market of ${holders.join(", ")} leads from ${holding.asset} to ${currency}`
  }
}

export const layer = Layer.effect(
  Portfolios,
  Effect.gen(function* () {
    const owners = yield* OwnerStore
    const connections = yield* ConnectionStore
    const quotes = yield* QuoteStore
    const exchanges = yield* Exchanges
    const context = yield* Effect.context<OwnerStore | ConnectionStore | BookStore>()

    const held = Effect.fnUntraced(function* (owner: OwnerId, id: PortfolioId) {
      const ids = yield* connectionsOf(owner, id).pipe(Effect.provide(context))
      const own = (yield* connections.list(owner).pipe(Effect.orDie)).filter((connection) => ids.includes(connection.id))
      const parts = yield* Effect.forEach(own, (connection) => partsOf(owner, connection).pipe(Effect.provide(context), Effect.orDie))
      return parts.flat().filter((part) => !Decimal.isZero(part.total))
    })

    /** Quotes of every exchange, the holding's own exchanges first when it is valued. */
    const allQuotes = Effect.map(
      Effect.forEach(exchanges.all, ({ manifest: { id } }) =>
        Effect.map(quotes.all(id).pipe(Effect.orDie), (known) => [id, known] as const)
      ),
      (entries) => new Map(entries)
    )

    return Portfolios.of({
      list: (owner) => owners.portfolios(owner).pipe(Effect.orDie),
      get: Effect.fnUntraced(function* (owner, id) {
        const found = (yield* owners.portfolios(owner).pipe(Effect.orDie)).find((portfolio) => portfolio.id === id)
        return found ?? (yield* new PortfolioNotFound())
      }),
      holdings: (owner, id) => Effect.map(held(owner, id), byAsset),
      value: Effect.fnUntraced(function* (owner, id, currency) {
        const holdings = byAsset(yield* held(owner, id))
        const known = yield* allQuotes
        const valued = holdings.map((holding) => valueOf(holding, currency, known))
        const priced = valued.filter((one) => one.value !== null)
        const times = priced.flatMap((one) => one.path.map((step) => step.at))
        return {
          currency,
          total: priced.length === 0 && valued.length > 0 ? null : Decimal.sum(priced.map((one) => one.value!)),
          complete: priced.length === valued.length,
          holdings: valued,
          oldestQuoteAt: times.length === 0 ? null : Math.min(...times)
        }
      }),
      connections: (owner, id) => connectionsOf(owner, id).pipe(Effect.provide(context))
    })
  })
)
