/**
 * Bitstamp spot (REST v2). One complete list of transactions posts, oldest first. Chain movements and withdrawal requests bear
 * no id of that list, so they cannot prove or enrich it; they are read from archives only. Facts and their sources: README.md
 * and the SOURCE.md of the fixtures.
 */
import type { Call, Page, Reply, Stream } from "@caudal/exchange"
import { defineAdapter } from "@caudal/exchange"
import { classify } from "./internal/classify.ts"
import { candles } from "./internal/parse/candles.ts"
import { parseBalance, parseMarkets, parseTicker } from "./internal/parse/documents.ts"
import { parseCryptoTransactions, parseWithdrawalRequests } from "./internal/parse/movements.ts"
import { pageSize, parseTransactions, sinceOf } from "./internal/parse/transactions.ts"
import { balances, identity, keyRights } from "./internal/plans.ts"
import { redact } from "./internal/redact.ts"
import { sign } from "./internal/sign.ts"
import { manifest } from "./manifest.ts"

/** Not synced, so never asked for a second page. */
const newest = (endpoint: string, parse: (reply: Reply) => Page): Stream => ({
  request: (): Call => ({ endpoint, body: `limit=${pageSize}&offset=0` }),
  parse
})

export const bitstamp = defineAdapter({
  manifest,
  sign,
  classify,
  redact,
  streams: {
    user_transactions: {
      // With `since_id` the limit is always 1,000, and there is no depth that an offset could not reach.
      request: ({ cursor }): Call => ({
        endpoint: "user_transactions",
        body: `limit=${pageSize}&since_id=${sinceOf(cursor)}&sort=asc&offset=0`
      }),
      parse: parseTransactions
    },
    crypto_transactions: newest("crypto_transactions", parseCryptoTransactions),
    withdrawal_requests: newest("withdrawal_requests", parseWithdrawalRequests)
  },
  documents: {
    balance: { call: { endpoint: "account_balances" }, parse: parseBalance },
    ticker: { call: { endpoint: "ticker" }, parse: parseTicker },
    market: { call: { endpoint: "markets" }, parse: parseMarkets }
  },
  candles,
  plans: { keyRights, identity, balances }
})
