/**
 * How a figure came about, so that somebody else can work it out again to the last digit from what stands here alone.
 *
 * An explanation is a list of steps; each is a formula over inputs and earlier steps, and the last is the figure. Exact
 * steps are decimals. Rates and statistics are doubles: those operations are IEEE 754, done in the order in which they
 * stand, over single numbers or (element by element) series.
 */
import { type Decimal, decimal, tenTo } from "../number/Decimal.ts"

/** Where an input comes from. */
export type Origin =
  | { readonly kind: "event"; readonly event: string; readonly field: string }
  /** What a row of a ledger moved: its key, and which of its postings. */
  | { readonly kind: "posting"; readonly transaction: string; readonly posting: number }
  /** A figure that has an explanation of its own; its path says which. */
  | { readonly kind: "figure"; readonly figure: string }
  /** Running state of a pool or lot before the step. */
  | { readonly kind: "state"; readonly of: string }
  | { readonly kind: "price"; readonly asset: string }
  /** Handed in by whoever asked: values, flows, returns. */
  | { readonly kind: "given"; readonly what: string }

export type Expression =
  | { readonly op: "input"; readonly name: string; readonly value: string; readonly origin: Origin }
  | { readonly op: "step"; readonly name: string }
  /** Exact. */
  | { readonly op: "add" | "subtract" | "multiply" | "least"; readonly of: ReadonlyArray<Expression> }
  /** `of[0] × of[1] ÷ of[2]`, cut off (towards zero) after so many decimals. */
  | { readonly op: "share"; readonly of: readonly [Expression, Expression, Expression]; readonly decimals: number }
  /** `of[0] ÷ of[1]`, rounded up (towards plus infinity) after so many decimals. */
  | { readonly op: "divideUp"; readonly of: readonly [Expression, Expression]; readonly decimals: number }
  /** The nearest double of a decimal. */
  | { readonly op: "double"; readonly of: Expression }
  | { readonly op: "series"; readonly name: string; readonly values: ReadonlyArray<number>; readonly origin: Origin }
  /** Doubles; of more than two from the left on. */
  | { readonly op: "plus" | "minus" | "times" | "over" | "power" | "lower" | "higher"; readonly of: ReadonlyArray<Expression> }
  | { readonly op: "root" | "magnitude"; readonly of: Expression }
  /** Of a series: its sum from the left, from 0 on; how many it has; the highest so far at each place; 1 and its linked products of 1 + r. */
  | { readonly op: "total" | "count" | "highestSoFar" | "linked" | "lowestOf"; readonly of: Expression }

export interface Step {
  readonly name: string
  /** For people. */
  readonly formula: string
  readonly expression: Expression
}

export interface Explanation {
  /** Which figure: `disposals/s1/gain`. */
  readonly figure: string
  /** Null where it is unknown or undefined. */
  readonly value: Decimal | number | null
  /** Why there is no value. */
  readonly reason: string | null
  /** The last is the figure; empty where there is no value. */
  readonly steps: ReadonlyArray<Step>
  /** Lots and events that it rests on. */
  readonly lots: ReadonlyArray<string>
  readonly events: ReadonlyArray<string>
}

export const input = (name: string, value: string, origin: Origin): Expression => ({ op: "input", name, value, origin })
export const ofEvent = (event: string, field: string, value: string): Expression =>
  input(`${event}.${field}`, value, { kind: "event", event, field })
export const given = (name: string, value: string): Expression => input(name, value, { kind: "given", what: name })
export const double = (of: Expression): Expression => ({ op: "double", of })
/** The shortest text that reads back as this double, without the exponent that decimals have not. */
export const plain = (value: number): Decimal => {
  const [digits = "", exponent = ""] = value.toExponential().split("e")
  const [whole = "", part = ""] = digits.split(".")
  const scale = part.length - Number(exponent)
  const units = BigInt(whole + part)
  return scale < 0 ? decimal(units * tenTo(-scale), 0) : decimal(units, scale)
}

/** A finite double, as an input. */
export const number = (value: number): Expression => double(given(String(value), plain(value)))
export const series = (name: string, values: ReadonlyArray<number>): Expression => ({
  op: "series",
  name,
  values,
  origin: { kind: "given", what: name }
})
export const ref = (name: string): Expression => ({ op: "step", name })

/** Ids that an explanation's inputs name, once each. */
export const idsIn = (steps: ReadonlyArray<Step>): ReadonlyArray<string> => {
  const found = new Set<string>()
  const visit = (expression: Expression): void => {
    if (expression.op === "input") {
      if (expression.origin.kind === "event") found.add(expression.origin.event)
    } else if ("of" in expression)
      for (const each of Array.isArray(expression.of) ? expression.of : [expression.of]) visit(each as Expression)
  }
  for (const { expression } of steps) visit(expression)
  return [...found]
}

/** Without a value there is a reason, and nothing to work out. */
export const explained = (
  figure: string,
  value: Decimal | number | null,
  reason: string,
  steps: ReadonlyArray<Step>,
  lots: ReadonlyArray<string> = [],
  events: ReadonlyArray<string> = []
): Explanation => ({
  figure,
  value,
  reason: value === null ? reason : null,
  steps: value === null ? [] : steps,
  lots: [...new Set(lots)],
  events: [...new Set([...events, ...idsIn(steps)])]
})
