/** The declarative wire schemas say which rows are readable; the fast decoders must agree, row by row and value by value. */
import { type Json, Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { binance } from "../../../src/index.ts"
import { parseFlexible, parseFunding, parseLocked } from "../../../src/internal/parse/documents.ts"
import { ApiRestrictions } from "../../../src/internal/wire/apiRestrictions.ts"
import { Conversion, DustDetail } from "../../../src/internal/wire/conversions.ts"
import { Dividend } from "../../../src/internal/wire/dividends.ts"
import * as Documents from "../../../src/internal/wire/documents.ts"
import * as Earn from "../../../src/internal/wire/earn.ts"
import { FiatOrder, FiatPayment } from "../../../src/internal/wire/fiat.ts"
import { Deposit, Withdrawal } from "../../../src/internal/wire/movements.ts"
import { P2pOrder } from "../../../src/internal/wire/p2p.ts"
import { Trade } from "../../../src/internal/wire/trades.ts"
import { WalletTransfer } from "../../../src/internal/wire/transfers.ts"
import { first, pageOf, replyOf, rowsIn, type StreamId, textOf } from "../../fixture.ts"

const odd = fc.oneof({ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> })
const mostly = (arbitrary: fc.Arbitrary<Json>) => fc.oneof({ weight: 15, arbitrary }, { weight: 1, arbitrary: odd })
const amount = mostly(
  fc.oneof(
    { weight: 6, arbitrary: fc.stringMatching(/^-?\d{1,30}\.\d{1,30}$/) },
    { weight: 1, arbitrary: fc.stringMatching(/^[+-]?\d{0,3}(\.\d{0,3})?([eE][+-]?\d{1,3})?$/) },
    { weight: 2, arbitrary: fc.maxSafeInteger() },
    { weight: 1, arbitrary: fc.constantFrom("-0", "-0.00", ".003", "", "-", "1e", "0x10", "NaN", "1,5", null) }
  )
)
const time = mostly(
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1_499_000_000_000, max: 1_799_000_000_000 }) },
    { weight: 1, arbitrary: fc.constantFrom("1499000000000", "2019-10-12 11:12:02", -1, "now", 8_640_000_000_000_001, null) }
  )
)
const id = mostly(fc.oneof(fc.nat(), fc.constantFrom("9007199254740993", "x", 2 ** 60)))
const word = mostly(fc.constantFrom("SUCCESS", "PAID", "Completed", "Something new", "BUY", "SELL", "MAIN_FUNDING", "SPOT", "REALTIME"))
const optionalWord = fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: fc.constantFrom(null, "") })
const code = mostly(fc.constantFrom("BTC", "USDT", "LDO", "1000SATS"))
const choice = mostly(fc.oneof(fc.nat({ max: 9 }), fc.constantFrom("1", -1, null, 1.5, "x")))
const symbol = mostly(fc.constantFrom("BTCUSDT", "BTCTUSD", "ABCXYZ", ""))

interface Oracle {
  readonly schema: Schema.Top
  readonly fields: Readonly<Record<string, fc.Arbitrary<Json>>>
  /** The sum of the postings, where the row alone tells it. */
  readonly sum?: (row: Readonly<Record<string, Json>>) => ReadonlyArray<readonly [sign: 1 | -1, amount: Json | undefined]>
}

const subscription: Oracle = {
  schema: Earn.Subscription,
  fields: {
    purchaseId: id,
    asset: code,
    amount,
    time,
    type: optionalWord,
    sourceAccount: optionalWord,
    amtFromSpot: amount,
    amtFromFunding: amount,
    status: optionalWord
  },
  // Between wallets, it adds up to nothing.
  sum: () => []
}
const redemption: Oracle = {
  schema: Earn.Redemption,
  fields: {
    redeemId: id,
    asset: code,
    amount,
    originalAmount: amount,
    time,
    destAccount: optionalWord,
    type: optionalWord,
    status: optionalWord
  },
  sum: (row) => [
    [1, row["amount"]],
    [-1, row["originalAmount"] ?? row["amount"]]
  ]
}
const moved = { id, amount, coin: code, status: choice, transferType: choice, walletType: choice, network: odd, txId: odd, address: odd }

