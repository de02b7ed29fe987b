/**
 * What Simple Earn pays. Rows have no id: what they say is what tells them apart, and the host numbers those that say the
 * same. Real-time interest of a flexible product grows the position; everything else is paid out to the spot wallet.
 */
import type { EpochMillis, EventKind, LedgerEvent, Page, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, digitsOf, listIn } from "@caudal/exchange"
import type * as Wire from "../wire/earn.ts"
import type { Unread } from "../wire/scalars.ts"
import { earnPageSize } from "./earn.ts"
import { principal } from "./event.ts"
import { readOptionalId, readOptionalWord, readWord } from "./fields.ts"
import { excessOf, numberedPage } from "./numbered.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { readMillis } from "./time.ts"

interface Paid {
  readonly stream: string
  readonly kind: EventKind
  readonly at: EpochMillis
  readonly wallet: string
  readonly asset: string
  readonly amount: Decimal.Decimal
  readonly type: string | null
  /** The product or position that paid. */
  readonly payer: string
  readonly pointer: string
}

const paid = ({ stream, kind, at, wallet, asset, amount, type, payer, pointer }: Paid): LedgerEvent => ({
  source: { stream, externalId: digitsOf(at) + " " + asset + " " + (type ?? "") + " " + payer + " " + amount, identity: "content" },
  refs: [],
  groupId: null,
  kind,
  at,
  rank: null,
  status: "settled",
  postings: [principal(wallet, asset, amount)],
  transfer: null,
  price: null,
  operation: type,
  pointer
})

const isInterest = (type: string): boolean => type === "REALTIME" || type === "BONUS" || type === "REWARDS"

const readFlexible: ReadEvent = (json, pointer) => {
  const row: Unread<typeof Wire.FlexibleReward> = json
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const amount = Decimal.parse(row.rewards)
  if (amount === undefined) return "rewards is not a decimal"
  const payer = readOptionalId(row.projectId)
  if (payer === undefined) return "projectId is not an id"
  const type = readWord(row.type)
  if (type === undefined) return "type is not a word"
  const at = readMillis(row.time)
  if (at === undefined) return "time is not epoch milliseconds"
  const kind = isInterest(type) ? "interest" : "unrecognised"
  return paid({
    stream: "earn_flexible_rewards",
    kind,
    at,
    wallet: type === "REALTIME" ? "earn" : "spot",
    asset,
    amount,
    type,
    payer: payer ?? "",
    pointer
  })
}

const lockedKinds: ReadonlySet<string | null> = new Set([null, "Locked Rewards", "Boost Rewards"])

const readLocked: ReadEvent = (json, pointer) => {
  const row: Unread<typeof Wire.LockedReward> = json
  const payer = readOptionalId(row.positionId)
  if (payer === undefined) return "positionId is not an id"
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const type = readOptionalWord(row.type)
  if (type === undefined) return "type is not a word"
  const at = readMillis(row.time)
  if (at === undefined) return "time is not epoch milliseconds"
  const kind = lockedKinds.has(type) ? "reward" : "unrecognised"
  return paid({ stream: "earn_locked_rewards", kind, at, wallet: "spot", asset, amount, type, payer: payer ?? "", pointer })
}

/** Rows that say the same are two payments, unless Binance says that there are fewer rows than it shows. */
const withoutCopies = (events: ReadonlyArray<LedgerEvent>, excess: number): ReadonlyArray<LedgerEvent> => {
  if (excess <= 0) return events
  let left = excess
  const seen = new Set<string>()
  return events.filter(({ source: { externalId } }) => {
    const isCopy = left > 0 && seen.has(externalId)
    if (isCopy) left--
    seen.add(externalId)
    return !isCopy
  })
}

const pageBy =
  (read: ReadEvent) =>
  (reply: Reply, request: StreamRequest): Page => {
    const rows = readEvents(listIn(reply.json, "rows"), "/rows", read, undefined, (row) => readMillis(row["time"]))
    const events = withoutCopies(rows.events, excessOf(rows.count, reply.json, earnPageSize, request))
    return numberedPage({ ...rows, events }, reply.json, earnPageSize, request)
  }

export const parseFlexibleRewards = pageBy(readFlexible)
export const parseLockedRewards = pageBy(readLocked)
