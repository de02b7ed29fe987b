/**
 * What a key may do: Coinbase tells it in flags. A flag that we do not know and that is not plainly false counts as one to
 * trade and to withdraw, since it may turn out to be.
 */
import type { Json, KeyRights, Plan, Right } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import type { Fields } from "../parse/fields.ts"
import { readText } from "../parse/fields.ts"

const trading = "can_trade"
const withdrawing = "can_transfer"
/** Receiving makes and shows addresses and invoices to be paid; nothing leaves. */
const harmless: ReadonlySet<string> = new Set(["can_view", "can_receive"])

const power = (flags: Fields, flag: string): Right => {
  const held = Object.entries(flags).flatMap(([name, value]) => (name.startsWith("can_") && value !== false ? [name.slice(0, 40)] : []))
  if (held.includes(flag)) return { answer: "yes", evidence: `Coinbase says ${flag} of this key.` }
  const strange = held.filter((name) => name !== trading && name !== withdrawing && !harmless.has(name))
  if (strange.length > 0)
    return { answer: "yes", evidence: `Coinbase says ${strange.slice(0, 3).join(", ")}, which we do not know and take for too much.` }
  return flags[flag] === false
    ? { answer: "no", evidence: `Coinbase says that ${flag} is false for this key.` }
    : { answer: "unknown", evidence: `Coinbase does not say ${flag} of this key.` }
}

const readRights = (flags: Fields): KeyRights["reads"] => {
  const portfolio = readText(flags["portfolio_type"])?.slice(0, 20) ?? "unnamed"
  const right: Right =
    flags["can_view"] === true
      ? { answer: "yes", evidence: `Coinbase says can_view of this key, which belongs to a portfolio of type ${portfolio}.` }
      : { answer: "no", evidence: "Coinbase does not say can_view of this key." }
  return Object.fromEntries(["balance", "transactions", "fills"].map((read) => [read, right]))
}

const addresses: Right = { answer: "unknown", evidence: "Coinbase does not say whether the key has a list of allowed addresses." }
const untold = (right: string): Right => ({ answer: "unknown", evidence: `Coinbase did not say whether the key may ${right}.` })

export const keyRights: Plan<KeyRights> = {
  start: { call: { endpoint: "key_permissions" }, state: null },
  next: (_state, { reply }) => {
    const flags: Json | undefined = reply?.json
    if (!LosslessJson.isObject(flags))
      return { done: { trade: untold("trade"), withdraw: untold("withdraw"), ipRestricted: addresses, reads: {} } }
    return {
      done: { trade: power(flags, trading), withdraw: power(flags, withdrawing), ipRestricted: addresses, reads: readRights(flags) }
    }
  }
}
