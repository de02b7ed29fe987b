/** A formula as a flat list, because a graph has no endless depth: values first, then what is done with them. */
import type { Expression, ExplanationOrigin } from "@caudal/accounting"

export interface Term {
  readonly op: Expression["op"]
  readonly name: string | null
  readonly value: string | null
  readonly values: ReadonlyArray<number> | null
  readonly origin: ExplanationOrigin | null
  readonly decimals: number | null
  /** How many of the values that stand last it takes. */
  readonly takes: number
}

const plain = { name: null, value: null, values: null, origin: null, decimals: null, takes: 0 }

const partsOf = (expression: Expression): ReadonlyArray<Expression> => {
  if (!("of" in expression)) return []
  return Array.isArray(expression.of) ? (expression.of as ReadonlyArray<Expression>) : [expression.of as Expression]
}

const termOf = (expression: Expression, takes: number): Term => {
  const { op } = expression
  switch (op) {
    case "input":
      return { ...plain, op, name: expression.name, value: expression.value, origin: expression.origin }
    case "series":
      return { ...plain, op, name: expression.name, values: expression.values, origin: expression.origin }
    case "step":
      return { ...plain, op, name: expression.name }
    case "share":
    case "divideUp":
      return { ...plain, op, takes, decimals: expression.decimals }
    default:
      return { ...plain, op, takes }
  }
}

/** Read from the left with a stack: a value is put on it, an operation takes its last `takes` and puts its result there. */
export const postfix = (expression: Expression): ReadonlyArray<Term> => {
  const parts = partsOf(expression)
  return [...parts.flatMap(postfix), termOf(expression, parts.length)]
}
