/**
 * What a key may do: Kraken tells, without any permission being needed for the question. A permission that we do not know
 * counts as one to trade and to withdraw, since it may turn out to be. A key can also be limited to a range of dates; its
 * lists are then silently shorter than the account's history.
 */
import type { Fields, Json, KeyRights, Plan, Right } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"
import { resultOf } from "../parse/fields.ts"
import { readTime } from "../parse/time.ts"

const reading: ReadonlySet<string> = new Set([
  "query-funds",
  "query-open-trades",
  "query-closed-trades",
  "query-ledger",
  "export-data",
  "create-ws-token",
  // Makes and shows addresses to pay in to; nothing leaves.
  "add-funds"
])
const trading: ReadonlySet<string> = new Set(["modify-trades", "close-trades", "earn-funds"])
const withdrawing: ReadonlySet<string> = new Set(["withdraw-funds"])

/** The permissions of which any one opens a read. */
const opens: Readonly<Record<string, ReadonlyArray<string>>> = {
  balance: ["query-funds"],
  ledger: ["query-ledger"],
  trades: ["query-closed-trades", "query-open-trades"]
}
/** Kraken's own pages disagree on what these need, and no combination is safe to rule out. */
const disputed: ReadonlyArray<string> = ["deposits", "withdrawals"]

const readRights = (held: ReadonlyArray<string>): KeyRights["reads"] => {
  const known = Object.entries(opens).map(([endpoint, names]): [string, Right] => {
    const found = names.find((name) => held.includes(name))
    return [
      endpoint,
      found === undefined
        ? { answer: "no", evidence: `Kraken does not list ${names.join(" or ")} for this key.` }
        : { answer: "yes", evidence: `Kraken lists ${found} for this key.` }
    ]
  })
  const unknown = disputed.map((endpoint): [string, Right] => [
    endpoint,
    { answer: "unknown", evidence: "Kraken's pages name different permissions for this list." }
  ])
  return Object.fromEntries([...known, ...unknown])
}

const power = (held: ReadonlyArray<string>, names: ReadonlySet<string>): Right => {
  const granted = held.filter((name) => names.has(name))
  if (granted.length > 0) return { answer: "yes", evidence: `Kraken lists ${granted.join(", ")} for this key.` }
  const strange = held.filter((name) => !reading.has(name) && !trading.has(name) && !withdrawing.has(name))
  return strange.length > 0
    ? { answer: "yes", evidence: `Kraken lists ${strange.slice(0, 3).join(", ")}, which we do not know and take for too much.` }
    : { answer: "no", evidence: `Kraken lists only ${held.join(", ") || "nothing"} for this key.` }
}

/** `null`: no restriction, which Kraken prints as 0. */
const momentOf = (value: Json | undefined): number | null => {
  const text = Decimal.parse(value)
  return text === undefined || Decimal.isZero(text) ? null : (readTime(text)?.at ?? null)
}

const addressRight = (listed: unknown): Right => {
  if (!Array.isArray(listed)) return { answer: "unknown", evidence: "Kraken did not say whether the key has a list of allowed addresses." }
  return listed.some((one) => one !== "")
    ? { answer: "yes", evidence: "The key has a list of allowed addresses." }
    : { answer: "no", evidence: "The key works from any address." }
}

const rightsOf = (info: Fields): KeyRights => {
  const listed = info["permissions"]
  const held = Array.isArray(listed)
    ? (listed as ReadonlyArray<Json>).map((name) => (typeof name === "string" ? name.slice(0, 40) : "?"))
    : []
  const from = momentOf(info["query_from"] ?? info["queryFrom"])
  const to = momentOf(info["query_to"] ?? info["queryTo"])
  return {
    trade: power(held, trading),
    withdraw: power(held, withdrawing),
    ipRestricted: addressRight(info["ip_allowlist"] ?? info["ipAllowlist"]),
    reads: readRights(held),
    ...(from === null && to === null ? {} : { history: { from, to } })
  }
}

const untold = (right: string): Right => ({ answer: "unknown", evidence: `Kraken did not say whether the key may ${right}.` })

export const keyRights: Plan<KeyRights> = {
  start: { call: { endpoint: "api_key_info" }, state: null },
  next: (_state, { reply }) => {
    const result = reply === null ? undefined : resultOf(reply)
    if (LosslessJson.isObject(result)) return { done: rightsOf(result) }
    return { done: { trade: untold("trade"), withdraw: untold("withdraw"), ipRestricted: addressRight(null), reads: {} } }
  }
}
