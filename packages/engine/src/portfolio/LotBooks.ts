/**
 * The ledger as lot events, and books of them. Answers come from here a page at a time, so what was made for one page is
 * kept for the next: as long as ledger, corrections and prices say the same.
 */
import {
  type Book,
  type BookReport,
  keepBook,
  type Ledger as LotLedger,
  type LotEvent,
  PolicyError,
  readLedger,
  report
} from "@caudal/accounting"
import { Context, Effect, Layer, Semaphore, Stream } from "effect"
import { anyExchange, type AssetRef } from "../assets/Asset.ts"
import { relations } from "../assets/AssetRelation.ts"
import { Assets } from "../assets/Assets.ts"
import type { Resolve } from "../assets/resolve.ts"
import { Books, type Certificate } from "../books/Books.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { Ledger, type PortfolioNotFound, type Transaction } from "../ledger/Ledger.ts"
import { type Placed, placedDisposals } from "./placedDisposals.ts"
import { accountOpenings } from "./accountOpenings.ts"
import { inputHash } from "./inputHash.ts"
import { KeepLast } from "./KeepLast.ts"
import type { LotChoice } from "./LotChoice.ts"
import type { LotInput, LotProjection } from "./LotProjection.ts"
import { assetOfCurrency, type LotRules } from "./LotRules.ts"
import { SettingsRefused } from "./LotSettings.ts"
import { Portfolios, type ValuationCurrency } from "./Portfolios.ts"
import { PriceBook, type PriceLookup } from "../prices/PriceBook.ts"
import { projectLots } from "./projectLots.ts"
import { withChoices } from "./withChoices.ts"
import type { BookStore } from "../storage/BookStore.ts"
import type { ConnectionStore } from "../storage/ConnectionStore.ts"
import type { EventReader } from "../storage/EventReader.ts"
import { LotChoiceStore } from "../storage/LotChoiceStore.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import type { PortfolioStore } from "../storage/PortfolioStore.ts"

/** Projections and books that are kept: a few screens of one owner. */
const mostProjections = 4
const mostBooks = 8

export interface Projected {
  readonly key: string
  readonly transactions: ReadonlyArray<Transaction>
  readonly resolve: Resolve
  readonly input: LotInput
  readonly projection: LotProjection
  readonly currencyIdentity: AssetRef
  readonly inputHash: string
  readonly eventOf: ReadonlyMap<string, LotEvent>
  /** Lots that the owner chose, by disposal; those taken back are not among them. */
  readonly choices: ReadonlyMap<string, LotChoice>
  /** The price of the last instant of a civil day. */
  readonly closeOf: PriceLookup["daily"]
}

export interface KeptBook {
  readonly key: string
  readonly book: Book
  readonly report: BookReport
  /** Its disposals in the order of their places in a list. */
  readonly placed: ReadonlyArray<Placed>
}

export class LotBooks extends Context.Service<
  LotBooks,
  {
    readonly project: (owner: OwnerId, portfolio: PortfolioId, currency: ValuationCurrency) => Effect.Effect<Projected, PortfolioNotFound>
    readonly book: (projected: Projected, rules: LotRules) => Effect.Effect<KeptBook, SettingsRefused>
    /** Certificates that do not prove the books: rows may be missing, and with them lots. */
    readonly unproved: (owner: OwnerId, portfolio: PortfolioId) => Effect.Effect<ReadonlyArray<Certificate>, PortfolioNotFound>
  }
>()("@caudal/engine/portfolio/LotBooks") {}

/** Every asset that the rows move, by what their codes stand for. */
const assetsOf = (transactions: ReadonlyArray<Transaction>, resolve: Resolve): ReadonlyArray<string> => [
  ...new Set(transactions.flatMap(({ exchange, at, postings }) => postings.map(({ asset: code }) => resolve({ exchange, code, at }).id)))
]

const yearAfter = (at: number): number => Date.UTC(new Date(at).getUTCFullYear() + 2, 0, 1)

