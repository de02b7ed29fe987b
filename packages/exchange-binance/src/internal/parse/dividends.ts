/**
 * What Binance gave away: airdrops, interest of savings and stakings of old, commissions, and whatever else. The reason is
 * a text that nobody lists; what we cannot read out of it is `unrecognised` and still moves the balance.
 *
 * Simple Earn's own lists tell the same payments again, and in which wallet they arrived; there they are posted. Here such
 * a row says that something happened, and moves nothing.
 */
import type { EventKind, Page, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, lastKept, listIn, LosslessJson } from "@caudal/exchange"
import type { Dividend } from "../wire/dividends.ts"
import type { Unread } from "../wire/scalars.ts"
import { descendingPage } from "./descending.ts"
import { eventOf, principal } from "./event.ts"
import { readId, readNumber, readOptionalNumber, readOptionalWord, readWord } from "./fields.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { readMillis } from "./time.ts"

/** `Flexible`, `Locked`, `Simple Earn Flexible Interest` …: not the savings and stakings (`Flexible Savings`) that were before it. */
const ofSimpleEarn = /^(?:simple earn\b|(?:flexible|locked)(?: (?:product )?(?:interest|rewards?))?$|bonus tiered apr\b)/i

/** The first that fits. */
const kinds: ReadonlyArray<readonly [RegExp, EventKind]> = [
  [/\b(?:interest|savings)\b/i, "interest"],
  [/\b(?:referral|commission|rebate|kickback)\b/i, "referral"],
  [/\b(?:staking|vault|launchpool|rewards?|dividend)\b/i, "reward"],
  [/\b(?:airdrop|distribution|fork)\b/i, "airdrop"]
]

/** `null`: Simple Earn's own lists tell it too. */
const kindOf = lastKept((reason): EventKind | null =>
  ofSimpleEarn.test(reason) ? null : (kinds.find(([words]) => words.test(reason))?.[1] ?? "unrecognised")
)

const readDividend: ReadEvent = (json, pointer) => {
  const row: Unread<typeof Dividend> = json
  const id = readId(row.id)
  if (id === undefined) return "id is not an id"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const at = readMillis(row.divTime)
  if (at === undefined) return "divTime is not epoch milliseconds"
  const reason = readOptionalWord(row.enInfo)
  if (reason === undefined) return "enInfo is not text"
  const direction = readOptionalNumber(row.direction)
  if (direction === undefined) return "direction is not a number"
  const kind = reason === null ? "unrecognised" : kindOf(reason)
  return eventOf("dividends", "dividend", id, {
    kind: kind ?? "reward",
    at,
    status: "settled",
    postings: kind === null ? [] : [principal("spot", asset, direction === -1 ? Decimal.negate(amount) : amount)],
    transfer: null,
    price: null,
    operation: reason,
    pointer
  })
}

export const parseDividends = (reply: Reply, request: StreamRequest): Page => {
  const rows = readEvents(listIn(reply.json, "rows"), "/rows", readDividend, undefined, (row) => readMillis(row["divTime"]))
  const total = LosslessJson.isObject(reply.json) ? readNumber(reply.json["total"]) : undefined
  return descendingPage(rows, total !== undefined && total > rows.count, request)
}
