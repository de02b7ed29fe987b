/** What a country's law says, as dated data with its sources: a new year or a new law is a new row, never new code. */
import type { LotMethod } from "../lots/Policy.ts"

export type Country = "AR" | "BR" | "CA" | "CO" | "DE" | "ES" | "GB" | "MX" | "US"

/** `primary`: law or an official page was read; `secondary`: others say so; `uncertain`: contested, or our own inference. */
export type Standing = "primary" | "secondary" | "uncertain"

export interface Source {
  readonly id: string
  readonly title: string
  readonly standing: Standing
}

/** A value from a civil date on, until the next one. */
export interface Step<A> {
  readonly from: string
  readonly value: A
  /** Id of its {@link Source}. */
  readonly source: string
}

/** A point on which law, practice or taste differ. The report shows every one, the choice made, and whether anybody made it. */
export interface ContestedPoint {
  readonly id: string
  readonly question: string
  readonly choices: Readonly<Record<string, string>>
  readonly usual: string
  readonly standing: Standing
}

/** An amount that only the taxpayer knows, in the country's currency. */
export interface AskedAmount {
  readonly id: string
  readonly text: string
}

export interface TaxRules<Parameters = unknown> {
  readonly country: Country
  readonly name: string
  readonly version: string
  /** The day on which the sources were last looked at. */
  readonly checkedOn: string
  readonly currency: string
  /** Zone whose days count. */
  readonly zone: string
  /** Methods that the law, or practice where the law is silent, lets a taxpayer choose; the first is the usual one. Empty: none to choose. */
  readonly methods: ReadonlyArray<LotMethod>
  readonly parameters: Parameters
  readonly contested: ReadonlyArray<ContestedPoint>
  readonly asked: ReadonlyArray<AskedAmount>
  readonly sources: ReadonlyArray<Source>
}

/** What holds on a civil date; undefined before the first step. */
export const stepOn = <A>(steps: ReadonlyArray<Step<A>>, date: string): Step<A> | undefined =>
  steps
    .filter(({ from }) => from <= date)
    .reduce<Step<A> | undefined>((best, each) => (best === undefined || each.from >= best.from ? each : best), undefined)

/** Every country's report can be kept in cents or in whole units of money. */
export const roundingPoint: ContestedPoint = {
  id: "rounding",
  question: "How is money rounded on each line? Totals are the sums of the rounded lines.",
  choices: { cents: "to 0.01", whole: "to whole units" },
  usual: "cents",
  standing: "secondary"
}

export const transferFeePoint: ContestedPoint = {
  id: "transferFee",
  question: "Is a network fee paid in coins for an own transfer a disposal of those coins?",
  choices: { dispose: "a disposal at its value", noProceeds: "the units leave at no proceeds" },
  usual: "dispose",
  standing: "uncertain"
}

export const missingBasisPoint: ContestedPoint = {
  id: "missingBasis",
  question: "What do units cost of which nobody knows the cost?",
  choices: { unknown: "unknown: the line has no gain and is in no total", zero: "nothing: the whole proceeds are gain" },
  usual: "unknown",
  standing: "uncertain"
}

export const conversionPoint: ContestedPoint = {
  id: "conversion",
  question: "Is a step that turns one coin into another of its kind (a wrap, a migration) a disposal?",
  choices: { taxable: "a disposal at market value", carryBasis: "no: cost and dates go on in the new coin" },
  usual: "taxable",
  standing: "uncertain"
}
