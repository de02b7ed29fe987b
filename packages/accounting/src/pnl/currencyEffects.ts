import { type Decimal, decimal, scaled, tenTo } from "../number/Decimal.ts"
import type { Book, Sale } from "../lots/Book.ts"
import { costOf, gainOf } from "../lots/Report.ts"
import type { GainParts } from "./currencyEffect.ts"

const truncated = (units: bigint, scale: number, rate: Decimal, target: number): bigint => {
  const { units: rateUnits, scale: rateScale } = scaled(rate)
  const product = units * rateUnits
  const spare = scale + rateScale - target
  return spare >= 0 ? product / tenTo(spare) : product * tenTo(-spare)
}

/** Which lots a sale took, in order. */
const lotsOf = ({ slices }: Sale): string => JSON.stringify(slices.map(({ lot }) => lot?.origin.event.id ?? null))

export interface DisposalParts extends GainParts {
  readonly event: string
}

/**
 * The gains of a book in the base currency in two parts each: what the price did in another currency, at the rate of the
 * sale, and what the rate did to the cost. `foreign` is the same history in that currency, under the same policy; `rate`
 * gives the base currency's price of its unit at an event. Rounded in the last place of the base book's money, the parts
 * add up to the gain exactly. Disposals whose gain is unknown, or that took other units in the other currency (the dearest
 * may differ), are left out and named in `without`.
 */
export const currencyEffects = (
  base: Book,
  foreign: Book,
  rate: (event: string) => Decimal | null
): { readonly parts: ReadonlyArray<DisposalParts>; readonly without: ReadonlyArray<string> } => {
  const theirs = new Map(foreign.sales.map((sale) => [sale.entry.event.id, sale]))
  const parts: Array<DisposalParts> = []
  const without: Array<string> = []
  for (const sale of base.sales) {
    const { id } = sale.entry.event
    const other = theirs.get(id)
    const gain = gainOf(sale)
    const valueRate = rate(id)
    const gainThere = other === undefined ? null : gainOf(other)
    const same = other !== undefined && lotsOf(other) === lotsOf(sale)
    if (gain === null || gainThere === null || valueRate === null || !same || costOf(sale) === null) {
      without.push(id)
      continue
    }
    const { moneyScale } = base.ledger
    const price = truncated(gainThere, foreign.ledger.moneyScale, valueRate, moneyScale)
    parts.push({ event: id, price: decimal(price, moneyScale), currency: decimal(gain - price, moneyScale) })
  }
  return { parts, without }
}
