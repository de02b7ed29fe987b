import type { DisposalReport } from "../lots/Report.ts"
import type { Totals } from "../lots/totals.ts"
import { sum } from "../number/Decimal.ts"
import { parseDay } from "../time/CivilDay.ts"
import { ukTaxYear } from "../time/ukTaxYear.ts"
import { type Fields, fieldsOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"

const gainIn = (year: string, disposals: ReadonlyArray<DisposalReport>): string | null => {
  const gains = disposals.filter(({ date }) => ukTaxYear(parseDay(date)) === year).map(({ gain }) => gain)
  return gains.includes(null) ? null : sum(gains as ReadonlyArray<string>)
}

export const compareTotals = (expected: Fields, got: Totals, disposals: ReadonlyArray<DisposalReport>, comparison: Comparison): void => {
  const ours: Readonly<Record<string, string>> = {
    // With an unknown gain there is no sum; comparing what is known would hide it.
    ...(got.unknownDisposals === 0 ? { realizedGain: got.realizedGain } : {}),
    income: got.income,
    feesExpensed: got.feesExpensed,
    ...Object.fromEntries(
      (["short", "long"] as const).flatMap((term) => [
        [`${term}TermGain`, got[term].gain],
        [`${term}TermCost`, got[term].cost],
        [`${term}TermProceeds`, got[term].proceeds],
        [`${term}TermQuantity`, got[term].quantity]
      ])
    )
  }
  for (const [field, wanted] of Object.entries(expected)) {
    if (field === "gainByTaxYear") {
      for (const [year, gain] of Object.entries(fieldsOf(wanted, `totals.${field}`))) {
        comparison.decimal(`totals.${field}.${year}`, gain, gainIn(year, disposals))
      }
    } else if (Object.hasOwn(ours, field)) comparison.decimal(`totals.${field}`, wanted, ours[field])
    else comparison.differs(`totals.${field}`, wanted, "unknown")
  }
}
