/** Holdings from what the exchanges report (or, where they may not be asked, from the ledger), and their value. */
import { type Adapter, Decimal } from "@caudal/exchange"
import { Clock, Effect, Layer } from "effect"
import { anyExchange } from "../assets/Asset.ts"
import { Assets } from "../assets/Assets.ts"
import { balancesOf } from "../books/balancesOf.ts"
import { compositionOf } from "../books/composition.ts"
import { openingAmounts } from "../books/openingAmounts.ts"
import { Exchanges } from "../Exchanges.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { countedIn, shownIn } from "../ledger/ledgerLayer.ts"
import { PortfolioNotFound } from "../ledger/Ledger.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore, type StoredConnection } from "../storage/ConnectionStore.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import type { EventReader } from "../storage/EventReader.ts"
import { duplicatesAmong } from "../ledger/duplicates.ts"
import { PageStore } from "../storage/PageStore.ts"
import { PortfolioStore } from "../storage/PortfolioStore.ts"
import { QuoteStore } from "../storage/QuoteStore.ts"
import { byAsset } from "./byAsset.ts"
import { changePortfolios } from "./changePortfolios.ts"
import { allMarketsOf } from "./markets.ts"
import { type HoldingPart, Portfolios } from "./Portfolios.ts"
import { printedFor } from "./printedFor.ts"
import { valueOf } from "./valueOf.ts"

/** What one account holds, and why that may not be all. */
interface Held {
  readonly parts: ReadonlyArray<HoldingPart>
  readonly gap: string | null
}

const heldOf = Effect.fnUntraced(function* (owner: OwnerId, connection: StoredConnection, adapter: Adapter | undefined) {
  const books = yield* BookStore
  const [report] = yield* books.reports(owner, connection.id, 1)
  const common = { connectionId: connection.id, exchange: connection.exchange }
  const reported = (report?.balances ?? []).map((balance): HoldingPart => ({
    ...common,
    ...balance,
    source: "reported",
    at: report!.confirmedAt
  }))
  if (report?.complete === true) return { parts: reported, gap: null }
  const now = yield* Clock.currentTimeMillis
  const listed = new Set(reported.map(({ wallet, asset }) => `${wallet}\0${asset}`))
  const openings = yield* openingAmounts(owner, connection.id)
  const posted = balancesOf(yield* books.sums(owner, connection.id), openings)
    .filter(({ wallet, asset }) => !listed.has(`${wallet}\0${asset}`))
    .map((sum): HoldingPart => ({
      ...common,
      wallet: sum.wallet,
      asset: sum.asset,
      total: sum.amount,
      available: null,
      locked: null,
      source: "ledger",
      at: connection.lastSyncedAt ?? now
    }))
  if (report !== undefined) return { parts: [...reported, ...posted], gap: unlisted }
  const gap = yield* gapOfHistory(owner, connection, adapter, posted)
  // sums of half a history are no balances of any day
  return { parts: gap === null ? posted : [], gap }
})

const unlisted = "the exchange did not report every balance"

/** Why the sums of the postings are not what the account holds; `null` where they are. */
const gapOfHistory = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: StoredConnection,
  adapter: Adapter | undefined,
  posted: ReadonlyArray<HoldingPart>
) {
  if (adapter === undefined) return "balances are not known, and the exchange's adapter is not installed"
  const pages = yield* PageStore
  const streams = yield* pages.streams(owner, connection.id)
  const { posts } = compositionOf(adapter, connection.composition)
  const unread = posts.find((id) => streams.find(({ stream }) => stream === id)?.state !== "complete")
  if (unread !== undefined) return `balances are not known, and ${unread} has not been read to the account's start`
  return posted.length === 0 ? "neither balances nor history are known" : null
})

export const layer = Layer.effect(
  Portfolios,
  Effect.gen(function* () {
    const store = yield* PortfolioStore
    const connections = yield* ConnectionStore
    const quotes = yield* QuoteStore
    const exchanges = yield* Exchanges
    const assets = yield* Assets
    const context = yield* Effect.context<BookStore | ConnectionStore | EventReader | OpeningStore | PageStore | PortfolioStore>()

    const held = Effect.fnUntraced(function* (owner: OwnerId, id: PortfolioId) {
      const counted = yield* countedIn(owner, id).pipe(Effect.provide(context))
      const own = counted.filter(({ status }) => status !== "disconnected")
      const found = yield* Effect.forEach(own, (connection) =>
        Effect.map(
          heldOf(owner, connection, exchanges.get(connection.exchange)).pipe(Effect.provide(context), Effect.orDie),
          (held: Held) => ({ ...held, connectionId: connection.id })
        )
      )
      const parts = found.flatMap((one) => one.parts).filter((part) => !Decimal.isZero(part.total))
      const gaps = found.flatMap(({ connectionId, gap }) => (gap === null ? [] : [{ connectionId, reason: gap }]))
      return { parts, gaps }
    })

    /** Quotes of every exchange, the holding's own exchanges first when it is valued. */
    const allQuotes = Effect.map(
      Effect.forEach(exchanges.all, ({ manifest: { id } }) =>
        Effect.map(quotes.all(id).pipe(Effect.orDie), (known) => [id, known] as const)
      ),
      (entries) => new Map(entries)
    )

    return Portfolios.of({
      ...(yield* changePortfolios),
      list: (owner) => store.list(owner).pipe(Effect.orDie),
      get: Effect.fnUntraced(function* (owner, id) {
        const found = (yield* store.list(owner).pipe(Effect.orDie)).find((portfolio) => portfolio.id === id)
        return found ?? (yield* new PortfolioNotFound())
      }),
      holdings: (owner, id) => Effect.zipWith(held(owner, id), assets.resolver(owner), ({ parts }, resolve) => byAsset(parts, resolve)),
      gaps: (owner, id) => Effect.map(held(owner, id), ({ gaps }) => gaps),
      printed: Effect.fnUntraced(function* (owner, id, wanted) {
        const counted = yield* countedIn(owner, id)
        return yield* printedFor(owner, counted, wanted, yield* assets.meanings(owner)).pipe(Effect.orDie)
      }, Effect.provide(context)),
      value: Effect.fnUntraced(function* (owner, id, currency) {
        const resolve = yield* assets.resolver(owner)
        const { parts, gaps } = yield* held(owner, id)
        const holdings = byAsset(parts, resolve)
        const markets = allMarketsOf(yield* allQuotes, currency, resolve)
        const valued = holdings.map((holding) => valueOf(holding, currency, markets))
        const priced = valued.filter((one) => one.value !== null)
        const times = priced.flatMap((one) => one.path.map((step) => step.at))
        return {
          currency,
          currencyIdentity: resolve({ exchange: anyExchange, code: currency, at: yield* Clock.currentTimeMillis }),
          total: priced.length === 0 && (valued.length > 0 || gaps.length > 0) ? null : Decimal.sum(priced.map((one) => one.value!)),
          complete: gaps.length === 0 && priced.length === valued.length,
          gaps,
          holdings: valued,
          oldestQuoteAt: times.length === 0 ? null : Math.min(...times)
        }
      }),
      connections: (owner, id) =>
        shownIn(owner, id).pipe(
          Effect.map((shown) => shown.map((connection) => connection.id)),
          Effect.provide(context)
        ),
      duplicateOf: Effect.fnUntraced(function* (owner, connection) {
        const all = yield* connections.list(owner).pipe(Effect.orDie)
        const duplicates = yield* duplicatesAmong(owner, all).pipe(Effect.provide(context), Effect.orDie)
        return duplicates.get(connection) ?? null
      })
    })
  })
)