const oracles: Readonly<Record<StreamId, Oracle>> = {
  deposits: { schema: Deposit, fields: { ...moved, insertTime: time }, sum: (row) => [[1, row["amount"]]] },
  withdrawals: {
    schema: Withdrawal,
    fields: { ...moved, applyTime: time, transactionFee: amount },
    sum: (row) => [
      [-1, row["amount"]],
      [-1, row["transactionFee"] ?? 0]
    ]
  },
  trades: {
    schema: Trade,
    fields: {
      symbol,
      id,
      orderId: id,
      price: amount,
      qty: amount,
      quoteQty: amount,
      commission: amount,
      commissionAsset: code,
      time,
      isBuyer: mostly(fc.boolean())
    },
    sum: (row) => [
      [row["isBuyer"] === true ? 1 : -1, row["qty"]],
      [row["isBuyer"] === true ? -1 : 1, row["quoteQty"]],
      [-1, row["commission"]]
    ]
  },
  fiat_orders: {
    schema: FiatOrder,
    fields: { orderNo: id, fiatCurrency: code, amount, totalFee: amount, status: word, createTime: time, method: odd },
    sum: (row) => [[1, row["amount"]]]
  },
  fiat_payments: {
    schema: FiatPayment,
    fields: {
      orderNo: id,
      sourceAmount: amount,
      fiatCurrency: code,
      obtainAmount: amount,
      cryptoCurrency: code,
      totalFee: amount,
      price: amount,
      status: word,
      createTime: time,
      paymentMethod: fc.constantFrom("Cash Balance", "Credit Card", null)
    },
    sum: (row) => [
      [1, row["obtainAmount"]],
      [-1, row["paymentMethod"] === "Cash Balance" ? row["sourceAmount"] : 0]
    ]
  },
  conversions: {
    schema: Conversion,
    fields: {
      orderId: id,
      quoteId: id,
      orderStatus: word,
      fromAsset: code,
      fromAmount: amount,
      toAsset: code,
      toAmount: amount,
      ratio: amount,
      createTime: time,
      walletType: odd
    },
    sum: (row) => [
      [1, row["toAmount"]],
      [-1, row["fromAmount"]]
    ]
  },
  dust: {
    schema: DustDetail,
    fields: {
      fromAsset: code,
      amount,
      transferedAmount: amount,
      serviceChargeAmount: amount,
      operateTime: time,
      targetAsset: optionalWord
    },
    sum: (row) => [
      [1, row["transferedAmount"]],
      [-1, row["amount"]]
    ]
  },
  dividends: {
    schema: Dividend,
    fields: { id, amount, asset: code, divTime: time, enInfo: optionalWord, direction: choice },
    sum: (row) => [[Decimal.parse(row["direction"]) === "-1" ? -1 : 1, row["amount"]]]
  },
  earn_flexible_subscriptions: subscription,
  earn_locked_subscriptions: subscription,
  earn_flexible_redemptions: redemption,
  earn_locked_redemptions: redemption,
  earn_flexible_rewards: {
    schema: Earn.FlexibleReward,
    fields: { asset: code, rewards: amount, projectId: id, type: word, time },
    sum: (row) => [[1, row["rewards"]]]
  },
  earn_locked_rewards: {
    schema: Earn.LockedReward,
    fields: { positionId: id, asset: code, amount, type: optionalWord, time },
    sum: (row) => [[1, row["amount"]]]
  },
  p2p: {
    schema: P2pOrder,
    fields: {
      orderNumber: id,
      tradeType: mostly(fc.constantFrom("BUY", "SELL", "LEND")),
      asset: code,
      fiat: code,
      amount,
      unitPrice: amount,
      commission: amount,
      orderStatus: word,
      createTime: time
    },
    sum: (row) => [
      [row["tradeType"] === "BUY" ? 1 : -1, row["amount"]],
      [-1, row["commission"] ?? 0]
    ]
  },
  transfers: {
    schema: WalletTransfer,
    fields: { tranId: id, asset: code, amount, type: fc.constantFrom("MAIN_FUNDING", "FUNDING_MAIN"), status: word, timestamp: time },
    sum: () => []
  }
}

const check = (stream: StreamId, row: Json, sums: boolean): boolean => {
  const { schema, sum } = oracles[stream]
  const reply = { ...pageOf(stream, [row]), json: pageJson(stream, row) }
  const { events, quarantined } = binance.streams[stream].parse(reply, first)
  const accepted = Schema.is(schema as Schema.Schema<unknown>)(row)
  expect({ row, accepted: events.length === 1 }).toEqual({ row, accepted })
  expect(quarantined.length).toBe(accepted ? 0 : 1)
  if (accepted && sums && sum !== undefined) {
    const change = sum(row as Record<string, Json>).map(([sign, value]) => {
      const decimal = Decimal.parse(value ?? 0)!
      return sign === 1 ? decimal : Decimal.negate(decimal)
    })
    expect({ row, change: Decimal.sum(events[0]!.postings.map((posting) => posting.amount)) }).toEqual({ row, change: Decimal.sum(change) })
  }
  return accepted
}

/** Without a round trip through text: numbers that no double holds stay what they are. */
const pageJson = (stream: StreamId, row: Json): Json => {
  if (stream === "dust") return { userAssetDribblets: [{ transId: "1", userAssetDribbletDetails: [row] }] }
  if (stream === "deposits" || stream === "withdrawals" || stream === "trades") return [row]
  return { [stream === "conversions" ? "list" : /^(?:fiat|p2p)/.test(stream) ? "data" : "rows"]: [row], total: 1 }
}

