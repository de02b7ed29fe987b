import { add, type Decimal, decimal, multiply, subtract, sum } from "../number/Decimal.ts"
import type { Book } from "../lots/Book.ts"
import { proceedsOf } from "../lots/Report.ts"

/**
 * Where the value of what is held came from, from the first event until the last. Exactly:
 *
 * `marketValue = netInflow + realised + unrealised + income − feesExpensed + withoutBasis.value + withoutBasis.proceeds − unvaluedCost`
 *
 * All money in the base currency. The figures of a period are those at its end less those at its start ({@link between}).
 */
export interface ProfitAndLoss {
  readonly marketValue: Decimal
  /** Paid for what came in, less what went out fetched; fees included. */
  readonly netInflow: Decimal
  /** Gains of disposals whose cost and proceeds are known. */
  readonly realised: Decimal
  /** Of what is held and has a known basis and a price. */
  readonly unrealised: Decimal
  readonly income: Decimal
  readonly feesExpensed: Decimal
  /** Units of unknown basis: what is held is worth, and what was sold fetched. No gain is claimed for them. */
  readonly withoutBasis: { readonly value: Decimal; readonly proceeds: Decimal }
  /** Cost of units that went out at a value nobody knows. */
  readonly unvaluedCost: Decimal
  /** Held assets without a price: they are in the market value at their cost. */
  readonly unpriced: ReadonlyArray<string>
}

/** `prices`: of one unit, in the base currency, by asset. */
export const profitAndLoss = (book: Book, prices: Readonly<Record<string, string>>): ProfitAndLoss => {
  const { assets, scales, moneyScale } = book.ledger
  const money = (units: bigint): Decimal => decimal(units, moneyScale)
  let proceeds = 0n
  let realised = 0n
  let unknownProceeds = 0n
  let unvaluedCost = 0n
  for (const sale of book.sales) {
    proceeds += sale.proceeds ?? 0n
    realised += sale.denied
    const shares = proceedsOf(sale)
    sale.slices.forEach(({ cost }, i) => {
      const fetched = shares[i] ?? null
      if (fetched !== null && cost !== null) realised += fetched - cost
      else if (fetched !== null) unknownProceeds += fetched
      else unvaluedCost += cost ?? 0n
    })
  }
  let marketValue = "0" as Decimal
  let unrealised = "0" as Decimal
  let withoutBasis = "0" as Decimal
  const unpriced = new Set<string>()
  for (const { asset, quantity, cost } of book.rests) {
    if (quantity === 0n && cost === 0n) continue
    const name = assets[asset]!
    const price = Object.hasOwn(prices, name) ? prices[name] : undefined
    if (price === undefined) unpriced.add(name)
    const value = price === undefined ? money(cost ?? 0n) : multiply(decimal(quantity, scales[asset]!), price)
    marketValue = add(marketValue, value)
    if (cost === null) withoutBasis = add(withoutBasis, value)
    else unrealised = add(unrealised, subtract(value, money(cost)))
  }
  const { acquired, income, feesExpensed, givenAway } = book.flows
  return {
    marketValue,
    netInflow: money(acquired + feesExpensed - proceeds - givenAway),
    realised: money(realised),
    unrealised,
    income: money(income),
    feesExpensed: money(feesExpensed),
    withoutBasis: { value: withoutBasis, proceeds: money(unknownProceeds) },
    unvaluedCost: money(unvaluedCost),
    unpriced: [...unpriced]
  }
}

/** What the lines do not explain of the market value: zero, or a fault of this package. */
export const unexplained = (pnl: ProfitAndLoss): Decimal =>
  subtract(
    add(pnl.marketValue, add(pnl.feesExpensed, pnl.unvaluedCost)),
    sum([pnl.netInflow, pnl.realised, pnl.unrealised, pnl.income, pnl.withoutBasis.value, pnl.withoutBasis.proceeds])
  )

/** The lines of a period, from those until its start and those until its end. */
export const between = (start: ProfitAndLoss, end: ProfitAndLoss): ProfitAndLoss => ({
  marketValue: subtract(end.marketValue, start.marketValue),
  netInflow: subtract(end.netInflow, start.netInflow),
  realised: subtract(end.realised, start.realised),
  unrealised: subtract(end.unrealised, start.unrealised),
  income: subtract(end.income, start.income),
  feesExpensed: subtract(end.feesExpensed, start.feesExpensed),
  withoutBasis: {
    value: subtract(end.withoutBasis.value, start.withoutBasis.value),
    proceeds: subtract(end.withoutBasis.proceeds, start.withoutBasis.proceeds)
  },
  unvaluedCost: subtract(end.unvaluedCost, start.unvaluedCost),
  unpriced: end.unpriced
})
