/** A figure again, from what stands in its explanation alone. */
import type { ExplanationStep, Expression } from "@caudal/accounting"
import { BigDecimal } from "effect"
import type { Explained } from "../../src/index.ts"

/** A second program that knows of an explanation only what stands in it. */
const exactOf = (expression: Expression): BigDecimal.BigDecimal => {
  if (expression.op === "input") return BigDecimal.fromStringUnsafe(expression.value)
  if (expression.op !== "add" && expression.op !== "subtract" && expression.op !== "multiply")
    throw new Error(`not exact: ${expression.op}`)
  const [head = BigDecimal.fromBigInt(0n), ...rest] = expression.of.map(exactOf)
  const by = { add: BigDecimal.sum, subtract: BigDecimal.subtract, multiply: BigDecimal.multiply }[expression.op]
  return rest.reduce((total, each) => by(total, each), head)
}
const doubleOf = (expression: Expression, steps: ReadonlyMap<string, number>): number => {
  if (expression.op === "double") return Number(BigDecimal.format(exactOf(expression.of)))
  if (expression.op === "step") return steps.get(expression.name)!
  const by = {
    plus: (a: number, b: number) => a + b,
    minus: (a: number, b: number) => a - b,
    times: (a: number, b: number) => a * b,
    over: (a: number, b: number) => a / b,
    power: (a: number, b: number) => a ** b
  }[expression.op as "plus"]
  return (expression as { readonly of: ReadonlyArray<Expression> }).of.map((each) => doubleOf(each, steps)).reduce(by)
}
/** The last step: a decimal's text, or a double. */
export const recomputed = ({ value, steps }: Pick<Explained, "value" | "steps">): string | number => {
  if (typeof value === "string") return BigDecimal.format(BigDecimal.normalize(exactOf(steps.at(-1)!.expression)))
  const known = new Map<string, number>()
  for (const { name, expression } of steps) known.set(name, doubleOf(expression, known))
  return known.get(steps.at(-1)!.name)!
}
export const plainOf = (value: string | number): string | number =>
  typeof value === "number" ? value : BigDecimal.format(BigDecimal.normalize(BigDecimal.fromStringUnsafe(value)))

type Input = Extract<Expression, { op: "input" }>
const inputsOf = (expression: Expression): ReadonlyArray<Input> => {
  if (expression.op === "input") return [expression]
  if (!("of" in expression)) return []
  return [expression.of].flat().flatMap((each) => inputsOf(each as Expression))
}
export const inputsIn = (steps: ReadonlyArray<ExplanationStep>) => steps.flatMap(({ expression }) => inputsOf(expression))
