/** How a question wants lots kept: the choices of whoever asks, over those of a country's dated rules. Pure. */
import {
  type Country,
  dayIn,
  dayText,
  defaultPolicy,
  isPoolMethod,
  type LotEvent,
  parseDay,
  type Policy,
  taxBasis,
  TaxError,
  taxRules,
  type TaxSetting
} from "@caudal/accounting"
import { type LotSettings, SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"
import { currencyAssets } from "./markets.ts"
import { type ValuationCurrency, valuationCurrencies } from "./Portfolios.ts"

export interface LotRules {
  readonly currency: ValuationCurrency
  readonly policy: Policy
  /** First and last civil day of a tax year, in `policy.dayBoundary`. */
  readonly yearOf: (year: number) => { readonly label: string; readonly from: string; readonly until: string }
  /** Every choice, as it is shown. */
  readonly settings: ReadonlyArray<TaxSetting>
  /** The events as the country sees them. */
  readonly seen: (events: ReadonlyArray<LotEvent>) => ReadonlyArray<LotEvent>
}

const refuse = (problem: string, whatToDo: string): never => {
  throw new SettingsRefused({ problem, whatToDo })
}

const checkDate = (text: string): string => {
  try {
    return dayText(parseDay(text))
  } catch {
    return refuse("This is not a date", "Give a civil date such as 2025-01-01.")
  }
}

/** Method by date: `method`, then each of `methodFrom` from its day on. */
const methodOf = ({ method, methodFrom = [] }: LotSettings, usual: Policy["method"]): Policy["method"] => {
  if (methodFrom.length === 0) return method ?? usual
  const first = method ?? (typeof usual === "string" ? usual : usual[0]!.value)
  const all = [{ from: "0001-01-01", value: first }, ...methodFrom.map(({ from, method: value }) => ({ from: checkDate(from), value }))]
  const steps = all.map(({ from, value }) =>
    isPoolMethod(value) ? refuse(`${value} holds for the whole history`, "Give it as `method` alone.") : { from, value }
  )
  return steps.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

const scopeOf = ({ scope, perAccountFrom }: LotSettings, usual: Policy["scope"]): Policy["scope"] => {
  if (perAccountFrom == null) return scope ?? usual
  if (scope === "account") refuse("Lots are kept by account anyway", "Leave out `perAccountFrom`, or ask for the scope GLOBAL.")
  return [
    { from: "0001-01-01", value: "global" },
    { from: checkDate(perAccountFrom), value: "account" }
  ]
}

const zoneOf = (timeZone: string): string => {
  try {
    dayIn(timeZone)
    return timeZone
  } catch {
    throw new UnknownTimeZone()
  }
}

const plain = (policy: Policy, asked: LotSettings): ReadonlyArray<TaxSetting> => {
  const shown = (name: string, value: unknown, chosen: boolean): TaxSetting => ({
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
    standing: null,
    chosen
  })
  return [
    shown("Method", policy.method, asked.method != null || (asked.methodFrom ?? []).length > 0),
    shown("Scope of lots", policy.scope, asked.scope != null || asked.perAccountFrom != null),
    shown("Day boundary", policy.dayBoundary, asked.timeZone != null)
  ]
}

const currencyOf = (code: string): ValuationCurrency => valuationCurrencies.find((known) => known === code.toLowerCase())!

const calendarYear = (year: number) => ({ label: String(year), from: `${year}-01-01`, until: `${year}-12-31` })

const withoutCountry = (asked: LotSettings): LotRules => {
  const policy: Policy = {
    ...defaultPolicy,
    method: methodOf(asked, "FIFO"),
    scope: scopeOf(asked, "global"),
    dayBoundary: zoneOf(asked.timeZone ?? "UTC"),
    // A withdrawal to a place that is not known takes its cost along: nobody said that it was a sale.
    gifts: "noGain",
    conversion: "carryBasis"
  }
  const currency = asked.currency ?? refuse("No currency is given", "Give `currency`, or a `jurisdiction`, which has one.")
  return { currency, policy, yearOf: calendarYear, settings: plain(policy, asked), seen: (events) => events }
}

const ofCountry = (country: Country, asked: LotSettings): LotRules => {
  const { currency, zone, methods } = taxRules[country]
  const basisOf = (year: number, events: ReadonlyArray<LotEvent>) => taxBasis(country, { events, currency, prices: [], settings: { year } })
  const basis = basisOf(2024, [])
  const method = methodOf(asked, basis.policy.method)
  const known = typeof method === "string" ? [method] : method.map(({ value }) => value)
  const allowed: ReadonlyArray<string> = [...methods, ...(typeof basis.policy.method === "string" ? [basis.policy.method] : [])]
  for (const one of known)
    if (!allowed.includes(one))
      refuse(
        `${taxRules[country].name} does not know the method ${one}`,
        methods.length === 0 ? "Its law lays the method down." : `Choose one of: ${methods.join(", ")}.`
      )
  const policy: Policy = { ...basis.policy, method, scope: scopeOf(asked, basis.policy.scope), dayBoundary: zoneOf(asked.timeZone ?? zone) }
  const own = plain(policy, asked)
  return {
    currency: asked.currency ?? currencyOf(currency),
    policy,
    yearOf: (year) => basisOf(year, []).year,
    settings: [...own, ...basis.settings.filter(({ name }) => name !== "Price sources" && !own.some((each) => each.name === name))],
    seen: (events) => basisOf(2024, events).events
  }
}

/** Throws {@link UnknownTimeZone} or {@link SettingsRefused}. */
export const lotRules = (asked: LotSettings): LotRules => {
  try {
    return asked.jurisdiction == null ? withoutCountry(asked) : ofCountry(asked.jurisdiction, asked)
  } catch (error) {
    if (error instanceof TaxError) throw new SettingsRefused({ problem: error.message, whatToDo: error.whatToDo })
    throw error
  }
}

export const assetOfCurrency = (currency: ValuationCurrency): string => currencyAssets[currency]
