/** The declarative wire schemas say which rows are readable; the fast decoders must agree, row by row and value by value. */
import type { Json } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import * as Documents from "../../../src/internal/wire/documents.ts"
import { KeyInfo } from "../../../src/internal/wire/keyInfo.ts"
import { LedgerRow } from "../../../src/internal/wire/ledger.ts"
import { Movement } from "../../../src/internal/wire/movements.ts"
import { Trade } from "../../../src/internal/wire/trades.ts"
import { first, replyOf, textOf } from "../../fixture.ts"

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
const time = mostly(fc.oneof(fc.stringMatching(/^1[0-9]{9}(\.\d{1,9})?$/), fc.nat(), fc.constantFrom("-1", "now", "8640000000001")))
const text = mostly(fc.constantFrom("trade", "staking", "earn", "new thing", "", null))
const code = mostly(fc.constantFrom("XXBT", "DOT.S", "ZEUR", ""))

const rows = {
  ledger: fc.record(
    { refid: text, time, type: text, subtype: text, asset: code, amount, fee: amount },
    { requiredKeys: ["time", "asset"] }
  ),
  trades: fc.record(
    {
      ordertxid: text,
      pair: mostly(fc.constantFrom("XXBTZUSD", "DOTUSD", "ABC", "")),
      time,
      type: mostly(fc.constantFrom("buy", "sell")),
      price: amount,
      cost: amount,
      fee: amount,
      vol: amount,
      margin: amount
    },
    { requiredKeys: ["time", "pair"] }
  ),
  deposits: fc.record(
    { refid: text, asset: code, amount, fee: amount, time, status: text, "status-prop": odd, info: odd },
    { requiredKeys: ["asset"] }
  )
}
const schemas = { ledger: LedgerRow, trades: Trade, deposits: Movement, withdrawals: Movement } as const

const check = (stream: keyof typeof schemas, row: Json) => {
  const keyed = stream === "ledger" || stream === "trades"
  const result = keyed ? { [stream]: { ID: row } } : [row]
  const { events, quarantined } = kraken.streams[stream].parse(
    { status: 200, contentType: null, text: "", json: { error: [], result } },
    first
  )
  const accepted = Schema.is(schemas[stream] as Schema.Schema<unknown>)(row)
  expect({ row, accepted: events.length === 1 }).toEqual({ row, accepted })
  expect(quarantined.length).toBe(accepted ? 0 : 1)
  if (!accepted || stream !== "ledger") return
  const wire = row as Record<string, Json>
  const change = Decimal.sum(events[0]!.postings.map((posting) => posting.amount))
  expect(change).toBe(Decimal.subtract(Decimal.parse(wire["amount"])!, Decimal.parse(wire["fee"] ?? 0)!))
}

describe("the fast decoders", () => {
  it.each(["ledger", "trades", "deposits"] as const)("agree with the schema on generated rows of %s", (stream) => {
    fc.assert(
      fc.property(rows[stream] as fc.Arbitrary<Json>, (row) => check(stream, row)),
      { numRuns: 1500 }
    )
  })

  it.each([
    ["ledger", "post_ledgers_2021"],
    ["ledger", "post_ledgers_2023"],
    ["trades", "post_trades_history_2021"],
    ["trades", "post_trades_history_2023"],
    ["deposits", "post_deposit_status_2019"],
    ["deposits", "post_deposit_status_2023"],
    ["deposits", "recorded_fetch_deposits"],
    ["withdrawals", "post_withdraw_status_2023"]
  ] as const)("agree with the schema on every row of %s in %s", (stream, fixture) => {
    const { result } = replyOf(textOf(fixture)).json as { result: Record<string, Json> }
    for (const row of Object.values(Array.isArray(result) ? result : (result[stream] as Record<string, Json>))) check(stream, row)
  })

  it.each([
    ["balance", Documents.Balance, "XXBT"],
    ["ticker", Documents.Ticker, "XXBTZUSD"],
    ["market", Documents.AssetPair, "XXBTZUSD"]
  ] as const)("agree with the schema on generated rows of %s", (document, schema, name) => {
    const level = mostly(fc.array(amount, { maxLength: 3 }))
    const row = fc.oneof(
      amount,
      fc.record(
        {
          balance: amount,
          hold_trade: amount,
          credit: amount,
          credit_used: amount,
          a: level,
          b: level,
          c: level,
          base: code,
          quote: code,
          ordermin: amount,
          tick_size: amount
        },
        { requiredKeys: [] }
      )
    ) as fc.Arbitrary<Json>
    const is = Schema.is(schema as Schema.Schema<unknown>)
    fc.assert(
      fc.property(row, (json) => {
        const reply = { status: 200, contentType: null, text: "", json: { error: [], result: { [name]: json } } }
        expect({ json, accepted: kraken.documents[document].parse(reply).items.length === 1 }).toEqual({ json, accepted: is(json) })
      }),
      { numRuns: 800 }
    )
  })

  it("name a pair where the schema does", () => {
    expect(["XXBTZUSD", "ABC"].map(Schema.is(Documents.PairName))).toEqual([true, false])
    expect(Schema.is(KeyInfo)((replyOf(textOf("post_get_api_key_info_2026")).json as { result: Json }).result)).toBe(true)
  })
})
