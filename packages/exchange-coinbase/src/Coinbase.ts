/**
 * Coinbase: the wallets of a person's account (App, v2) and what is traded with them (Advanced Trade, v3), behind one key.
 * The transactions of each wallet post; fills prove and enrich them. Futures, perpetuals, Prime and the old Exchange are
 * other accounts to it: what is moved there leaves the wallets. Facts and their sources: docs/exchanges/coinbase.md,
 * SOURCE.md of the fixtures.
 */
import { defineAdapter } from "@caudal/exchange"
import { classify } from "./internal/classify.ts"
import { candles } from "./internal/parse/candles.ts"
import { parseBalance, parseMarkets, parseTicker } from "./internal/parse/documents.ts"
import { parseFills } from "./internal/parse/fills.ts"
import { pageSize } from "./internal/parse/page.ts"
import { parseTransactions } from "./internal/parse/transactions.ts"
import { listOf } from "./internal/parse/wallets.ts"
import { balances } from "./internal/plans/balances.ts"
import { identity } from "./internal/plans/identity.ts"
import { keyRights } from "./internal/plans/keyRights.ts"
import { wallets } from "./internal/plans/wallets.ts"
import { redact } from "./internal/redact.ts"
import { sign } from "./internal/sign.ts"
import { manifest } from "./manifest.ts"

/** Contracts have no two assets, and are no business of these books. */
const products = { endpoint: "products", query: [["product_type", "SPOT"] as const] }
const limit = ["limit", String(pageSize)] as const

export const coinbase = defineAdapter({
  manifest,
  sign,
  classify,
  redact,
  streams: {
    transactions: {
      dimensions: wallets,
      request: ({ cursor, dimension }) => ({
        endpoint: "transactions",
        path: { wallet: listOf(dimension).id },
        query: cursor === null ? [limit] : [limit, ["starting_after", cursor]]
      }),
      parse: parseTransactions
    },
    fills: {
      request: ({ cursor }) => ({ endpoint: "fills", query: cursor === null ? [limit] : [limit, ["cursor", cursor]] }),
      parse: parseFills
    }
  },
  documents: {
    balance: { call: { endpoint: "accounts", query: [limit] }, parse: parseBalance },
    ticker: { call: products, parse: parseTicker },
    market: { call: products, parse: parseMarkets }
  },
  candles,
  plans: { keyRights, identity, balances }
})
