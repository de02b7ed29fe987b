/** Holdings from what the exchanges report (or, where they may not be asked, from the ledger), and their value. */
import { Decimal } from "@caudal/exchange"
import { Clock, Effect, Layer } from "effect"
import { anyExchange } from "../assets/Asset.ts"
import { Assets } from "../assets/Assets.ts"
import { Exchanges } from "../Exchanges.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { connectionsOf } from "../ledger/ledgerLayer.ts"
import { PortfolioNotFound } from "../ledger/Ledger.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import { OwnerStore } from "../storage/OwnerStore.ts"
import { QuoteStore } from "../storage/QuoteStore.ts"
import { byAsset } from "./byAsset.ts"
import { allMarketsOf } from "./markets.ts"
import { type HoldingPart, Portfolios } from "./Portfolios.ts"
import { valueOf } from "./valueOf.ts"

const partsOf = Effect.fnUntraced(function* (owner: OwnerId, connection: StoredConnection) {
  const books = yield* BookStore
  const [report] = yield* books.reports(owner, connection.id, 1)
  const common = { connectionId: connection.id, exchange: connection.exchange }
  if (report !== undefined) {
    const parts = report.balances.map((balance): HoldingPart => ({ ...common, ...balance, source: "reported", at: report.confirmedAt }))
    return { parts, known: true }
  }
  const now = yield* Clock.currentTimeMillis
  const parts = (yield* books.sums(owner, connection.id)).map((sum): HoldingPart => ({
    ...common,
    wallet: sum.wallet,
    asset: sum.asset,
    total: sum.amount,
    available: null,
    locked: null,
    source: "ledger",
    at: connection.lastSyncedAt ?? now
  }))
  // without balances, an account whose history has not been read, or shows nothing, may hold anything
  return { parts, known: connection.lastSyncedAt !== null && parts.length > 0 }
})

export const layer = Layer.effect(
  Portfolios,
  Effect.gen(function* () {
    const owners = yield* OwnerStore
    const connections = yield* ConnectionStore
    const quotes = yield* QuoteStore
    const exchanges = yield* Exchanges
    const assets = yield* Assets
    const context = yield* Effect.context<OwnerStore | ConnectionStore | BookStore>()

    const held = Effect.fnUntraced(function* (owner: OwnerId, id: PortfolioId) {
      const ids = yield* connectionsOf(owner, id).pipe(Effect.provide(context))
      const own = (yield* connections.list(owner).pipe(Effect.orDie)).filter((connection) => ids.includes(connection.id))
      const found = yield* Effect.forEach(own, (connection) => partsOf(owner, connection).pipe(Effect.provide(context), Effect.orDie))
      const parts = found.flatMap((one) => one.parts).filter((part) => !Decimal.isZero(part.total))
      return { parts, known: found.every((one) => one.known) }
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
      holdings: (owner, id) => Effect.zipWith(held(owner, id), assets.resolver(owner), ({ parts }, resolve) => byAsset(parts, resolve)),
      value: Effect.fnUntraced(function* (owner, id, currency) {
        const resolve = yield* assets.resolver(owner)
        const { parts, known } = yield* held(owner, id)
        const holdings = byAsset(parts, resolve)
        const markets = allMarketsOf(yield* allQuotes, currency, resolve)
        const valued = holdings.map((holding) => valueOf(holding, currency, markets))
        const priced = valued.filter((one) => one.value !== null)
        const times = priced.flatMap((one) => one.path.map((step) => step.at))
        return {
          currency,
          currencyIdentity: resolve({ exchange: anyExchange, code: currency, at: yield* Clock.currentTimeMillis }),
          total: priced.length === 0 && (valued.length > 0 || !known) ? null : Decimal.sum(priced.map((one) => one.value!)),
          complete: known && priced.length === valued.length,
          holdings: valued,
          oldestQuoteAt: times.length === 0 ? null : Math.min(...times)
        }
      }),
      connections: (owner, id) => connectionsOf(owner, id).pipe(Effect.provide(context))
    })
  })
)
