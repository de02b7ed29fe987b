import { compare, multiply, subtract } from "../number/Decimal.ts"
import { decimalText, type Fields, fieldsOf } from "./CaseReading.ts"

export interface Difference {
  /** Where in the expectation: `disposals[0].gain`. */
  readonly at: string
  readonly expected: string
  readonly got: string
}

const shown = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing"))

const magnitude = (decimal: string): string => (decimal.startsWith("-") ? decimal.slice(1) : decimal)

/** Compares within a case's tolerance (either of the two is enough) and keeps what differs. Decimals are compared exactly. */
export class Comparison {
  readonly differences: Array<Difference> = []
  readonly #absolute: string
  readonly #relative: string

  constructor(tolerance: unknown) {
    const given: Fields = tolerance == null ? {} : fieldsOf(tolerance, "tolerance")
    this.#absolute = decimalText(given["absolute"] ?? "0", "tolerance.absolute")
    this.#relative = decimalText(given["relative"] ?? "0", "tolerance.relative")
  }

  differs(at: string, expected: unknown, got: unknown): void {
    this.differences.push({ at, expected: shown(expected), got: shown(got) })
  }

  same(at: string, expected: unknown, got: unknown): void {
    if (expected !== got) this.differs(at, expected, got)
  }

  near(expected: string, got: string): boolean {
    const distance = magnitude(subtract(expected, got))
    return compare(distance, this.#absolute) <= 0 || compare(distance, multiply(magnitude(expected), this.#relative)) <= 0
  }

  /** Exact decimals; `got` null is unknown, `expected` null asks for that. */
  decimal(at: string, expected: unknown, got: string | null | undefined): void {
    if (expected === null || got == null) {
      if (expected !== (got ?? null)) this.differs(at, expected, got ?? "unknown")
    } else if (!this.near(decimalText(expected, at), got)) this.differs(at, expected, got)
  }

  /** Rates and statistics, or the reason why there is none. */
  figure(at: string, expected: unknown, got: { readonly value: number | null; readonly reason: string | null }): void {
    if (expected === null) {
      if (got.value !== null) this.differs(at, null, String(got.value))
      else if (got.reason === null || got.reason === "") this.differs(at, "null with a reason", "null without a reason")
    } else if (got.value === null) this.differs(at, expected, `null: ${got.reason}`)
    else this.decimal(at, expected, String(got.value))
  }
}
