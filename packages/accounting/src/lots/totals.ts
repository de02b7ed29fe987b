import { type Decimal, decimal } from "../number/Decimal.ts"
import type { Term } from "../time/Term.ts"
import type { Book } from "./Book.ts"
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

class Sums {
  readonly units = new Map<number, bigint>()
  proceeds = 0n
  cost = 0n
  gain = 0n
}

const sumQuantities = (units: ReadonlyMap<number, bigint>, scales: ReadonlyArray<number>): readonly [bigint, number] => {
  const scale = Math.max(0, ...[...units.keys()].map((asset) => scales[asset]!))
  let sum = 0n
  for (const [asset, each] of units) sum += each * 10n ** BigInt(scale - scales[asset]!)
  return [sum, scale]
}

export const totals = (book: Book): Totals => {
  const read = reader(book)
  const { moneyScale, scales } = book.ledger
  const byTerm: Record<Term, Sums> = { short: new Sums(), long: new Sums() }
  let realized = 0n
  let unknownDisposals = 0
  for (const sale of book.sales) {
    const gain = gainOf(sale)
    if (gain === null) unknownDisposals++
    else realized += gain
    const proceeds = proceedsOf(sale)
    sale.slices.forEach((slice, i) => {
      const term = read.term(slice, sale)
      const fetched = proceeds[i]
      if (term === null || fetched == null || slice.cost === null) return
      const sums = byTerm[term]
      sums.units.set(sale.asset, (sums.units.get(sale.asset) ?? 0n) + slice.quantity)
      sums.proceeds += fetched
      sums.cost += slice.cost
      sums.gain += fetched - slice.cost
    })
  }
  const money = (units: bigint): Decimal => decimal(units, moneyScale)
  const flowing = (line: "income" | "feesExpensed"): bigint => [...book.flows.values()].reduce((sum, flows) => sum + flows[line], 0n)
  const shown = (sums: Sums): TermTotals => ({
    quantity: decimal(...sumQuantities(sums.units, scales)),
    proceeds: money(sums.proceeds),
    cost: money(sums.cost),
    gain: money(sums.gain)
  })
  return {
    realizedGain: money(realized),
    income: money(flowing("income")),
    feesExpensed: money(flowing("feesExpensed")),
    short: shown(byTerm.short),
    long: shown(byTerm.long),
    unknownDisposals
  }
}
