/** Whose key it is, what it may do, what is held. */
import { type Adapter, Decimal, type Json, LosslessJson, type Right, type WalletBalance } from "@caudal/exchange"

const harmless: ReadonlySet<Json> = new Set(["read"])

const right = (may: Json | undefined, power: string): Right => {
  if (!Array.isArray(may)) return { answer: "unknown", evidence: "Pond did not tell." }
  const list = may as ReadonlyArray<Json>
  if (list.includes(power)) return { answer: "yes", evidence: `The key's list names ${power}.` }
  const strange = list.some((one) => !harmless.has(one) && one !== "trade" && one !== "withdraw")
  // A power nobody has heard of may be any power.
  return strange
    ? { answer: "yes", evidence: "The key's list names a power that is not known." }
    : { answer: "no", evidence: "Not on the key's list." }
}

const object = (json: Json | undefined) => (LosslessJson.isObject(json) ? json : {})

const readBalance = (row: Json): WalletBalance | undefined => {
  const { wallet, asset, total, locked } = object(row)
  const [all, kept] = [Decimal.parse(total), Decimal.parse(locked)]
  if (typeof wallet !== "string" || typeof asset !== "string" || all === undefined || kept === undefined) return undefined
  return { wallet, asset, total: all, locked: kept, available: Decimal.subtract(all, kept) }
}

export const plans: Adapter["plans"] = {
  identity: {
    start: { call: { endpoint: "account" }, state: null },
    next: (_state, { reply }) => {
      const account = object(reply?.json)["account"]
      return { done: { accountKey: typeof account === "string" ? account : null } }
    }
  },
  keyRights: {
    start: { call: { endpoint: "key" }, state: null },
    next: (_state, { reply }) => {
      const may = object(reply?.json)["may"]
      return {
        done: {
          trade: right(may, "trade"),
          withdraw: right(may, "withdraw"),
          ipRestricted: { answer: "unknown", evidence: "Pond does not tell." },
          reads: {}
        }
      }
    }
  },
  balances: {
    start: { call: { endpoint: "balances" }, state: null },
    next: (_state, { reply }) => {
      const rows = object(reply?.json)["rows"]
      const read = Array.isArray(rows) ? (rows as ReadonlyArray<Json>).map(readBalance) : []
      const quarantined = read.flatMap((one, i) => (one === undefined ? [{ pointer: `/rows/${i}`, reason: "not a balance" }] : []))
      return {
        done: { balances: read.filter((one) => one !== undefined), quarantined, complete: Array.isArray(rows) && quarantined.length === 0 }
      }
    }
  }
}
