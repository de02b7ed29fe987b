/** Sums of units and money as explanations: what those of values, flows, trades and positions have in common. Pure. */
import {
  dayText,
  explained,
  type ExplainedSum,
  explainSum,
  type Explanation,
  type Expression,
  given,
  input,
  type Page,
  type SumPart
} from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import type { FlowTrace } from "./FlowTrace.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import type { Valuer } from "./Valuer.ts"

export interface MoneyInput {
  readonly valuer: Valuer
  readonly scope: ReturnScope
  readonly resolve: Resolve
  readonly trace: FlowTrace
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

/** What a sum is made of. */
export interface Part extends Omit<SumPart, "event"> {
  readonly closes: ReadonlyArray<Close>
}

export const unknown = (path: string, reason: string): Made => ({ explanation: explained(path, null, reason, []), closes: [] })

export const figureInput = (figure: string, value: string): Expression => input(figure, value, { kind: "figure", figure })

export const opposite = (of: Expression): Expression => ({ op: "subtract", of: [{ op: "add", of: [] }, of] })

export const ofOwner = (amount: string): Expression => given("what its owner says was there at first", amount)

export const byDay = (a: { readonly day: number }, b: { readonly day: number }): number => a.day - b.day

/** A sum of money or units, a page of its parts at a time. */
export const total = ({ path, page }: MoneyInput, formula: string, parts: ReadonlyArray<Part>): Made => {
  // Rows are no events of lots: they stand beside the inputs.
  const explanation = explainSum(
    path,
    formula,
    parts.map(({ value, of }) => ({ value, of, event: path })),
    page
  )
  return {
    explanation: { ...explanation, events: [] },
    closes: parts.slice(page.offset, page.offset + page.limit).flatMap(({ closes }) => closes)
  }
}

/** Units × price. */
export const times = (units: Expression, close: Close, price: string): Expression => ({
  op: "multiply",
  of: [units, input(nameOf(close), price, { kind: "price", asset: close.asset })]
})
