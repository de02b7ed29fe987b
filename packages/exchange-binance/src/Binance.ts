/**
 * Binance: the spot wallet, the funding wallet and Simple Earn of one account (REST). There is no ledger: the books are the
 * union of sixteen lists, of which fills come market by market. Margin, futures and options are another exchange to it: what
 * is moved there leaves these books. Facts and their sources: docs/exchanges/binance.md, SOURCE.md of the fixtures.
 */
import type { Call, Dimension, Page, Plan, Reply, Stream, StreamRequest } from "@caudal/exchange"
import { defineAdapter } from "@caudal/exchange"
import { classify } from "./internal/classify.ts"
import { readBorder } from "./internal/parse/bordered.ts"
import { candles } from "./internal/parse/candles.ts"
import { parseConversions } from "./internal/parse/conversions.ts"
import { endOf } from "./internal/parse/descending.ts"
import { parseDividends } from "./internal/parse/dividends.ts"
import { parseAccount, parseMarkets, parseTicker } from "./internal/parse/documents.ts"
import { parseDust } from "./internal/parse/dust.ts"
import { earnPageSize, parseRedemptions, parseSubscriptions } from "./internal/parse/earn.ts"
import { fiatPageSize, orderLists, parseFiatOrders, parseFiatPayments, paymentLists } from "./internal/parse/fiat.ts"
import { parseDeposits, parseWithdrawals } from "./internal/parse/movements.ts"
import { pageOf } from "./internal/parse/numbered.ts"
import { p2pPageSize, parseP2p } from "./internal/parse/p2p.ts"
import { parseFlexibleRewards, parseLockedRewards } from "./internal/parse/rewards.ts"
import { fromId, parseTrades, symbolOf } from "./internal/parse/trades.ts"
import { parseTransfers, transferPageSize, transferTypes } from "./internal/parse/transfers.ts"
import { balances } from "./internal/plans/balances.ts"
import { identity } from "./internal/plans/identity.ts"
import { keyRights } from "./internal/plans/keyRights.ts"
import { listMarkets, markets } from "./internal/plans/markets.ts"
import { redact } from "./internal/redact.ts"
import { sign } from "./internal/sign.ts"
import { conversionPageSize, dividendPageSize, manifest, movedPageSize, tradePageSize } from "./manifest.ts"

type Query = ReadonlyArray<readonly [name: string, value: string]>
type Parse = (reply: Reply, request: StreamRequest) => Page

/** Both ends belong to what is asked for; a window's own end does not. `end` bounds it further. */
const between = ({ window }: StreamRequest, from: string, to: string, end: number | null = null): Query =>
  window === null
    ? end === null
      ? []
      : [[to, String(end)]]
    : [
        [from, String(window.from)],
        [to, String(end ?? window.to - 1)]
      ]

/** Sorted by time and paged by offset: see bordered.ts. */
const bordered = (endpoint: string, parse: Parse): Stream => ({
  request: (request): Call => {
    const { end, offset } = readBorder(request.cursor)
    const skip: Query = offset > 0 ? [["offset", String(offset)]] : []
    return { endpoint, query: [...between(request, "startTime", "endTime", end), ...skip, ["limit", String(movedPageSize)]] }
  },
  parse
})

/** Asked for by time alone: see descending.ts. */
const descending = (endpoint: string, limit: number | null, parse: Parse): Stream => ({
  request: (request): Call => ({
    endpoint,
    query: [
      ...between(request, "startTime", "endTime", endOf(request.cursor)),
      ...(limit === null ? [] : [["limit", String(limit)] as const])
    ]
  }),
  parse
})

interface Names {
  readonly from: string
  readonly to: string
  readonly page: string
  readonly size: string
}
const sapi: Names = { from: "startTime", to: "endTime", page: "current", size: "size" }
const fiat: Names = { from: "beginTime", to: "endTime", page: "page", size: "rows" }
const c2c: Names = { from: "startTimestamp", to: "endTimestamp", page: "page", size: "rows" }

/** Asked for by page number: see numbered.ts. `more`: what else is asked. */
const numbered = (
  endpoint: string,
  names: Names,
  size: number,
  parse: Parse,
  more: (dimension: string | null) => Query = () => []
): Stream => ({
  request: (request): Call => ({
    endpoint,
    query: [
      ...more(request.dimension),
      ...between(request, names.from, names.to),
      [names.page, String(pageOf(request.cursor))],
      [names.size, String(size)]
    ]
  }),
  parse
})

const earn = (list: string, parse: Parse, more: Query = []): Stream => numbered(list, sapi, earnPageSize, parse, () => more)

/** Lists that need no asking for. */
const always = (ids: ReadonlyArray<string>): Plan<ReadonlyArray<Dimension>> => {
  const step = { done: ids.map((id) => ({ id, assets: null })) }
  return { start: step, next: () => step }
}

/** The word that stands for a list of this name; without a name, for the first. */
const word = (lists: Readonly<Record<string, string>>, dimension: string | null): string =>
  lists[dimension ?? ""] ?? Object.values(lists)[0]!

const p2pSides = ["BUY", "SELL"]

export const binance = defineAdapter({
  manifest,
  sign,
  classify,
  redact,
  streams: {
    deposits: bordered("deposits", parseDeposits),
    withdrawals: bordered("withdrawals", parseWithdrawals),
    trades: {
      dimensions: markets,
      request: ({ cursor, dimension }): Call => ({
        endpoint: "trades",
        query: [
          ["symbol", symbolOf(dimension ?? "")],
          ["fromId", fromId(cursor)],
          ["limit", String(tradePageSize)]
        ]
      }),
      parse: parseTrades
    },
    fiat_orders: {
      ...numbered("fiat_orders", fiat, fiatPageSize, parseFiatOrders, (list) => [["transactionType", word(orderLists, list)]]),
      dimensions: always(Object.keys(orderLists))
    },
    fiat_payments: {
      ...numbered("fiat_payments", fiat, fiatPageSize, parseFiatPayments, (list) => [["transactionType", word(paymentLists, list)]]),
      dimensions: always(Object.keys(paymentLists))
    },
    conversions: descending("conversions", conversionPageSize, parseConversions),
    dust: descending("dust", null, parseDust),
    dividends: descending("dividends", dividendPageSize, parseDividends),
    earn_flexible_subscriptions: earn("earn_flexible_subscriptions", parseSubscriptions("flexible")),
    earn_flexible_redemptions: earn("earn_flexible_redemptions", parseRedemptions("flexible")),
    earn_flexible_rewards: earn("earn_flexible_rewards", parseFlexibleRewards, [["type", "ALL"]]),
    earn_locked_subscriptions: earn("earn_locked_subscriptions", parseSubscriptions("locked")),
    earn_locked_redemptions: earn("earn_locked_redemptions", parseRedemptions("locked")),
    earn_locked_rewards: earn("earn_locked_rewards", parseLockedRewards),
    p2p: {
      ...numbered("p2p", c2c, p2pPageSize, parseP2p, (side) => [["tradeType", side ?? p2pSides[0]!]]),
      dimensions: always(p2pSides)
    },
    transfers: {
      ...numbered("transfers", sapi, transferPageSize, parseTransfers, (type) => [["type", type ?? transferTypes[0]!]]),
      dimensions: always(transferTypes)
    }
  },
  documents: {
    balance: { call: { endpoint: "balance" }, parse: parseAccount },
    ticker: { call: { endpoint: "book_ticker" }, parse: parseTicker },
    market: { call: listMarkets, parse: parseMarkets }
  },
  candles,
  plans: { keyRights, identity, balances }
})