export const layer = (sha256: (text: string) => string) =>
  Layer.effect(
    LotBooks,
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const assets = yield* Assets
      const books = yield* Books
      const choicesOf = yield* LotChoiceStore
      const portfolios = yield* Portfolios
      const prices = yield* PriceBook
      const context = yield* Effect.context<BookStore | ConnectionStore | EventReader | OpeningStore | PortfolioStore>()
      const oneAtATime = (yield* Semaphore.make(1)).withPermits(1)
      const projections = new KeepLast<Projected>(mostProjections)
      const ledgers = new KeepLast<LotLedger>(mostProjections)
      const kept = new KeepLast<KeptBook>(mostBooks)

      const project = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, currency: ValuationCurrency) {
        const corrections = yield* assets.corrections(owner)
        const mark = yield* ledger.mark(owner, portfolio)
        const openings = yield* accountOpenings(owner, portfolio).pipe(Effect.provide(context))
        const chosen = (yield* choicesOf.all(owner, portfolio).pipe(Effect.orDie)).filter(({ withdrawn }) => !withdrawn)
        const key = sha256(JSON.stringify([owner, portfolio, currency, mark, corrections, openings, chosen, yield* prices.mark(owner)]))
        const known = projections.get(key)
        if (known !== undefined) return known
        const resolve = yield* assets.resolver(owner)
        const transactions = yield* Stream.runCollect(ledger.all(owner, portfolio))
        const currencyIdentity = resolve({ exchange: anyExchange, code: assetOfCurrency(currency), at: 0 })
        // What an opening cost may be in another money, and from before the first row.
        const paid = openings.flatMap(({ opening: { cost, at, acquiredAt } }) =>
          cost === null
            ? []
            : [{ at: acquiredAt ?? at, id: resolve({ exchange: anyExchange, code: cost.currency, at: acquiredAt ?? at }).id }]
        )
        const lookup = yield* prices.load(owner, {
          currency: assetOfCurrency(currency),
          assets: [...assetsOf(transactions, resolve), ...paid.map(({ id }) => id)],
          from: Math.min(transactions[0]?.at ?? Number.MAX_SAFE_INTEGER, ...paid.map(({ at }) => at), transactions.at(-1)?.at ?? 0),
          // Reports want the last day of a year: the year of the last row may not be over.
          to: yearAfter(Math.max(transactions.at(-1)?.at ?? 0, ...paid.map(({ at }) => at)))
        })
        const input: LotInput = {
          transactions,
          resolve,
          currency: assetOfCurrency(currency),
          priceAt: lookup.at,
          relations,
          openings
        }
        const choices = new Map(chosen.map((choice) => [choice.disposal, choice]))
        const projected = projectLots(input)
        const projection = { ...projected, events: withChoices(projected.events, choices) }
        return projections.set(key, {
          key,
          transactions,
          resolve,
          input,
          projection,
          currencyIdentity,
          inputHash: inputHash(sha256, { transactions, openings, choices: chosen, resolve, projection }),
          choices,
          eventOf: new Map(projection.events.map((event) => [event.id, event])),
          closeOf: lookup.daily
        })
      })

      return LotBooks.of({
        // Several fields of one question ask at once: the first makes it for all.
        project: (owner, portfolio, currency) => oneAtATime(project(owner, portfolio, currency)),
        book: (projected, { policy, seen }) =>
          Effect.try({
            try: () => {
              const events = seen(projected.projection.events)
              const aliases = JSON.stringify(policy.assetAliases)
              const ofLedger = `${projected.key} ${events === projected.projection.events ? "" : sha256(JSON.stringify(events))} ${aliases}`
              const key = `${ofLedger} ${JSON.stringify(policy)}`
              return kept.orMake(key, () => {
                const book = keepBook(
                  ledgers.orMake(ofLedger, () => readLedger(events, policy.assetAliases)),
                  policy
                )
                const shown = report(book)
                return { key, book, report: shown, placed: placedDisposals(shown.disposals, projected.eventOf) }
              })
            },
            catch: (error) => {
              if (!(error instanceof PolicyError)) throw error
              return new SettingsRefused({ problem: error.message, whatToDo: "Change the method or the scope." })
            }
          }),
        unproved: Effect.fnUntraced(function* (owner, portfolio) {
          const connections = yield* portfolios.connections(owner, portfolio)
          const certificates = yield* Effect.forEach(connections, (connection) => books.certificate(owner, connection)).pipe(Effect.orDie)
          return certificates.filter(({ state }) => state !== "proved")
        })
      })
    })
  )
