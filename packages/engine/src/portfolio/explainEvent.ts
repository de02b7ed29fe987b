/** How a field of a lot event was made: postings of the exchange's rows, and the prices that they were multiplied by. Pure. */
import { canonical, type Explanation, type Expression, given, input, type LotEvent, sum } from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import type { Amount } from "./Amount.ts"
import type { Projected } from "./LotBooks.ts"
import { projectLots } from "./projectLots.ts"
import { unitsOf } from "./postingsOf.ts"
import type { Derivation } from "./Projector.ts"

const expressionOf = ({ parts, price }: Amount, resolve: Resolve): Expression => {
  const units = unitsOf(parts, resolve)
  if (price === null) return units
  return { op: "multiply", of: [units, input(`price of ${price.asset}`, price.amount, { kind: "price", asset: price.asset })] }
}

const formulaOf = (amounts: ReadonlyArray<Amount>): string =>
  amounts.some(({ price }) => price !== null) ? "sum of the postings × price" : "sum of the postings"

/** No row of the exchange tells of it: it rests on the owner's word. */
const explainOpening = (figure: string, event: LotEvent | undefined, field: string): Explanation | null => {
  if (event?.type !== "opening" || (field !== "quantity" && field !== "total")) return null
  const common = { figure, lots: [], events: [event.id] }
  const value = event[field]
  if (value === null) return { ...common, value: null, reason: "its owner did not say what it had cost", steps: [] }
  return {
    ...common,
    value: canonical(value),
    reason: null,
    steps: [{ name: field, formula: "the owner's word", expression: given(field, value) }]
  }
}

/** Reads the event's own rows once more, and this time keeps how. `null`: there is no such event or field. */
export const explainEvent = (
  { projection, input: lotInput, resolve, eventOf }: Projected,
  figure: string,
  event: string,
  field: string
): Explanation | null => {
  if (projection.openings.has(event)) return explainOpening(figure, eventOf.get(event), field)
  const transactions = projection.sources.get(event)
  if (transactions === undefined) return null
  const derivations = new Map<string, Derivation>()
  projectLots({ ...lotInput, transactions, openings: [] }, derivations)
  const made = derivations.get(event)
  const amounts = made !== undefined && Object.hasOwn(made, field) ? made[field] : undefined
  if (amounts === undefined) return null
  const common = { figure, lots: [], events: [event] }
  if (amounts === null) return { ...common, value: null, reason: "nobody knows what it was worth", steps: [] }
  const expression: Expression = { op: "add", of: amounts.map((amount) => expressionOf(amount, resolve)) }
  return {
    ...common,
    value: sum(amounts.map(({ value }) => value)),
    reason: null,
    steps: [{ name: field, formula: formulaOf(amounts), expression }]
  }
}
