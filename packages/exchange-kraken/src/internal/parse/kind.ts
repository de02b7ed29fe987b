/**
 * Kraken's types and subtypes in the contract's words. A type alone does not say enough: a staking row is a reward only when
 * it adds, a transfer is into or out of staking by its subtype. What is not listed here is `unrecognised` and still moves
 * the balance.
 */
import type { EventKind } from "@caudal/exchange"

const kindOfType: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["trade", "trade"],
  // Opening and closing a position: fees, and what it won or lost.
  ["margin", "trade"],
  // A position settled in kind.
  ["settled", "trade"],
  // What an open position costs every four hours.
  ["rollover", "funding-payment"],
  ["deposit", "deposit"],
  ["withdrawal", "withdrawal"],
  ["transfer", "transfer"],
  ["custodytransfer", "transfer"],
  ["spend", "conversion"],
  ["receive", "conversion"],
  ["conversion", "conversion"],
  ["reward", "reward"],
  ["dividend", "reward"],
  ["invite bonus", "referral"],
  ["adjustment", "correction"]
])

const kindOfTransfer: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["spottostaking", "staking-in"],
  ["stakingfromspot", "staking-in"],
  ["stakingtospot", "staking-out"],
  ["spotfromstaking", "staking-out"]
])

const kindOfEarn: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["allocation", "staking-in"],
  ["autoallocation", "staking-in"],
  ["deallocation", "staking-out"],
  ["autodeallocation", "staking-out"],
  ["migration", "transfer"],
  ["reward", "reward"],
  ["bonusreward", "reward"]
])

/** `adds`: the row's amount is above zero. */
export const kindOf = (type: string | null, subtype: string | null, adds: boolean): EventKind => {
  switch (type) {
    case "transfer":
      return (subtype === null ? undefined : kindOfTransfer.get(subtype)) ?? "transfer"
    case "staking":
      return adds ? "reward" : "unrecognised"
    case "earn":
      return (subtype === null ? undefined : kindOfEarn.get(subtype)) ?? "unrecognised"
    default:
      return (type === null ? undefined : kindOfType.get(type)) ?? "unrecognised"
  }
}

/** What a row's reference names, which is also how its group is called. */
export const refTypeOf = (type: string | null): string => {
  switch (type) {
    case "trade":
    case "margin":
      return "trade"
    case "deposit":
    case "withdrawal":
      return type
    case "spend":
    case "receive":
    case "conversion":
      return "conversion"
    case "rollover":
    case "settled":
      return "position"
    default:
      return "reference"
  }
}
