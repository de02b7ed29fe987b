import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { makeBitsoSimulator } from "../../../src/simulator/index.ts"
import { listReply, replyOf, textOf } from "../../fixture.ts"
import { call, install } from "../../simulator/client.ts"

const { candles, manifest } = bitso
const spec = manifest.market.candles!
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const request = { market: "btc_usdt", spanMs: minute, from: 1_648_219_140_000, to: 1_648_219_200_000 }

describe("candles", () => {
  it("are read from a recorded reply, to the last figure", () => {
    const reply = replyOf(textOf("get_ohlc_2022"))
    expect(bitso.classify(reply, "ohlc")).toBeNull()
    expect(candles.parse(reply, request)).toEqual({
      items: [
        { at: Date.UTC(2022, 2, 25, 14, 39), open: "44958.6", high: "44979.88", low: "44957.33", close: "44979.88", volume: "0.00082814" }
      ],
      quarantined: []
    })
  })

  it("in which nobody traded carry the last price and no volume", () => {
    expect(candles.parse(replyOf(textOf("get_ohlc_zero_trades_2025")), request).items).toEqual([
      { at: Date.UTC(2025, 4, 20), open: "2042350", high: "2042350", low: "2042350", close: "2042350", volume: "0" }
    ])
  })

  it("that cannot be are put aside, and the others kept", () => {
    const row = JSON.parse(textOf("get_ohlc_2022")).payload[0]
    const { max_rate: max, min_rate: min } = row
    const wrong = [
      "n/a",
      null,
      { ...row, bucket_start_time: String(row.bucket_start_time) },
      { ...row, min_rate: max, max_rate: min },
      { ...row, last_rate: undefined },
      { ...row, first_rate: "0" }
    ]
    const { items, quarantined } = candles.parse(listReply(...wrong, row), request)
    expect(items).toHaveLength(1)
    expect(quarantined.map(({ pointer }) => pointer)).toEqual(wrong.map((_, index) => `/payload/${index}`))
    for (const json of [undefined, null, [], "", { success: true, payload: {} }]) {
      const reply = { status: 200, contentType: null, text: "", ...(json === undefined ? {} : { json }) }
      expect(candles.parse(reply, request).quarantined).toEqual([{ pointer: "/payload", reason: "not a list" }])
    }
  })

  it("without the length that Bitso needs are refused as a failure", () => {
    expect(bitso.classify(replyOf(textOf("error_ohlc_missing_time_bucket_0304"), 400), "ohlc")).not.toBeNull()
  })

  it("are asked for with the length in seconds and the ends in milliseconds", () => {
    expect(candles.request(request)).toEqual({
      endpoint: "ohlc",
      query: [
        ["book", "btc_usdt"],
        ["time_bucket", "60"],
        ["start", "1648219140000"],
        ["end", "1648219200000"]
      ]
    })
  })

  it("are answered by the simulator, each span in a page as long as it may be, on the manifest's grid", async () => {
    const now = Date.UTC(2026, 8, 23, 1, 18, 16)
    const simulator = install(makeBitsoSimulator({ account: "beginner", now: () => now }))
    for (const spanMs of spec.spansMs) {
      const phase = spanMs === day ? spec.dayStartMs : 0
      const to = Math.floor((now - phase) / spanMs) * spanMs + phase
      // Others trade since 2026; what lies before is the account's own.
      const from = Math.max(to - spec.most * spanMs, Date.UTC(2026, 0, 2) + spec.dayStartMs)
      const { query = [] } = candles.request({ market: "eth_usd", spanMs, from, to })
      const search = query.map(([name, value]) => `${name}=${value}`).join("&")
      const { text, status } = await call(simulator, `${manifest.endpoints["ohlc"]!.path}?${search}`)
      const { items, quarantined } = candles.parse(replyOf(text, status), { market: "eth_usd", spanMs, from, to })
      expect(quarantined).toEqual([])
      expect(items.map(({ at }) => at)).toEqual(Array.from({ length: (to - from) / spanMs }, (_, index) => from + index * spanMs))
    }
  })
})
