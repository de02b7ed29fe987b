import type { LotEvent } from "../lots/Event.ts"
import { isPoolMethod, type Policy } from "../lots/Policy.ts"
import { canonicalText } from "./canonicalText.ts"
import type { Context, CountryReport } from "./Context.ts"
import type { TaxRules } from "./Rules.ts"
import type { Setting } from "./Section.ts"

/** How the books of a country are kept with these settings. */
export const policyOf = ({ rules, policy }: CountryReport, context: Context<unknown>): Partial<Policy> => {
  const { settings } = context.input
  const has = (id: string): boolean => rules.contested.some((point) => point.id === id)
  return {
    acquisitionFee: "capitalise",
    disposalFee: "deduct",
    ...(rules.methods.length === 0 ? {} : { method: settings.method ?? rules.methods[0]! }),
    dayBoundary: settings.zone ?? rules.zone,
    missingBasis: context.choice("missingBasis") as "unknown",
    transferFee: context.choice("transferFee") as "dispose",
    ...(has("conversion") ? { conversion: context.choice("conversion") as "taxable" } : {}),
    assetAliases: settings.assetAliases ?? {},
    layout: settings.layout ?? [],
    ...policy(context)
  }
}

const shown = (value: unknown): string => (typeof value === "string" ? value : canonicalText(value))

/** Whether sales of some day may name their lots. */
export const takesNamed = (method: Policy["method"]): boolean =>
  typeof method === "string" ? method === "SPECIFIC" : method.some(({ value }) => value === "SPECIFIC")

/** How many disposals name their lots, and what holds for all other units. */
export const namedLots = (events: ReadonlyArray<LotEvent>): Setting => {
  const count = events.filter((event) => "lots" in event && event.lots !== undefined).length
  const value = `for ${count} ${count === 1 ? "disposal" : "disposals"}; units that nobody named leave first in, first out`
  return { name: "Named lots", value, standing: null, chosen: count > 0 }
}

/** Every setting as the report prints it: what was chosen, what is usual, and how sure that is. */
export const settingsOf = (rules: TaxRules, context: Context<unknown>, policy: Policy): ReadonlyArray<Setting> => {
  const { settings, prices } = context.input
  const plain = (name: string, value: unknown, chosen: boolean): Setting => ({ name, value: shown(value), standing: null, chosen })
  return [
    plain("Method", policy.method, settings.method !== undefined),
    ...(takesNamed(policy.method) ? [namedLots(context.input.events)] : []),
    plain("Scope of lots", policy.scope, false),
    ...(policy.layout.length === 0 ? [] : [plain("Chosen layout of lots", policy.layout, true)]),
    plain("Day boundary", policy.dayBoundary, settings.zone !== undefined),
    plain("Fee of a purchase", policy.acquisitionFee, false),
    plain("Fee of a disposal", policy.disposalFee, false),
    ...(isPoolMethod(policy.method) ? [] : [plain("Long-term", policy.longTerm, false)]),
    plain("Gifts", policy.gifts, false),
    plain("One name for several", policy.assetAliases, settings.assetAliases !== undefined),
    plain("Price sources", [...new Set(prices.map(({ source }) => source))].sort().join(", ") || "none given", prices.length > 0),
    ...Object.entries(settings.accounts ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([account, facts]) => plain(`Account ${account}`, facts, true)),
    ...rules.contested.map(({ id, question, choices, standing }): Setting => ({
      name: question,
      value: choices[context.choice(id)]!,
      standing,
      chosen: settings.choices?.[id] !== undefined
    })),
    ...rules.asked.map(({ id, text }): Setting => ({
      name: text,
      value: context.asked(id),
      standing: null,
      chosen: settings.amounts?.[id] !== undefined
    }))
  ]
}
