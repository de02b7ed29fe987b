import { CaseError, fieldsOf, oneOf } from "./CaseReading.ts"
import { Comparison, type Difference } from "./Comparison.ts"
import { lotCase } from "./lotCase.ts"
import { performanceCase } from "./performanceCase.ts"

export interface CaseResult {
  /** As the case says; `?` where it does not. */
  readonly id: string
  readonly passed: boolean
  readonly differences: ReadonlyArray<Difference>
  /** Why it could not be run or compared at all; or what to know beside the differences. */
  readonly remark: string | null
}

const idOf = (value: unknown): string =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" ? value.id : "?"

/**
 * Runs one published case in the neutral format (its README says how: kinds `lots` and `performance`) through this
 * package's public functions, and compares what it expects within its tolerance. Never throws.
 */
export const runCase = (value: unknown): CaseResult => {
  const id = idOf(value)
  try {
    const given = fieldsOf(value, "the case")
    const expected = fieldsOf(given["expected"], "expected")
    if (Object.keys(expected).length === 0) throw new CaseError("expected is empty: there is nothing to compare")
    const comparison = new Comparison(given["tolerance"])
    const kind = oneOf(given["kind"], ["lots", "performance"] as const, "kind")
    const unknown = kind === "lots" ? lotCase(given, expected, comparison) : (performanceCase(given, expected, comparison), [])
    const { differences } = comparison
    const remark = differences.length > 0 && unknown.length > 0 ? `unknown policy: ${unknown.join(", ")}` : null
    return { id, passed: differences.length === 0, differences, remark }
  } catch (error) {
    // A case may be written wrongly in any way; what is not about its text is still a failure of that case only.
    const remark = error instanceof CaseError ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { id, passed: false, differences: [], remark }
  }
}
