/** Sums of units and money as explanations: what those of values, flows, trades and positions have in common. Pure. */
import {
  dayText,
  explained,
  type ExplainedSum,
  explainSumPage,
  type Explanation,
  type Expression,
  given,
  input,
  type Page,
  sum,
  type SumPage,
  type SumPart
} from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import { unitsOf } from "../portfolio/postingsOf.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { FlowWatcher, Move } from "./FlowWatcher.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import type { Valuer } from "./Valuer.ts"

export interface MoneyInput {
  readonly valuer: Valuer
  readonly scope: ReturnScope
  readonly projection: FlowProjection
  readonly resolve: Resolve
  readonly path: string
  readonly page: Page
}

/** A price that an explanation rests on: a day's close, or the last one before an instant. */
export type Close = { readonly asset: string; readonly day: number } | { readonly asset: string; readonly at: number }

/** For people, and to tell one from another. */
export const nameOf = (close: Close): string =>
  `price of ${close.asset} ${"day" in close ? `on ${dayText(close.day)}` : `at ${new Date(close.at).toISOString()}`}`

export interface Made {
  readonly explanation: Explanation | ExplainedSum
  readonly closes: ReadonlyArray<Close>
}

/** A figure that lists what rows moved: it is made once that was told, of these instants. */
export interface Listing extends FlowWatcher {
  readonly instants: ReadonlyArray<number>
  /** Null: what was told is not what the days say. */
  readonly made: () => Made | null
}

/** What a sum is made of. */
export interface Part extends Omit<SumPart, "event"> {
  readonly closes: ReadonlyArray<Close>
}

export const unknown = (path: string, reason: string): Made => ({ explanation: explained(path, null, reason, []), closes: [] })

export const figureInput = (figure: string, value: string): Expression => input(figure, value, { kind: "figure", figure })

export const opposite = (of: Expression): Expression => ({ op: "subtract", of: [{ op: "add", of: [] }, of] })

/** By the postings of its rows, or by its owner's word. */
export const movedUnits = ({ resolve }: MoneyInput, { amount, parts }: Move): Expression =>
  parts.length === 0 ? given("what its owner says was there at first", amount) : unitsOf(parts, resolve)

/** A page of a sum of money or units, of which all other parts are known by what they come to. */
export const pageOfSum = (
  { path, page }: MoneyInput,
  formula: string,
  { shown, ...rest }: Omit<SumPage, "shown"> & { readonly shown: ReadonlyArray<Part> }
): Made => {
  // Rows are no events of lots: they stand beside the inputs.
  const parts = shown.map(({ value, of }) => ({ value, of, event: path }))
  return {
    explanation: { ...explainSumPage(path, formula, { ...rest, shown: parts }, page), events: [] },
    closes: shown.flatMap(({ closes }) => closes)
  }
}

/** A page of a sum whose parts are all there. */
export const total = (asked: MoneyInput, formula: string, parts: ReadonlyArray<Part>): Made => {
  const { offset, limit } = asked.page
  const textOf = (some: ReadonlyArray<Part>) => sum(some.map(({ value }) => value))
  return pageOfSum(asked, formula, {
    before: textOf(parts.slice(0, offset)),
    shown: parts.slice(offset, offset + limit),
    after: textOf(parts.slice(offset + limit)),
    count: parts.length
  })
}

/** Units × price. */
export const times = (units: Expression, close: Close, price: string): Expression => ({
  op: "multiply",
  of: [units, input(nameOf(close), price, { kind: "price", asset: close.asset })]
})