const names = Object.keys(oracles) as ReadonlyArray<StreamId>

describe("the fast decoders", () => {
  it.each(names)("agree with the schema on generated rows of %s", (stream) => {
    let accepted = 0
    fc.assert(
      fc.property(fc.record(oracles[stream].fields, { requiredKeys: [] }), fc.record(oracles[stream].fields), (partial, whole) => {
        for (const row of [partial, whole]) {
          // Parts of what is taken from two wallets need not add up, and some products keep what they hold.
          const words = row as Record<string, Json>
          const sums = words["sourceAccount"] !== "SPOTANDFUNDING"
          if (check(stream, row as Json, sums)) accepted++
        }
      }),
      { numRuns: 600 }
    )
    // The property is about rows that are readable, too.
    expect(accepted).toBeGreaterThan(20)
  })

  it.each([
    ["deposits", "get_deposit_history"],
    ["deposits", "recorded_fetch_deposits"],
    ["withdrawals", "get_withdrawal_history"],
    ["withdrawals", "recorded_fetch_withdrawals"],
    ["trades", "get_user_trades"],
    ["trades", "recorded_fetch_my_trades"],
    ["fiat_orders", "get_fiat_deposit_withdraw_history"],
    ["fiat_payments", "get_fiat_payment_history"],
    ["conversions", "get_convert_trade_history"],
    ["dust", "get_dust_log"],
    ["dividends", "get_asset_dividend_records"],
    ["earn_flexible_subscriptions", "get_flexible_subscription_records"],
    ["earn_flexible_redemptions", "get_flexible_redemption_records"],
    ["earn_flexible_rewards", "get_flexible_reward_records"],
    ["earn_locked_subscriptions", "get_locked_subscription_records"],
    ["earn_locked_redemptions", "get_locked_redemption_records"],
    ["earn_locked_rewards", "get_locked_reward_records"],
    ["p2p", "get_c2c_trade_history"],
    ["transfers", "get_transfers"]
  ] as const)("agree with the schema on every row of %s in %s", (stream, fixture) => {
    for (const row of rowsIn(replyOf(textOf(fixture)).json)) check(stream, row, false)
  })

  const filters = fc.array(
    fc.record({
      filterType: fc.constantFrom("PRICE_FILTER", "LOT_SIZE", "NOTIONAL"),
      tickSize: fc.constantFrom("0.01", 1, null),
      minQty: fc.constantFrom("0.1", null)
    }),
    { maxLength: 3 }
  ) as fc.Arbitrary<Json>

  it.each([
    [
      "account",
      Documents.Balance,
      { asset: code, free: amount, locked: amount, freeze: amount, withdrawing: amount },
      (row: Json) => binance.documents.balance.parse(reply({ balances: [row] }))
    ],
    [
      "funding",
      Documents.Balance,
      { asset: code, free: amount, locked: amount, freeze: amount, withdrawing: amount },
      (row: Json) => parseFunding(reply([row]))
    ],
    ["flexible", Earn.FlexiblePosition, { asset: code, totalAmount: amount }, (row: Json) => parseFlexible(reply({ rows: [row] }))],
    ["locked", Earn.LockedPosition, { asset: code, amount }, (row: Json) => parseLocked(reply({ rows: [row] }))],
    [
      "tickers",
      Documents.Ticker,
      { symbol, bidPrice: amount, askPrice: amount, lastPrice: amount, closeTime: time },
      (row: Json) => binance.documents.ticker.parse(reply([row]))
    ],
    [
      "markets",
      Documents.MarketInfo,
      { symbol: optionalWord, baseAsset: code, quoteAsset: code, filters },
      (row: Json) => binance.documents.market.parse(reply({ symbols: [row] }))
    ]
  ] as const)("agree with the schema on generated rows of %s", (_name, schema, fields, parse) => {
    const is = Schema.is(schema as unknown as Schema.Schema<unknown>)
    fc.assert(
      fc.property(fc.record(fields as Record<string, fc.Arbitrary<Json>>, { requiredKeys: [] }), (row) => {
        const { items, quarantined } = parse(row as Json)
        const accepted = is(row)
        expect({ row, accepted: items.length === 1 }).toEqual({ row, accepted })
        expect(quarantined.length).toBe(accepted ? 0 : 1)
      }),
      { numRuns: 600 }
    )
  })

  it("take for an answer about a key what the schema does", () => {
    const is = Schema.is(ApiRestrictions)
    for (const json of [replyOf(textOf("get_api_key_permissions")).json, { enableReading: false }, { enableReading: "yes" }, {}])
      expect(binance.classify(reply(json as Json), "api_restrictions") === null).toBe(is(json))
  })
})

const reply = (json: Json) => ({ status: 200, contentType: "application/json", text: "", json })
