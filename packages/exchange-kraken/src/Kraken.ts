/**
 * Kraken spot (REST). One complete ledger posts; trades, deposits and withdrawals prove and enrich it. Futures are another
 * exchange to it: what is moved there leaves this ledger. Facts and their sources: docs/exchanges/kraken.md, SOURCE.md of
 * the fixtures.
 */
import type { Call, Page, Reply, Stream, StreamRequest } from "@caudal/exchange"
import { defineAdapter } from "@caudal/exchange"
import { classify } from "./internal/classify.ts"
import { candles } from "./internal/parse/candles.ts"
import { readCursor } from "./internal/parse/cursor.ts"
import { parseBalance, parseMarkets, parseTicker } from "./internal/parse/documents.ts"
import { parseLedger } from "./internal/parse/ledger.ts"
import { parseDeposits, parseWithdrawals } from "./internal/parse/movements.ts"
import { pageSize } from "./internal/parse/page.ts"
import { parseTrades } from "./internal/parse/trades.ts"
import { balances } from "./internal/plans/balances.ts"
import { identity } from "./internal/plans/identity.ts"
import { keyRights } from "./internal/plans/keyRights.ts"
import { redact } from "./internal/redact.ts"
import { sign } from "./internal/sign.ts"
import { manifest } from "./manifest.ts"

const form = (fields: ReadonlyArray<readonly [name: string, value: string]>): string =>
  fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")

/** Paged by time: see cursor.ts. */
const timed = (endpoint: string, parse: (reply: Reply, request: StreamRequest) => Page): Stream => ({
  request: ({ cursor }): Call => {
    const { end, offset } = readCursor(cursor)
    const fields: Array<readonly [string, string]> = []
    if (end !== null) fields.push(["end", String(end)])
    if (offset > 0) fields.push(["ofs", String(offset)])
    return fields.length === 0 ? { endpoint } : { endpoint, body: form(fields) }
  },
  parse
})

/** Paged by Kraken's own cursor. */
const listed = (endpoint: string, parse: (reply: Reply) => Page): Stream => ({
  request: ({ cursor }): Call => ({
    endpoint,
    body: form([
      ["cursor", cursor ?? "true"],
      ["limit", String(pageSize)]
    ])
  }),
  parse: (reply) => parse(reply)
})

export const kraken = defineAdapter({
  manifest,
  sign,
  classify,
  redact,
  streams: {
    ledger: timed("ledger", parseLedger),
    trades: timed("trades", parseTrades),
    deposits: listed("deposits", parseDeposits),
    withdrawals: listed("withdrawals", parseWithdrawals)
  },
  documents: {
    balance: { call: { endpoint: "balance" }, parse: parseBalance },
    ticker: { call: { endpoint: "ticker" }, parse: parseTicker },
    market: { call: { endpoint: "asset_pairs" }, parse: parseMarkets }
  },
  candles,
  plans: { keyRights, identity, balances }
})
