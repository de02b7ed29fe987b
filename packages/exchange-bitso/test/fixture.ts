/** Recorded and documented replies, as the host would hand them to the adapter. */
import { readFileSync } from "node:fs"
import type { Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { bitso } from "../src/index.ts"

export const textOf = (name: string): string => readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")

/** A reply with this text; `json` is there if the text is JSON. */
export const replyOf = (text: string, status = 200, contentType: string | null = "application/json"): Reply => {
  try {
    return { status, contentType, text, json: LosslessJson.parse(text) }
  } catch {
    return { status, contentType, text }
  }
}

export const listReply = (...rows: ReadonlyArray<unknown>): Reply => replyOf(JSON.stringify({ success: true, payload: rows }))

export const first = { cursor: null, window: null, dimension: null }

export type StreamId = keyof typeof bitso.streams

/** As the host does it: redact, decode, classify, parse. */
export const read = (stream: StreamId, fixture: string) => {
  const reply = replyOf(bitso.redact(stream, textOf(fixture)))
  const failure = bitso.classify(reply, stream)
  if (failure !== null) throw new Error(failure.message)
  return bitso.streams[stream].parse(reply, first)
}

export const lists: ReadonlyArray<readonly [StreamId, string]> = [
  ["ledger", "get_ledger_2017"],
  ["ledger", "get_ledger_trade_2022"],
  ["ledger", "get_ledger_funding_2022"],
  ["ledger", "get_ledger_documented_2016"],
  ["ledger_trades", "get_ledger_trades_2017"],
  ["ledger_fees", "get_ledger_fees_2017"],
  ["ledger_fundings", "get_ledger_fundings_2017"],
  ["ledger_withdrawals", "get_ledger_withdrawals_2017"],
  ["user_trades", "get_user_trades_2017"],
  ["user_trades", "get_user_trades_2021"],
  ["user_trades", "get_user_trades_documented_2022"],
  ["fundings", "get_fundings_2017"],
  ["fundings", "get_fundings_2022"],
  ["fundings", "get_fundings_documented_2016"],
  ["withdrawals", "get_withdrawals_2017"],
  ["withdrawals", "get_withdrawals_documented_2016"]
]
