import type { LotEvent } from "../lots/Event.ts"
import { defaultPolicy, type Policy, PolicyError } from "../lots/Policy.ts"
import { reader, report } from "../lots/Report.ts"
import { dayText } from "../time/CivilDay.ts"
import { Books, type Year } from "./Books.ts"
import { canonicalText } from "./canonicalText.ts"
import { checkInput } from "./checkInput.ts"
import { Context, type CountryReport } from "./Context.ts"
import { argentina } from "./countries/argentina.ts"
import { brazil } from "./countries/brazil.ts"
import { canada } from "./countries/canada.ts"
import { colombia } from "./countries/colombia.ts"
import { germany } from "./countries/germany.ts"
import { mexico } from "./countries/mexico.ts"
import { spain } from "./countries/spain.ts"
import { unitedKingdom } from "./countries/unitedKingdom.ts"
import { unitedStates } from "./countries/unitedStates.ts"
import type { Country, TaxRules } from "./Rules.ts"
import { policyOf, settingsOf } from "./settingsOf.ts"
import { sha256 } from "./sha256.ts"
import { TaxError, type TaxInput } from "./TaxInput.ts"
import type { Setting, TaxReport } from "./Section.ts"

/** A report knows its own parameters; from outside they are all alike. */
const countries = {
  AR: argentina,
  BR: brazil,
  CA: canada,
  CO: colombia,
  DE: germany,
  ES: spain,
  GB: unitedKingdom,
  MX: mexico,
  US: unitedStates
} as unknown as Readonly<Record<Country, CountryReport>>

/** The rules that reports are made by: what a settings page shows (contested points, amounts asked for, sources). */
export const taxRules: Readonly<Record<Country, TaxRules>> = Object.fromEntries(
  Object.entries(countries).map(([country, { rules }]) => [country, rules])
) as unknown as Readonly<Record<Country, TaxRules>>

const meanings = {
  INSUFFICIENT_LOTS: "more went out than had come in",
  MISSING_BASIS: "the cost of units is unknown",
  SPECIFIC_LOT_UNAVAILABLE: "the lot that was chosen does not hold that much",
  MISSING_VALUE: "nobody knows what it fetched"
} as const

/** What a country's rules make of a history before any table is filled in. */
export interface TaxBasis {
  readonly year: Year
  /** How the books are kept: method, scope, day boundary and the rest. */
  readonly policy: Policy
  /** Every choice, contested points included. */
  readonly settings: ReadonlyArray<Setting>
  /** The history as the country sees it. */
  readonly events: ReadonlyArray<LotEvent>
}

const basisOf = (made: CountryReport, context: Context<unknown>): TaxBasis => {
  const policy = { ...defaultPolicy, ...policyOf(made, context) }
  const settings = settingsOf(made.rules, context, policy)
  return { year: context.year, policy, settings, events: made.events?.(context) ?? context.input.events }
}

const contextOf = (country: Country, input: TaxInput): readonly [CountryReport, Context<unknown>] => {
  const made = countries[country]
  checkInput(made.rules, input)
  return [made, new Context<unknown>(made.rules, input, made.yearOf(input.settings.year))]
}

/** Method, scope, zone, year and contested points as {@link taxReport} takes them. Throws a {@link TaxError} as it does. */
export const taxBasis = (country: Country, input: TaxInput): TaxBasis => basisOf(...contextOf(country, input))

/**
 * A country's report on a tax year: a pure function of events, prices, settings and the rules. Same inputs, same bytes.
 * Throws a {@link TaxError} for settings that the country does not know. It is not advice; what is contested or lacking is
 * listed in it.
 */
export const taxReport = (country: Country, input: TaxInput): TaxReport => {
  const [made, context] = contextOf(country, input)
  const { rules } = made
  const { events, policy, settings } = basisOf(made, context)
  for (const { what, event, asset, missing } of input.stated ?? []) context.lacks(what, event, asset, missing)
  const books = (() => {
    try {
      return new Books(events, policy, context.year)
    } catch (error) {
      if (error instanceof PolicyError) throw new TaxError(error.message, "Change the settings of the report.")
      throw error
    }
  })()
  const sections = made.sections(context, books)
  const { book, year } = books
  const read = reader(book)
  const days = new Map(book.ledger.entries.map(({ event, at }) => [event.id, dayText(read.dayOf(at))]))
  for (const { event, code, asset, missing } of report(book).errors)
    if (days.get(event)! <= year.until) context.lacks(meanings[code], event, asset, missing)
  const unknown = sections
    .filter(({ unknownRows }) => unknownRows > 0)
    .map(({ title, unknownRows }) => `${title}: ${unknownRows} lines lack a figure and are in no total.`)
  const hashOf = (value: unknown): string => sha256(canonicalText(value))
  const hashes = { events: hashOf(input.events), prices: hashOf(input.prices), settings: hashOf(input.settings) }
  return {
    title: `${rules.name}: ${made.title}, ${year.label}`,
    country,
    year,
    currency: rules.currency,
    rules: { version: rules.version, checkedOn: rules.checkedOn, hash: sha256(canonicalText(rules)), sources: rules.sources },
    inputHash: sha256(canonicalText({ currency: input.currency, stated: input.stated, ...hashes })),
    hashes,
    settings,
    sections,
    unresolved: context.unresolved,
    notes: [
      ...unknown,
      ...(input.settings.year > Number(rules.checkedOn.slice(0, 4))
        ? [`The rules were last checked on ${rules.checkedOn}, before this year.`]
        : []),
      "Made from the ledger by the settings above. Not tax advice."
    ]
  }
}
