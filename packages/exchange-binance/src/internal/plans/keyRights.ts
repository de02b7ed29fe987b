/**
 * What a key may do: Binance tells, flag by flag, and adds flags as it adds products. A flag that is not known to be
 * harmless counts as one to trade and to withdraw, since it may turn out to be.
 */
import type { Json, KeyRights, Plan, Right } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { manifest } from "../../manifest.ts"
import type { Fields } from "../parse/fields.ts"

/** They read, or say something that is no power. */
const harmless: ReadonlySet<string> = new Set(["enableReading", "enableFixReadOnly", "ipRestrict"])
const trading: ReadonlySet<string> = new Set([
  "enableSpotAndMarginTrading",
  "enableMargin",
  "enableFutures",
  "enableVanillaOptions",
  "enablePortfolioMarginTrading",
  "enableFixApiTrade"
])
/** Money leaves the account, or the wallet for another account. */
const withdrawing: ReadonlySet<string> = new Set(["enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer"])

const power = (flags: ReadonlyArray<string>, names: ReadonlySet<string>): Right => {
  const granted = flags.filter((flag) => names.has(flag))
  if (granted.length > 0) return { answer: "yes", evidence: `Binance says ${granted.join(", ")} of this key.` }
  const strange = flags.filter((flag) => !trading.has(flag) && !withdrawing.has(flag))
  return strange.length > 0
    ? { answer: "yes", evidence: `Binance says ${strange.slice(0, 3).join(", ")} of this key, which we do not know and take for too much.` }
    : { answer: "no", evidence: "Binance says that of all powers this key has none of this kind." }
}

/** All reads hang on one flag. */
const reads = Object.entries(manifest.endpoints).flatMap(([endpoint, { signed }]) => (signed ? [endpoint] : []))

const rightsOf = (info: Fields): KeyRights => {
  // Times are numbers; whatever else is not plainly false is a power.
  const flags = Object.entries(info).flatMap(([name, value]) =>
    harmless.has(name) || value === false || value === null || isTime(name, value) ? [] : [name.slice(0, 40)]
  )
  const reading: Right =
    info["enableReading"] === true
      ? { answer: "yes", evidence: "Binance says enableReading of this key." }
      : { answer: "no", evidence: "Binance does not say enableReading of this key." }
  return {
    trade: power(flags, trading),
    withdraw: power(flags, withdrawing),
    ipRestricted: addressRight(info["ipRestrict"]),
    reads: Object.fromEntries(reads.map((endpoint) => [endpoint, reading]))
  }
}

/** `createTime`, and `tradingAuthorityExpirationTime` of keys without a list of addresses. */
const isTime = (name: string, value: Json): boolean => name.endsWith("Time") && typeof value !== "boolean"

const addressRight = (restricted: Json | undefined): Right => {
  if (typeof restricted !== "boolean")
    return { answer: "unknown", evidence: "Binance did not say whether the key has a list of allowed addresses." }
  return restricted
    ? { answer: "yes", evidence: "The key has a list of allowed addresses." }
    : { answer: "no", evidence: "The key works from any address." }
}

const untold = (right: string): Right => ({ answer: "unknown", evidence: `Binance did not say whether the key may ${right}.` })

export const keyRights: Plan<KeyRights> = {
  start: { call: { endpoint: "api_restrictions" }, state: null },
  next: (_state, { reply }) => {
    if (LosslessJson.isObject(reply?.json)) return { done: rightsOf(reply.json) }
    return { done: { trade: untold("trade"), withdraw: untold("withdraw"), ipRestricted: addressRight(undefined), reads: {} } }
  }
}
