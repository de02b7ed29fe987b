/**
 * A second, small program that knows nothing of the package: it works out a figure from its explanation alone. Exact
 * numbers are fractions of bigints; rates are doubles.
 */
import type { Explanation, Expression } from "../../src/index.ts"

interface Fraction {
  readonly n: bigint
  readonly d: bigint
}
type Value = Fraction | number | ReadonlyArray<number>

const fraction = (text: string): Fraction => {
  const [, sign, whole, part = ""] = /^(-?)(\d*)\.?(\d*)$/.exec(text)!
  const n = BigInt(whole + part)
  return { n: sign === "-" ? -n : n, d: 10n ** BigInt(part.length) }
}

const isFraction = (value: Value): value is Fraction => typeof value === "object" && "n" in value

const up = (n: bigint, d: bigint): bigint => (n > 0n ? (n + d - 1n) / d : n / d)

/** Plain text of a fraction whose denominator is a power of ten, or divides one. */
const text = ({ n, d }: Fraction): string => {
  let digits = 0
  let power = 1n
  while ((n * power) % d !== 0n) {
    power *= 10n
    digits++
    if (digits > 400) throw new Error("no finite decimal")
  }
  const units = (n * power) / d
  const magnitude = String(units < 0n ? -units : units).padStart(digits + 1, "0")
  const point = magnitude.length - digits
  const fractionText = magnitude.slice(point).replace(/0+$/, "")
  return (units < 0n ? "-" : "") + magnitude.slice(0, point) + (fractionText === "" ? "" : `.${fractionText}`)
}

const pointwise = (a: Value, b: Value, of: (x: number, y: number) => number): Value => {
  if (typeof a === "number" && typeof b === "number") return of(a, b)
  const at = (value: Value, i: number): number => (typeof value === "number" ? value : (value as ReadonlyArray<number>)[i]!)
  const { length } = (typeof a === "number" ? b : a) as ReadonlyArray<number>
  return Array.from({ length }, (_, i) => of(at(a, i), at(b, i)))
}

const doubles: Readonly<Record<string, (x: number, y: number) => number>> = {
  plus: (x, y) => x + y,
  minus: (x, y) => x - y,
  times: (x, y) => x * y,
  over: (x, y) => x / y,
  power: (x, y) => x ** y,
  lower: (x, y) => (x < y ? x : y),
  higher: (x, y) => (x > y ? x : y)
}

const each = (value: Value, of: (x: number) => number): Value =>
  typeof value === "number" ? of(value) : (value as ReadonlyArray<number>).map(of)

const evaluate = (expression: Expression, steps: ReadonlyMap<string, Value>): Value => {
  const value = (inner: Expression): Value => evaluate(inner, steps)
  const exact = (inner: Expression): Fraction => value(inner) as Fraction
  const list = (inner: Expression): ReadonlyArray<number> => value(inner) as ReadonlyArray<number>
  switch (expression.op) {
    case "input":
      return fraction(expression.value)
    case "step":
      if (!steps.has(expression.name)) throw new Error(`no step ${expression.name}`)
      return steps.get(expression.name)!
    case "add":
      return expression.of.map(exact).reduce((a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d }), { n: 0n, d: 1n })
    case "subtract":
      return expression.of.map(exact).reduce((a, b) => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d }))
    case "multiply":
      return expression.of.map(exact).reduce((a, b) => ({ n: a.n * b.n, d: a.d * b.d }))
    case "least":
      return expression.of.map(exact).reduce((a, b) => (a.n * b.d < b.n * a.d ? a : b))
    case "share": {
      const [a, b, c] = expression.of.map(exact) as [Fraction, Fraction, Fraction]
      const scale = 10n ** BigInt(expression.decimals)
      return { n: (a.n * b.n * c.d * scale) / (a.d * b.d * c.n), d: scale }
    }
    case "divideUp": {
      const [a, b] = expression.of.map(exact) as [Fraction, Fraction]
      const scale = 10n ** BigInt(expression.decimals)
      return { n: up(a.n * b.d * scale, a.d * b.n), d: scale }
    }
    case "double":
      return Number(text(exact(expression.of)))
    case "series":
      return expression.values
    case "root":
      return each(value(expression.of), Math.sqrt)
    case "magnitude":
      return each(value(expression.of), Math.abs)
    case "total":
      return list(expression.of).reduce((a, b) => a + b, 0)
    case "count":
      return list(expression.of).length
    case "lowestOf":
      return list(expression.of).reduce((a, b) => (b < a ? b : a), 0)
    case "highestSoFar": {
      let highest = -Infinity
      return list(expression.of).map((x) => (highest = x > highest ? x : highest))
    }
    case "linked": {
      let index = 1
      return [1, ...list(expression.of).map((x) => (index *= 1 + x))]
    }
    default:
      return expression.of.map(value).reduce((a, b) => pointwise(a, b, doubles[expression.op]!))
  }
}

/** The figure, as it is written: a decimal's text, or a double. */
export const recompute = ({ steps }: Explanation): string | number => {
  const known = new Map<string, Value>()
  for (const { name, expression } of steps) known.set(name, evaluate(expression, known))
  const last = known.get(steps.at(-1)!.name)!
  return isFraction(last) ? text(last) : (last as number)
}
