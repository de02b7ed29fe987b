/**
 * Bitso (Mexico, Brazil, Argentina, Colombia), REST v3. Facts and their sources: docs/exchanges/bitso.md, SOURCE.md of
 * the fixtures. The ledger is no longer in Bitso's documentation but is served; where it is refused, the books are built
 * from trades, fundings and withdrawals instead.
 */
import type { Call, Page, Reply, Stream } from "@caudal/exchange"
import { defineAdapter } from "@caudal/exchange"
import { classify } from "./internal/classify.ts"
import { candles } from "./internal/parse/candles.ts"
import { parseBalance, parseFees, parseMarkets, parseOpenOrders, parseTicker } from "./internal/parse/documents.ts"
import { parseLedger } from "./internal/parse/ledger.ts"
import { parseFundings, parseWithdrawals } from "./internal/parse/movements.ts"
import { parseUserTrades } from "./internal/parse/userTrades.ts"
import { balances } from "./internal/plans/balances.ts"
import { identity } from "./internal/plans/identity.ts"
import { keyRights } from "./internal/plans/keyRights.ts"
import { redact } from "./internal/redact.ts"
import { sign } from "./internal/sign.ts"
import { manifest } from "./manifest.ts"

/** Streams are named after their endpoints. The default order is newest first, so `sort` is not sent. */
const stream = (id: string, parse: (reply: Reply, stream: string) => Page, sorts: boolean): Stream => ({
  request: ({ cursor }): Call => ({
    endpoint: id,
    query:
      cursor === null
        ? [["limit", "100"]]
        : [
            ["limit", "100"],
            ["marker", cursor]
          ]
  }),
  // Fundings and withdrawals know no order but newest first.
  ...(sorts
    ? {
        oldest: {
          endpoint: id,
          query: [
            ["sort", "asc"],
            ["limit", "1"]
          ]
        }
      }
    : {}),
  parse: (reply) => parse(reply, id)
})

export const bitso = defineAdapter({
  manifest,
  sign,
  classify,
  redact,
  streams: {
    ledger: stream("ledger", parseLedger, true),
    user_trades: stream("user_trades", parseUserTrades, true),
    fundings: stream("fundings", parseFundings, false),
    withdrawals: stream("withdrawals", parseWithdrawals, false),
    ledger_trades: stream("ledger_trades", parseLedger, true),
    ledger_fees: stream("ledger_fees", parseLedger, true),
    ledger_fundings: stream("ledger_fundings", parseLedger, true),
    ledger_withdrawals: stream("ledger_withdrawals", parseLedger, true)
  },
  documents: {
    balance: { call: { endpoint: "balance" }, parse: parseBalance },
    ticker: { call: { endpoint: "ticker" }, parse: parseTicker },
    market: { call: { endpoint: "available_books" }, parse: parseMarkets },
    // Not paged: 500 is the documented maximum.
    order: { call: { endpoint: "open_orders", query: [["limit", "500"]] }, parse: parseOpenOrders },
    fee: { call: { endpoint: "fees" }, parse: parseFees }
  },
  candles,
  plans: { keyRights, identity, balances }
})
