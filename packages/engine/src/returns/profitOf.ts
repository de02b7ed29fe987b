/** What a gain is made of, by lots. The lines add up to it exactly; what they do not explain is shown, never hidden. */
import {
  add,
  between,
  type DayOf,
  type Decimal,
  keepBook,
  type LotEvent,
  multiply,
  profitAndLoss,
  type ProfitAndLoss,
  readLedger,
  subtract,
  sum
} from "@caudal/accounting"
import { relations } from "../assets/AssetRelation.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import type { GainMethod } from "../portfolio/LotSettings.ts"
import { projectActs } from "../portfolio/projectLots.ts"
import type { CloseOf } from "./ClosePrices.ts"
import { type ProfitRows, within } from "./ProfitRows.ts"
import type { ReturnScope } from "./ReturnScope.ts"

/** In the currency. `gain = realised + carriedOut + unrealised + income − fees + unknownBasis + unexplained`. */
export interface ProfitLines {
  readonly gain: Decimal
  /** By sales, conversions and payments in coins, less their costs. */
  readonly realised: Decimal
  /** What units that left for outside had gained by then: their value less their cost. Nobody says that they were sold. */
  readonly carriedOut: Decimal
  /** Change of what is held over its cost. */
  readonly unrealised: Decimal
  readonly income: Decimal
  /** Fees that are in no cost and lessen no proceeds. */
  readonly fees: Decimal
  /** Of units that no row brought: value and proceeds, for want of a cost. */
  readonly unknownBasis: Decimal
  /** Zero, unless more left than ever came in or rows of one act lie far apart. */
  readonly unexplained: Decimal
}

export interface ProfitInput {
  /** With every row, or all of the scope. */
  readonly rows: ProfitRows
  readonly openings: ReadonlyArray<AccountOpening>
  readonly resolve: Resolve
  /** Asset id. */
  readonly currency: string
  readonly closeOf: CloseOf
  readonly dayOf: DayOf
  readonly timeZone: string
  readonly method: GainMethod
  readonly scope: ReturnScope
  readonly start: number
  readonly end: number
}

/** What the days say of the period. */
export interface PeriodSums {
  readonly gain: Decimal
  readonly income: Decimal
  readonly fees: Decimal
}

/** Of the scope only: there an own transfer is a deposit or a withdrawal. What comes in costs what it is worth then. */
const eventsOf = ({ rows, openings, resolve, currency, closeOf, dayOf, scope, end }: ProfitInput): ReadonlyArray<LotEvent> => {
  const dayAt = (at: number): number => dayOf({ ms: at, day: null })
  // What comes later is of interest only as the other end of a transfer.
  const priceAt = (asset: string, at: number) => (dayAt(at) > end ? null : closeOf(asset, dayAt(at)))
  const { acts, firsts } = rows.end()
  const said = openings.filter((one) => within(scope, one))
  const input = { transactions: firsts, openings: said, resolve, currency, priceAt, relations, foreignMoneyInLots: true }
  const { events } = projectActs(acts, input)
  return events.map((event): LotEvent => {
    if (event.type !== "opening" && event.type !== "gift_out") return event
    const price = priceAt(event.asset, Date.parse(event.time))
    const total = price === null ? null : multiply(event.quantity, price.amount)
    if (event.subtype === "funding-payment") return { ...event, type: event.type === "opening" ? "income" : "fee", total }
    if (event.type !== "gift_out") return { ...event, total }
    // Wherever units went, they went at their value.
    const { unexplained: _nobodyKnows, ...gone } = event
    return { ...gone, total }
  })
}

interface Standing {
  readonly lines: ProfitAndLoss
  readonly carriedOut: Decimal
}

/** The lines of the period from lots under the method. `sums` are exact only where no price is missing. */
export const profitOf = (input: ProfitInput, sums: PeriodSums): ProfitLines => {
  const { closeOf, dayOf, scope, start, end, method, timeZone } = input
  const events = eventsOf(input)
  const standing = (day: number): Standing => {
    const ledger = readLedger(events.filter(({ time }) => dayOf({ ms: Date.parse(time), day: null }) <= day))
    const book = keepBook(ledger, { method, dayBoundary: timeZone, gifts: "disposedAtMarketValue" })
    const held = new Set(book.rests.map(({ asset }) => ledger.assets[asset]!))
    const prices = Object.fromEntries(
      [...held].flatMap((asset) => {
        const close = closeOf(asset, day)
        return close === null ? [] : [[asset, close.amount]]
      })
    )
    const of = scope.kind === "asset" ? { asset: scope.asset } : {}
    const gone = { ...book, sales: book.sales.filter(({ entry }) => entry.event.type === "gift_out") }
    return { lines: profitAndLoss(book, prices, of), carriedOut: profitAndLoss(gone, prices, of).realised }
  }
  const [first, last] = [standing(start), standing(end)]
  const lines = between(first.lines, last.lines)
  const carriedOut = subtract(last.carriedOut, first.carriedOut)
  const realised = subtract(lines.realised, carriedOut)
  const unknownBasis = subtract(add(lines.withoutBasis.value, lines.withoutBasis.proceeds), lines.unvaluedCost)
  const told = sum([realised, carriedOut, lines.unrealised, sums.income, unknownBasis])
  return {
    gain: sums.gain,
    realised,
    carriedOut,
    unrealised: lines.unrealised,
    income: sums.income,
    fees: sums.fees,
    unknownBasis,
    unexplained: add(subtract(sums.gain, told), sums.fees)
  }
}
