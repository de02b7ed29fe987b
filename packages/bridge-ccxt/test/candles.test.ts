import type { CandleRequest } from "@caudal/exchange"
import { isPathOf, pathOf } from "@caudal/exchange"
import { describe, expect, it, vi } from "vitest"
import { adapterOf } from "../src/index.ts"
import { recorded, replyOf, reply, venues } from "./fixture.ts"

const minute = 60_000
const day = 86_400_000
const from = Date.UTC(2024, 3, 24)
const request = (market: string, spanMs = day): CandleRequest => ({ market, spanMs, from, to: from + 3 * spanMs })

/** What the recorded replies say, read by eye: at, open, high, low, close, volume. */
const expected: Readonly<Record<string, readonly [string, number, ...ReadonlyArray<string>]>> = {
  binance: ["ETHBTC", 1_591_478_520_000, "0.025013", "0.025018", "0.025", "0.025", "22.19"],
  bitstamp: ["btcusd", 1_593_961_440_000, "9040.87", "9064.77", "9040.87", "9064.77", "18.49436608"],
  coinbase: ["BTC-USD", 1_673_391_780_000, "17417.74", "17417.99", "17414.36", "17417.38", "1.87780853"],
  coinex: ["BTCUSDT", 1_713_934_620_000, "66988.53", "66999.95", "66988.53", "66999.95", "0.1572393"],
  indodax: ["btcidr", 1_708_416_900_000, "51707.52", "51707.52", "51707.52", "51707.52", "0"],
  kraken: ["XETHXXBT", 1_591_475_580_000, "0.02499", "0.02499", "0.02499", "0.02499", "0"]
}
const candlesIn = (venue: string): unknown => recorded(venue).candles

describe("recorded candles", () => {
  it("are those of every venue that has a record of them", () => {
    expect(Object.keys(expected)).toEqual(venues.filter((venue) => candlesIn(venue) !== undefined))
  })

  it.each(Object.entries(expected))(
    "of %s come out as the exchange printed them",
    (venue, [market, at, open, high, low, close, volume]) => {
      const { items, quarantined } = adapterOf(venue).candles!.parse(reply(candlesIn(venue)), request(market, minute))
      expect(quarantined).toEqual([])
      expect(items[0]).toEqual({ at, open, high, low, close, volume })
    }
  )

  it.each(Object.keys(expected))("of %s are answers, and what is none is never a time without trade", (venue) => {
    const { candles, classify } = adapterOf(venue)
    expect(classify(reply(candlesIn(venue)), "candles")).toBeNull()
    for (const text of ["null", "{}", '"x"', '{"data":{}}']) {
      expect(classify(replyOf(text), "candles"), text).toMatchObject({ code: "SCHEMA_DRIFT" })
      expect(candles!.parse(replyOf(text), request("any")).items, text).toEqual([])
    }
  })

  it.each([
    ["kraken", '{"error":["EQuery:Unknown asset pair"]}'],
    ["binance", '{"code":-1121,"msg":"Invalid symbol.","list":[]}'],
    ["bybit", '{"retCode":10001,"retMsg":"Not supported symbols","result":{"list":[]}}'],
    ["kucoin", '{"code":"400100","msg":"symbol not exists","data":[]}']
  ])("of %s that are refused beside a status of 200 are a failure", (venue, text) => {
    expect(adapterOf(venue).classify(replyOf(text), "candles")).toMatchObject({ code: "SCHEMA_DRIFT" })
  })

  it("of which one is none keep the others", () => {
    const text = JSON.stringify(candlesIn("bitstamp")).replace("9040.87", "99999")
    const { items, quarantined } = adapterOf("bitstamp").candles!.parse(replyOf(text), request("btcusd", minute))
    expect([items.length, quarantined]).toEqual([1, [{ pointer: "/0", reason: "a price lies outside the lowest and the highest" }]])
  })
})

describe("candles are asked for", () => {
  it("by the market's id at the venue, in its path or in its query", () => {
    expect(adapterOf("bitstamp").candles!.request(request("btcusd"))).toEqual({
      endpoint: "candles",
      path: { market: "btcusd" },
      query: [
        ["step", "86400"],
        ["start", String(from / 1000)],
        ["end", String((from + 3 * day) / 1000 - 1)],
        ["limit", "1000"]
      ]
    })
    expect(adapterOf("bybit").candles!.request(request("BTCUSDT")).query).toContainEqual(["symbol", "BTCUSDT"])
  })

  it.each(venues)("of %s by a path that its manifest declares, or not at all", (venue) => {
    const { candles, manifest } = adapterOf(venue)
    const spec = manifest.market.candles
    expect(spec === undefined).toBe(candles === undefined)
    if (spec === undefined || candles === undefined) return
    expect(spec.depth).toEqual({ candles: spec.most })
    for (const spanMs of spec.spansMs) {
      const call = candles.request(request("some-market", spanMs))
      const endpoint = manifest.endpoints[call.endpoint]!
      const path = pathOf(endpoint, call.path)
      expect(path !== undefined && isPathOf(endpoint, path)).toBe(true)
      expect(JSON.stringify([path, call.query])).toContain("some-market")
    }
  })

  it("whatever the time is, and sends nothing", () => {
    const sent = vi.fn()
    vi.stubGlobal("fetch", sent)
    vi.useFakeTimers({ now: Date.UTC(2031, 0, 1) })
    const ask = () => ["binance", "kraken", "kucoin"].map((venue) => adapterOf(venue).candles!.request(request("abc")))
    const once = ask()
    vi.setSystemTime(Date.UTC(2040, 0, 1))
    expect(ask()).toEqual(once)
    expect(sent).not.toHaveBeenCalled()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it("of venues that hang on a clock, or have none, not at all", () => {
    for (const venue of ["lighter", "coinone", "bitbns"]) expect(adapterOf(venue).candles).toBeUndefined()
  })
})

describe("a market", () => {
  it("is named as its candles are asked for; where there are none, or one id names two, by ccxt's symbol", () => {
    const named = (venue: string) => {
      const { markets, tickers } = recorded(venue)
      return adapterOf(venue)
        .documents.ticker!.parse(reply(tickers), markets.map(reply))
        .items.map(({ market }) => market)
    }
    expect(named("kraken")).toContain("XXBTZUSD")
    expect(named("bitbns")).toContain("BTC/INR")
  })
})
