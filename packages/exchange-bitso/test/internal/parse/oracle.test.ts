/** The declarative wire schemas say which rows are readable; the fast decoders must agree, row by row and value by value. */
import type { Json, LedgerEvent } from "@caudal/exchange"
import { Decimal, Instant } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { Candle } from "../../../src/internal/wire/candles.ts"
import * as Documents from "../../../src/internal/wire/documents.ts"
import { LedgerRow } from "../../../src/internal/wire/ledger.ts"
import { Funding, Withdrawal } from "../../../src/internal/wire/movements.ts"
import { UserTrade } from "../../../src/internal/wire/userTrades.ts"
import { first, lists, replyOf, type StreamId, textOf } from "../../fixture.ts"

const accepts: Record<string, (row: unknown) => boolean> = {
  ledger: Schema.is(LedgerRow),
  user_trades: Schema.is(UserTrade),
  fundings: Schema.is(Funding),
  withdrawals: Schema.is(Withdrawal)
}

const amounts = (event: LedgerEvent) => event.postings.map(({ amount }) => Decimal.abs(amount)).sort()
const printed = (...values: ReadonlyArray<unknown>) => values.map((value) => Decimal.abs(Decimal.parse(value) as Decimal.Decimal)).sort()

/** Checks one row against its schema. */
const check = (stream: StreamId, schema: string, row: Json) => {
  const { events, quarantined } = bitso.streams[stream].parse(
    { status: 200, contentType: null, text: "", json: { success: true, payload: [row] } },
    first
  )
  const accepted = accepts[schema]?.(row)
  expect({ row, accepted: events.length === 1 }).toEqual({ row, accepted })
  expect(quarantined.length).toBe(accepted ? 0 : 1)
  const event = events[0]
  if (event === undefined) return
  const wire = row as Record<string, Json>
  expect(event.at).toBe(Instant.parse(wire["created_at"]))
  if (schema === "ledger") {
    const updates = wire["balance_updates"] as ReadonlyArray<{ currency: string; amount: unknown }>
    expect(event.postings.map(({ asset, amount }) => [asset, amount])).toEqual(updates.map((u) => [u.currency, Decimal.parse(u.amount)]))
  } else if (schema === "user_trades") {
    const fee = Decimal.parse(wire["fees_amount"])
    expect(amounts(event)).toEqual(printed(wire["major"], wire["minor"], ...(fee === "0" ? [] : [wire["fees_amount"]])))
  } else expect(amounts(event)).toEqual(printed(wire["amount"]))
}

const schemaOf = (stream: StreamId) => (stream.startsWith("ledger") ? "ledger" : stream)

const odd = fc.oneof({ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> })
const mostly = (arbitrary: fc.Arbitrary<Json>) => fc.oneof({ weight: 12, arbitrary }, { weight: 1, arbitrary: odd })
const amount = mostly(
  fc.oneof(
    fc.stringMatching(/^-?\d{1,30}\.\d{0,30}$/),
    fc.stringMatching(/^[+-]?\d{0,3}(\.\d{0,3})?([eE][+-]?\d{1,3})?$/),
    fc.maxSafeInteger(),
    fc.constantFrom("-0", "-0.00", ".003", "", "-", "1e", "0x10", "NaN", "1,5")
  )
)
const instant = mostly(
  fc.oneof(
    fc
      .date({ min: new Date("2013-01-01T00:00:00Z"), max: new Date("2033-01-01T00:00:00Z"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19) + "+0000"),
    fc.stringMatching(/^20[12]\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-6]\d:[0-6]\d(\.\d{3})?(Z|[+-]0\d00|\+00:00|\+0000)?$/),
    fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+0000|\+00:00|Z)$/)
  )
)
const id = mostly(fc.oneof(fc.stringMatching(/^[0-9a-f]{0,32}$/), fc.maxSafeInteger(), fc.constant(null)))
const code = mostly(fc.constantFrom("btc", "mxn", "usd", ""))
const text = mostly(fc.oneof(fc.constantFrom("trade", "fee", "funding", "withdrawal", "quoted_order", "new_thing"), fc.constant(null)))
const details = fc.oneof(odd, fc.record({ tid: id, oid: id, wid: id, fid: id, qid: id, method: text }, { requiredKeys: [] }))

