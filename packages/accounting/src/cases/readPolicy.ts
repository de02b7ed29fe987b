import type { Dated, LotMethod, Policy, PoolMethod, Scope } from "../lots/Policy.ts"
import { isLongTerm } from "../time/Term.ts"
import { CaseError, type Fields, fieldsOf, listOf, numberOf, oneOf, textOf } from "./CaseReading.ts"

const lotMethods: ReadonlyArray<LotMethod> = ["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE", "SPECIFIC"]
const scopes: ReadonlyArray<Scope> = ["global", "account"]

/** `{ "2020": "FIFO" }` or `{ "2025-01-01": "account" }`. */
const datedOf = <A extends string>(value: unknown, known: ReadonlyArray<A>, at: string): Dated<A> => {
  const choices = Object.entries(fieldsOf(value, at)).map(([when, choice]) => {
    if (!/^\d{4}(-\d\d-\d\d)?$/.test(when)) throw new CaseError(`${at} has a key that is no year or date: ${when}`)
    return { from: when.length === 4 ? `${when}-01-01` : when, value: oneOf(choice, known, `${at}.${when}`) }
  })
  if (choices.length === 0) throw new CaseError(`${at} is empty`)
  return choices
}

const methodOf = (method: unknown, policy: Fields): Policy["method"] => {
  if (policy["methodByYear"] != null) return datedOf(policy["methodByYear"], lotMethods, "policy.methodByYear")
  return oneOf<LotMethod | PoolMethod>(method, [...lotMethods, "UK_S104", "CA_ACB"], "method")
}

const superficialDays = (value: unknown): number | null => {
  if (value === null || value === false) return null
  const { windowDays = 30, formula, addBackTo } = fieldsOf(value, "policy.superficialLoss")
  if (formula !== undefined) oneOf(formula, ["min(sold, bought in window, held at window end)/sold"], "policy.superficialLoss.formula")
  if (addBackTo !== undefined) oneOf(addBackTo, ["remaining pool"], "policy.superficialLoss.addBackTo")
  return numberOf(windowDays, "policy.superficialLoss.windowDays")
}

/** Reads one key of a policy. */
const keys: Readonly<Record<string, (value: unknown) => Partial<Policy>>> = {
  scope: (value) => ({ scope: typeof value === "object" ? datedOf(value, scopes, "policy.scope") : oneOf(value, scopes, "policy.scope") }),
  acquisitionFee: (value) => ({ acquisitionFee: oneOf(value, ["capitalise", "expense"], "policy.acquisitionFee") }),
  disposalFee: (value) => ({ disposalFee: oneOf(value, ["deduct", "expense", "unitsNoProceeds"], "policy.disposalFee") }),
  transferFee: (value) => ({ transferFee: oneOf(value, ["dispose", "noProceeds"], "policy.transferFee") }),
  missingBasis: (value) => ({ missingBasis: oneOf(value, ["error", "zero", "unknown"], "policy.missingBasis") }),
  unavailableLot: (value) => ({ unavailableLot: oneOf(value, ["error", "fallBack"], "policy.unavailableLot") }),
  hifoKey: (value) => ({ hifoKey: oneOf(value, ["unitCost", "unitPriceExFee"], "policy.hifoKey") }),
  conversion: (value) => ({ conversion: oneOf(value, ["taxable", "carryBasis"], "policy.conversion") }),
  gifts: (value) => ({ gifts: oneOf(value, ["disposedAtMarketValue", "noGain"], "policy.gifts") }),
  longTerm: (value) => {
    const rule = textOf(value, "policy.longTerm")
    if (!isLongTerm(rule))
      throw new CaseError(`unknown policy.longTerm ${JSON.stringify(rule)} (known: moreThanOneYear, years>=N, days>=N, seconds>=N)`)
    return { longTerm: rule }
  },
  assetAliases: (value) => ({
    assetAliases: Object.fromEntries(
      Object.entries(fieldsOf(value, "policy.assetAliases")).map(([name, asset]) => [name, textOf(asset, `policy.assetAliases.${name}`)])
    )
  }),
  dayBoundary: (value) => ({ dayBoundary: textOf(value, "policy.dayBoundary") }),
  superficialLoss: (value) => ({ superficialLossDays: superficialDays(value) }),
  matching: (value) => {
    const rules = listOf(value, "policy.matching").join(", ")
    if (rules !== "same-day, 30-day, s104") throw new CaseError(`unknown policy.matching ${rules} (known: same-day, 30-day, s104)`)
    return {}
  },
  methodByYear: () => ({}),
  // A remark for readers.
  dates: () => ({})
}

export interface ReadPolicy {
  readonly policy: Partial<Policy>
  /** Keys this package has never heard of: they change nothing, and stand beside every difference. */
  readonly unknown: ReadonlyArray<string>
}

/** An unknown value of a known key is an error: another policy would be another book. */
export const readPolicy = (method: unknown, given: unknown): ReadPolicy => {
  const fields = given == null ? {} : fieldsOf(given, "policy")
  const policy: { -readonly [K in keyof Policy]?: Policy[K] } = {
    method: methodOf(method, fields),
    missingBasis: "error",
    unavailableLot: "error",
    // HMRC's day is the civil one of the United Kingdom.
    ...(method === "UK_S104" ? { dayBoundary: "Europe/London" } : {})
  }
  const unknown: Array<string> = []
  for (const [key, value] of Object.entries(fields)) {
    // Nothing was chosen; of losses null says that none is denied.
    if (value === null && key !== "superficialLoss") continue
    const read = Object.hasOwn(keys, key) ? keys[key]! : undefined
    if (read === undefined) unknown.push(key)
    else Object.assign(policy, read(value))
  }
  return { policy, unknown }
}
