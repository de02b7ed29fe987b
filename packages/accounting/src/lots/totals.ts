import { type Decimal, decimal, tenTo } from "../number/Decimal.ts"
import { Realised } from "../pnl/Standing.ts"
import type { Term } from "../time/Term.ts"
import type { Book, Sale } from "./Book.ts"
import type { Ledger } from "./Ledger.ts"
import { gainOf, proceedsOf, reader } from "./Report.ts"

/** Known figures of one term. What is unknown is left out and counted in {@link Totals.unknownDisposals}. */
interface TermTotals {
  readonly quantity: Decimal
  readonly proceeds: Decimal
  readonly cost: Decimal
  readonly gain: Decimal
}

export interface Totals {
  readonly realizedGain: Decimal
  readonly income: Decimal
  readonly feesExpensed: Decimal
  readonly short: TermTotals
  readonly long: TermTotals
  /** Disposals whose gain is not known, and is in no sum. */
  readonly unknownDisposals: number
}

class TermSums {
  readonly units = new Map<number, bigint>()
  proceeds = 0n
  cost = 0n
  gain = 0n

  add(asset: number, quantity: bigint, proceeds: bigint, cost: bigint, gain: bigint): void {
    this.units.set(asset, (this.units.get(asset) ?? 0n) + quantity)
    this.proceeds += proceeds
    this.cost += cost
    this.gain += gain
  }
}

/** Sums over disposals that can be added to as they come, and to one another. */
export class Sums {
  realized = 0n
  unknownDisposals = 0
  /** By asset. */
  readonly realised = new Map<number, Realised>()
  readonly terms: Readonly<Record<Term, TermSums>> = { short: new TermSums(), long: new TermSums() }

  /** Adds the sales of a book from the `from`-th on. */
  addSales(book: Book, from: number): void {
    const { term } = reader(book)
    for (let i = from; i < book.sales.length; i++) this.#addSale(book.sales[i]!, term)
  }

  #addSale(sale: Sale, termOf: ReturnType<typeof reader>["term"]): void {
    const { slices } = sale
    const gain = gainOf(sale, slices)
    if (gain === null) this.unknownDisposals++
    else this.realized += gain
    const proceeds = proceedsOf(sale, slices)
    this.#realisedOf(sale.asset).add(sale, slices, proceeds)
    slices.forEach((slice, i) => {
      const term = termOf(slice, sale)
      const fetched = proceeds[i]
      if (term === null || fetched == null || slice.cost === null) return
      this.terms[term].add(sale.asset, slice.quantity, fetched, slice.cost, fetched - slice.cost)
    })
  }

  #realisedOf(asset: number): Realised {
    let own = this.realised.get(asset)
    if (own === undefined) this.realised.set(asset, (own = new Realised()))
    return own
  }

  addSums({ realized, unknownDisposals, realised, terms }: Sums): void {
    this.realized += realized
    this.unknownDisposals += unknownDisposals
    for (const [asset, each] of realised) this.#realisedOf(asset).addAll(each)
    for (const term of ["short", "long"] as const) {
      const { units, proceeds, cost, gain } = terms[term]
      let money = [proceeds, cost, gain] as const
      for (const [asset, quantity] of units) {
        this.terms[term].add(asset, quantity, ...money)
        money = [0n, 0n, 0n]
      }
    }
  }
}

const sumQuantities = (units: ReadonlyMap<number, bigint>, scales: ReadonlyArray<number>): readonly [bigint, number] => {
  const scale = Math.max(0, ...[...units.keys()].map((asset) => scales[asset]!))
  let sum = 0n
  for (const [asset, each] of units) sum += each * tenTo(scale - scales[asset]!)
  return [sum, scale]
}

/** Sums as text. `flows` may be those of many books. */
export const shownTotals = (
  { realized, unknownDisposals, terms }: Sums,
  flows: Iterable<{ readonly income: bigint; readonly feesExpensed: bigint }>,
  { moneyScale, scales }: Pick<Ledger, "moneyScale" | "scales">
): Totals => {
  const money = (units: bigint): Decimal => decimal(units, moneyScale)
  const shown = ({ units, proceeds, cost, gain }: TermSums): TermTotals => ({
    quantity: decimal(...sumQuantities(units, scales)),
    proceeds: money(proceeds),
    cost: money(cost),
    gain: money(gain)
  })
  let income = 0n
  let feesExpensed = 0n
  for (const each of flows) {
    income += each.income
    feesExpensed += each.feesExpensed
  }
  return {
    realizedGain: money(realized),
    income: money(income),
    feesExpensed: money(feesExpensed),
    short: shown(terms.short),
    long: shown(terms.long),
    unknownDisposals
  }
}

export const totals = (book: Book): Totals => {
  const sums = new Sums()
  sums.addSales(book, 0)
  return shownTotals(sums, book.flows.values(), book.ledger)
}