const rows: Record<string, fc.Arbitrary<Json>> = {
  ledger: fc.record(
    {
      eid: id,
      operation: text,
      created_at: instant,
      balance_updates: mostly(fc.array(mostly(fc.record({ currency: code, amount })), { maxLength: 3 })),
      details
    },
    { requiredKeys: ["created_at", "balance_updates"] }
  ) as fc.Arbitrary<Json>,
  user_trades: fc.record(
    {
      tid: id,
      oid: id,
      origin_id: id,
      book: mostly(fc.constantFrom("btc_mxn", "eth_usd", "btc", "_mxn", "a_b_c")),
      created_at: instant,
      major: amount,
      minor: amount,
      major_currency: code,
      minor_currency: code,
      fees_amount: amount,
      fees_currency: code,
      price: amount
    },
    { requiredKeys: ["created_at", "major", "minor", "fees_amount"] }
  ) as fc.Arbitrary<Json>,
  fundings: fc.record(
    { fid: id, status: text, created_at: instant, currency: code, amount, method: text, details },
    { requiredKeys: ["created_at"] }
  ) as fc.Arbitrary<Json>,
  withdrawals: fc.record(
    { wid: id, origin_id: id, status: text, created_at: instant, currency: code, amount, method: text, details },
    { requiredKeys: ["created_at", "amount"] }
  ) as fc.Arbitrary<Json>
}

describe("the fast decoders", () => {
  it.each(lists)("agree with the schema on every row of %s in %s", (stream, fixture) => {
    const { payload } = replyOf(textOf(fixture)).json as { payload: ReadonlyArray<Json> }
    for (const row of payload) check(stream, schemaOf(stream), row)
  })

  it.each(["ledger", "user_trades", "fundings", "withdrawals"] as const)("agree with the schema on generated rows of %s", (stream) => {
    fc.assert(
      fc.property(rows[stream] as fc.Arbitrary<Json>, (row) => check(stream, stream, row)),
      { numRuns: 1500 }
    )
  })

  it.each([
    ["balance", Documents.Balance, (row: Json): Json => ({ balances: [row] })],
    ["ticker", Documents.Ticker, (row: Json): Json => [row]],
    ["market", Documents.AvailableBook, (row: Json): Json => [row]],
    ["order", Documents.OpenOrder, (row: Json): Json => [row]],
    ["fee", Documents.BookFee, (row: Json): Json => ({ fees: [row] })]
  ] as const)("agree with the schema on generated rows of %s", (document, schema, wrap) => {
    const row = fc.record(
      {
        currency: code,
        available: amount,
        locked: amount,
        total: amount,
        book: mostly(fc.constantFrom("btc_mxn", "eth_usd", "btc", "")),
        bid: amount,
        ask: amount,
        last: amount,
        created_at: instant,
        minimum_amount: amount,
        maximum_amount: amount,
        tick_size: amount,
        oid: id,
        side: mostly(fc.constantFrom("buy", "sell")),
        price: amount,
        original_amount: amount,
        unfilled_amount: amount,
        status: text,
        maker_fee_decimal: amount,
        taker_fee_decimal: amount,
        fee_decimal: amount
      },
      {
        requiredKeys: [
          "currency",
          "available",
          "locked",
          "book",
          "oid",
          "side",
          "status",
          "created_at",
          "original_amount",
          "unfilled_amount"
        ]
      }
    ) as fc.Arbitrary<Json>
    const is = Schema.is(schema as Schema.Schema<unknown>)
    fc.assert(
      fc.property(row, (json) => {
        const reply = { status: 200, contentType: null, text: "", json: { success: true, payload: wrap(json) } }
        expect({ json, accepted: bitso.documents[document].parse(reply).items.length === 1 }).toEqual({ json, accepted: is(json) })
      }),
      { numRuns: 800 }
    )
  })

  it("agree with the schema on generated candles", () => {
    const price = mostly(fc.constantFrom<Json>("1", "1.00", "2", "2.50", 2, 3, "0", "-1"))
    const row = fc.record({
      bucket_start_time: mostly(fc.constantFrom<Json>(1648219140000, 0)),
      first_rate: price,
      last_rate: price,
      min_rate: price,
      max_rate: price,
      volume: amount
    }) as fc.Arbitrary<Json>
    const is = Schema.is(Candle)
    let read = 0
    fc.assert(
      fc.property(row, (json) => {
        const reply = { status: 200, contentType: null, text: "", json: { success: true, payload: [json] } }
        const request = { market: "btc_mxn", spanMs: 60_000, from: 0, to: 60_000 }
        const { items } = bitso.candles.parse(reply, request)
        read += items.length
        expect({ json, accepted: items.length === 1 }).toEqual({ json, accepted: is(json) })
      }),
      { numRuns: 2000 }
    )
    expect(read).toBeGreaterThan(20)
  })
})
