import type { Random } from "./Random.ts"

/** What a row gets from the command line. */
export interface Context {
  readonly seed: number
  /** A generator of its own for each row, so that running one row alone gives it the same inputs. */
  readonly random: Random
  /** Quick rather than exact: less of everything. */
  readonly small: boolean
}

export interface Comparison {
  /** With the size of the input: `decode: 100 trades`. */
  readonly name: string
  readonly unit: "ns" | "ms" | "bytes" | "count" | "percent"
  /** Figures of one run, taken in turns: the i-th of ours and the i-th of the baseline belong together. */
  readonly ours: ReadonlyArray<number>
  /** Absent where the figure is judged against a plain limit. */
  readonly baseline?: { readonly name: string; readonly figures: ReadonlyArray<number> }
  /** `ratio`: ours ÷ baseline at most (or at least) `limit`. `figure`: ours itself. */
  readonly goal: { readonly of: "ratio" | "figure"; readonly limit: number; readonly atLeast?: boolean }
}

export interface Row {
  readonly name: string
  /** What a regression would mean for a user. */
  readonly meaning: string
  readonly run: (context: Context) => ReadonlyArray<Comparison> | Promise<ReadonlyArray<Comparison>>
}
