/**
 * Deposits and withdrawals as their status lists tell them, joined to the ledger by reference: they add network, transaction
 * and address. Kraken hands out the cursor of the next page, which survives new rows on top.
 */
import type { EventStatus, Json, LedgerEvent, Page, ReadRow, Reply } from "@caudal/exchange"
import { Decimal, LosslessJson, readRows } from "@caudal/exchange"
import type { Movement } from "../wire/movements.ts"
import type { Unread } from "../wire/scalars.ts"
import { readOptionalDecimal, readText, resultOf } from "./fields.ts"
import { postingsOf } from "./ledger.ts"
import { readTime } from "./time.ts"

/**
 * A word we do not know (`null`) is read as pending: the money is shown as under way until the row says more. What was
 * cancelled or sent back did not stay; the ledger shows whether it came at all.
 */
const statusOf = (status: string, property: unknown): EventStatus | null => {
  if (status === "Failure" || property === "canceled" || property === "return") return "failed"
  if (property === "onhold" || property === "cancel-pending") return "pending"
  return status === "Success" ? "settled" : status === "Initial" || status === "Pending" || status === "Settled" ? "pending" : null
}

type Direction = "deposit" | "withdrawal"

const readMovement: ReadRow<LedgerEvent, Direction> = (json, pointer, direction) => {
  const row: Unread<typeof Movement> = json
  const { refid, asset, status: word } = row
  if (typeof refid !== "string" || refid.length === 0) return "refid is not an id"
  if (typeof asset !== "string" || asset.length === 0) return "asset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const fee = readOptionalDecimal(row.fee)
  if (fee === undefined) return "fee is not a decimal"
  const time = readTime(row.time)
  if (time === undefined) return "time is not Unix seconds"
  if (typeof word !== "string" || word.length === 0) return "status is not a word"
  const status = statusOf(word, row["status-prop"])
  return {
    source: { stream: `${direction}s`, externalId: refid, identity: "exchange" },
    refs: [{ type: direction, id: refid }],
    groupId: `${direction}:${refid}`,
    kind: direction,
    at: time.at,
    rank: null,
    status: status ?? "pending",
    postings: postingsOf(asset, direction === "deposit" ? amount : Decimal.negate(amount), fee ?? Decimal.zero),
    transfer: {
      network: readText(row.network),
      txid: readText(row.txid),
      address: readText(row.info),
      tag: null,
      rail: readText(row.method),
      reference: null
    },
    price: null,
    operation: status === null ? word : null,
    pointer
  } satisfies LedgerEvent
}

/** The rows and the pointer to them: a bare list, or the one list beside `next_cursor`. */
const listIn = (result: Json | undefined): { readonly rows: ReadonlyArray<Json>; readonly at: string; readonly cursor: string | null } => {
  if (Array.isArray(result)) return { rows: result as ReadonlyArray<Json>, at: "/result", cursor: null }
  if (!LosslessJson.isObject(result)) return { rows: [], at: "/result", cursor: null }
  const [key, rows] = Object.entries(result).find(([, value]) => Array.isArray(value)) ?? ["", []]
  return { rows: rows as ReadonlyArray<Json>, at: `/result/${key}`, cursor: readText(result["next_cursor"]) }
}

const parse = (reply: Reply, direction: Direction): Page => {
  const { rows, at, cursor } = listIn(resultOf(reply))
  const { items: events, quarantined } = readRows(rows, at, readMovement, direction)
  return { events, quarantined, next: cursor, exhausted: cursor === null }
}

export const parseDeposits = (reply: Reply): Page => parse(reply, "deposit")
export const parseWithdrawals = (reply: Reply): Page => parse(reply, "withdrawal")
