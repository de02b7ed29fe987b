import { xirr } from "../performance/xirr.ts"
import { isDayCount } from "../time/DayCount.ts"
import { CaseError, decimalText, type Fields, listOf, rowsOf, textOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"

/** Listed roots are printed to ten decimals. */
const printed = 1e-9

/**
 * Where several rates balance the flows any listed one is right, if the answer says that there are several; where the
 * source gave up, a listed root is right too; where there is none, only "none" with a reason is.
 */
export const xirrCase = (given: Fields, params: Fields, expected: Fields, comparison: Comparison): void => {
  const dayCount = textOf(params["dayCount"] ?? "act/365F", "params.dayCount")
  if (!isDayCount(dayCount)) throw new CaseError(`unknown params.dayCount ${JSON.stringify(dayCount)}`)
  const flows = rowsOf(given["flows"], "flows").map((row, i) => ({
    date: textOf(row["date"], `flows[${i}].date`),
    amount: decimalText(row["amount"], `flows[${i}].amount`)
  }))
  const got = xirr(flows, dayCount)
  const ambiguous = expected["ambiguous"] === true
  const roots = listOf(expected["allRoots"] ?? [], "expected.allRoots").map((root) => Number(decimalText(root, "expected.allRoots")))
  const listed = got.rate !== null && roots.some((root) => Math.abs(root - got.rate) <= printed * Math.max(1, Math.abs(root)))
  if (expected["xirr"] === null) {
    if (got.rate !== null && !listed) comparison.differs("xirr", roots.length === 0 ? null : roots, got.rate)
    if (got.rate === null && got.reason === "") comparison.differs("xirr", "a reason", "none")
    return
  }
  if (ambiguous && !got.ambiguous) comparison.differs("ambiguous", true, got.ambiguous)
  if (ambiguous && listed) return
  comparison.figure("xirr", expected["xirr"], { value: got.rate, reason: got.reason })
}
