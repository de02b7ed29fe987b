/** The declarative wire schemas say which rows are readable; the fast decoders must agree, row by row. */
import type { Json } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { readHoldings } from "../../../src/internal/parse/documents.ts"
import * as Documents from "../../../src/internal/wire/documents.ts"
import { Fill } from "../../../src/internal/wire/fills.ts"
import { KeyPermissions } from "../../../src/internal/wire/keyPermissions.ts"
import { Transaction } from "../../../src/internal/wire/transactions.ts"
import { first, replyOf, textOf } from "../../fixture.ts"

const odd = fc.oneof({ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> })
const mostly = (arbitrary: fc.Arbitrary<Json>) => fc.oneof({ weight: 12, arbitrary }, { weight: 1, arbitrary: odd })
const amount = mostly(
  fc.oneof(
    fc.stringMatching(/^-?\d{1,30}\.\d{0,30}$/),
    fc.stringMatching(/^[+-]?\d{0,3}(\.\d{0,3})?([eE][+-]?\d{1,3})?$/),
    fc.maxSafeInteger(),
    fc.constantFrom("-0", ".003", "", "-", "1e", "0x10", "NaN", "1,5")
  )
)
const code = mostly(fc.constantFrom("BTC", "ADA", "USD", ""))
const word = mostly(fc.constantFrom("send", "trade", "completed", "new thing", "", null))
const moment = mostly(
  fc.constantFrom("2024-11-03T13:50:09Z", "2023-11-26T10:19:47.504123Z", "2015-03-11T13:13:35-07:00", "now", "2023-02-30T00:00:00Z")
)
const sum = (name: string) => mostly(fc.record({ [name]: amount, currency: code }, { requiredKeys: [name] }) as fc.Arbitrary<Json>)

const rows = {
  transactions: fc.record(
    {
      id: word,
      type: word,
      status: word,
      amount: sum("amount"),
      created_at: moment,
      advanced_trade_fill: mostly(
        fc.oneof(
          fc.constant(null),
          fc.record(
            { fill_price: amount, commission: amount, product_id: word, order_id: word },
            { requiredKeys: [] }
          ) as fc.Arbitrary<Json>
        )
      ),
      network: odd,
      trade: odd,
      buy: odd
    },
    { requiredKeys: ["id", "amount"] }
  ),
  fills: fc.record(
    {
      entry_id: word,
      trade_id: word,
      order_id: word,
      trade_time: moment,
      trade_type: word,
      price: amount,
      size: amount,
      commission: amount,
      product_id: mostly(fc.constantFrom("BTC-USD", "ADA-USDT", "ADA-PERP-INTX", "-", "A-", "", "BTC")),
      size_in_quote: mostly(fc.boolean()),
      side: mostly(fc.constantFrom("BUY", "SELL"))
    },
    { requiredKeys: ["entry_id", "product_id"] }
  )
}
const schemas = { transactions: Transaction, fills: Fill } as const

const check = (stream: keyof typeof schemas, row: Json) => {
  const json = stream === "fills" ? { fills: [row], cursor: "" } : { data: [row], pagination: { next_uri: null } }
  const { events, quarantined } = coinbase.streams[stream].parse({ status: 200, contentType: null, text: "", json }, first)
  const accepted = Schema.is(schemas[stream] as Schema.Schema<unknown>)(row)
  expect({ row, accepted: events.length === 1 }).toEqual({ row, accepted })
  expect(quarantined.length).toBe(accepted ? 0 : 1)
}

describe("the fast decoders", () => {
  it.each(["transactions", "fills"] as const)("agree with the schema on generated rows of %s", (stream) => {
    fc.assert(
      fc.property(rows[stream] as fc.Arbitrary<Json>, (row) => check(stream, row)),
      { numRuns: 2_000 }
    )
  })

  it.each([
    ["transactions", "recorded_transactions", "data"],
    ["transactions", "get_transactions", "data"],
    ["transactions", "get_address_transactions", "data"],
    ["fills", "recorded_fills", "fills"],
    ["fills", "recorded_fills_perpetual", "fills"],
    ["fills", "get_fills", "fills"]
  ] as const)("agree with the schema on every row of %s in %s", (stream, fixture, name) => {
    for (const row of (replyOf(textOf(fixture)).json as Record<string, ReadonlyArray<Json>>)[name]!) check(stream, row)
  })

  const account = fc.record({ id: word, type: odd, name: odd, primary: odd, balance: sum("amount") }, { requiredKeys: ["balance"] })
  const holding = fc.record({ uuid: word, available_balance: sum("value"), hold: sum("value") }, { requiredKeys: ["uuid"] })
  const product = fc.record(
    {
      product_id: word,
      base_currency_id: code,
      quote_currency_id: code,
      base_min_size: amount,
      base_max_size: amount,
      quote_increment: amount,
      price_increment: amount,
      price: amount
    },
    { requiredKeys: ["product_id", "base_currency_id", "quote_currency_id"] }
  )
  it.each([
    ["balance", account, Documents.Account, "data", coinbase.documents.balance.parse],
    ["holds", holding, Documents.Holding, "accounts", readHoldings],
    ["ticker", product, Documents.Ticker, "products", coinbase.documents.ticker.parse],
    ["market", product, Documents.Market, "products", coinbase.documents.market.parse]
  ] as const)("agree with the schema on generated rows of %s", (_what, arbitrary, schema, name, parse) => {
    const is = Schema.is(schema as Schema.Schema<unknown>)
    fc.assert(
      fc.property(mostly(arbitrary as fc.Arbitrary<Json>), (row) => {
        const json = { [name]: [row], pagination: { next_uri: null } }
        expect({ row, accepted: parse({ status: 200, contentType: null, text: "", json }).items.length === 1 }).toEqual({
          row,
          accepted: is(row)
        })
      }),
      { numRuns: 800 }
    )
  })

  it("take for the key's permissions what classify takes for them", () => {
    const is = Schema.is(KeyPermissions)
    expect(is(replyOf(textOf("get_key_permissions")).json)).toBe(true)
    expect(is({ can_view: "yes" })).toBe(false)
  })
})
