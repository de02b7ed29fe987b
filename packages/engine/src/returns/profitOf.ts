/** What a gain is made of, by lots. The lines add up to it exactly; what they do not explain is shown, never hidden. */
import { add, between, type Decimal, type LiveBook, subtract, sum } from "@caudal/accounting"
import type { CloseOf } from "./ClosePrices.ts"
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
  /** With all that happened until the end of the period, and nothing after it. */
  readonly lots: LiveBook
  readonly closeOf: CloseOf
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

/** The lines of the period from lots. `sums` are exact only where no price is missing. */
export const profitOf = ({ lots, closeOf, scope, start, end }: ProfitInput, sums: PeriodSums): ProfitLines => {
  const of = scope.kind === "asset" ? { asset: scope.asset } : {}
  const standing = (day: number) => lots.profitAndLoss((asset) => closeOf(asset, day)?.amount, { ...of, until: day })
  const lines = between(standing(start), standing(end))
  const carriedOut = lines.realisedByGifts
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
