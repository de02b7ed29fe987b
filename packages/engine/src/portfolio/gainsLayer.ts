/** Gains over the ledger: every answer is made anew from the rows, so a correction or a better rule holds for the past as well. */
import { type BookReport, civilOf, dayIn, type DayOf, keepBook, readLedger, report } from "@caudal/accounting"
import { Clock, Effect, Layer, Stream } from "effect"
import { anyExchange } from "../assets/Asset.ts"
import { Assets } from "../assets/Assets.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { Ledger, type Transaction } from "../ledger/Ledger.ts"
import { PriceBook } from "../prices/PriceBook.ts"
import { type GainDisposal, Gains, type LotSettings, type NamedLotGap, type OpenLot, UnknownTimeZone } from "./Gains.ts"
import { gainTotals } from "./gainTotals.ts"
import { inputHash } from "./inputHash.ts"
import type { LotGap, LotProjection } from "./LotProjection.ts"
import { projectLots } from "./projectLots.ts"

/** Every asset that the rows move, by what their codes stand for. */
const assetsOf = (transactions: ReadonlyArray<Transaction>, resolve: Resolve): ReadonlyArray<string> => [
  ...new Set(transactions.flatMap(({ exchange, at, postings }) => postings.map(({ asset: code }) => resolve({ exchange, code, at }).id)))
]

const rowsOf = ({ sources }: LotProjection, ids: ReadonlyArray<string | null>): ReadonlyArray<Transaction> =>
  ids.flatMap((id) => (id === null ? [] : (sources.get(id) ?? [])))

const named = (projection: LotProjection, gap: LotGap): NamedLotGap => ({
  ...gap,
  asset: projection.assets.get(gap.asset)!,
  transactions: rowsOf(projection, [gap.event])
})

const disposalsOf = (projection: LotProjection, book: BookReport): ReadonlyArray<GainDisposal> =>
  book.disposals.map(({ asset, allocations, ...disposal }) => ({
    ...disposal,
    asset: projection.assets.get(asset)!,
    transactions: rowsOf(projection, disposal.events),
    lots: allocations.map((one) => ({ ...one, transactions: rowsOf(projection, [one.lot]) }))
  }))

const lotsOf = (projection: LotProjection, book: BookReport): ReadonlyArray<OpenLot> =>
  book.remaining.map(({ asset, account: _account, ...rest }) => ({
    ...rest,
    asset: projection.assets.get(asset)!,
    transactions: rowsOf(projection, [rest.lot])
  }))

export const layer = (sha256: (text: string) => string) =>
  Layer.effect(
    Gains,
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const assets = yield* Assets
      const prices = yield* PriceBook

      const kept = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, settings: LotSettings) {
        const dayOf: DayOf = yield* Effect.try({ try: () => dayIn(settings.timeZone), catch: () => new UnknownTimeZone() })
        const resolve = yield* assets.resolver(owner)
        const transactions = yield* Stream.runCollect(ledger.all(owner, portfolio))
        const currencyIdentity = resolve({ exchange: anyExchange, code: settings.currency, at: yield* Clock.currentTimeMillis })
        const currency = currencyIdentity.id
        const lookup = yield* prices.load(owner, {
          currency,
          assets: assetsOf(transactions, resolve),
          from: transactions[0]?.at ?? 0,
          to: (transactions.at(-1)?.at ?? 0) + 1
        })
        const projection = projectLots({ transactions, resolve, currency, priceAt: lookup.at })
        // A withdrawal to a place that is not known takes its cost along: nobody said that it was a sale.
        const policy = { method: settings.method, dayBoundary: settings.timeZone, gifts: "noGain" } as const
        const book = report(keepBook(readLedger(projection.events), policy))
        const answer = {
          ...settings,
          currencyIdentity,
          inputHash: inputHash(sha256, transactions, resolve, projection),
          projectionVersion: projection.version
        }
        return { answer, projection, book, yearOf: (at: number) => civilOf(dayOf({ ms: at, day: null })).year }
      })

      return Gains.of({
        year: Effect.fnUntraced(function* (owner, portfolio, settings) {
          const { answer, projection, book, yearOf } = yield* kept(owner, portfolio, settings)
          const disposals = disposalsOf(projection, book).filter(({ date }) => Number(date.slice(0, 4)) === settings.year)
          const gaps = projection.gaps.filter(({ at }) => yearOf(at) <= settings.year).map((gap) => named(projection, gap))
          const totals = gainTotals(disposals)
          return { ...answer, year: settings.year, disposals, totals, gaps, complete: gaps.length === 0 && totals.unknownDisposals === 0 }
        }),
        lots: Effect.fnUntraced(function* (owner, portfolio, { asset, ...settings }) {
          const { answer, projection, book } = yield* kept(owner, portfolio, settings)
          const asked = (one: { readonly asset: { readonly id: string } }) => asset === null || one.asset.id === asset
          return {
            ...answer,
            lots: lotsOf(projection, book).filter(asked),
            gaps: projection.gaps.map((gap) => named(projection, gap)).filter(asked)
          }
        })
      })
    })
  )
