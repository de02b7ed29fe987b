import { respond } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { bitstamp } from "../../src/index.ts"
import { makeBitstampSimulator } from "../../src/simulator/BitstampSimulator.ts"
import { personas } from "../../src/simulator/personas/index.ts"
import { replyOf, textOf } from "../fixture.ts"

const now = Date.UTC(2026, 8, 23, 1, 18, 16)
const hour = 3600
const current = Math.floor(now / 1000 / hour) * hour
const simulator = (account = {}) => makeBitstampSimulator(account, { now: () => now })
const get = async (path: string, one = simulator()) => {
  const answer = await respond(one, new Request(`https://www.bitstamp.net/api/v2/${path}`))
  return { status: answer.status, json: (await answer.json()) as any }
}
const rowsOf = async (query: string, one = simulator()) => (await get(`ohlc/btcusd/?${query}`, one)).json.data.ohlc

describe("ohlc", () => {
  it("has the published shape, traded in or not", async () => {
    const published = JSON.parse(textOf("get_ohlc")).data
    const { json } = await get("ohlc/btcusd/?step=60&limit=1000")
    expect(json.data.pair).toBe(published.pair)
    expect(json.data.ohlc).toHaveLength(1000)
    for (const row of json.data.ohlc) expect(Object.keys(row)).toEqual(Object.keys(published.ohlc[0]))
    expect(json.data.ohlc.some((row: any) => row.volume === "0.00000000")).toBe(true)
  })

  it("shows so many from a start on, up to an inclusive end; without a start the last", async () => {
    const starts = async (query: string) => (await rowsOf(`step=3600&${query}`)).map((row: any) => Number(row.timestamp))
    expect(await starts("limit=2")).toEqual([current - hour, current])
    expect(await starts(`limit=2&start=${current - 50 * hour}`)).toEqual([current - 50 * hour, current - 49 * hour])
    expect(await starts(`limit=9&start=${current - 50 * hour}&end=${current - 49 * hour}`)).toHaveLength(2)
    expect(await starts(`limit=9&start=${current - 50 * hour}&end=${current - 49 * hour - 1}`)).toHaveLength(1)
  })

  it("agrees with the ticker, and holds what the account traded", async () => {
    const ticker = (await get("ticker/")).json.find((row: any) => row.pair === "BTC/USD")
    const days = await rowsOf("step=86400&limit=2")
    expect([days[1].close, days[0].high, days[0].low, days[0].volume]).toEqual([ticker.last, ticker.high, ticker.low, ticker.volume])
    const account = personas["trader"]!()
    const rows = account["user_transactions"] as ReadonlyArray<Record<string, unknown>>
    const trades = rows
      .filter((row) => String(row["type"]) === "2" && row["btc_usd"] !== undefined && Number(row["btc"]) !== 0)
      .slice(0, 50)
    expect(trades.length).toBeGreaterThan(10)
    const one = simulator(account)
    for (const row of trades) {
      const start = Math.floor(Date.parse(`${String(row["datetime"]).replace(" ", "T")}Z`) / 60_000) * 60
      const [candle] = await rowsOf(`step=60&limit=1&start=${start}`, one)
      expect(Number(candle.low)).toBeLessThanOrEqual(Number(row["btc_usd"]))
      expect(Number(candle.high)).toBeGreaterThanOrEqual(Number(row["btc_usd"]))
      // About what others pay on that day.
      const midnight = start - (start % 86_400)
      const [{ close }] = await rowsOf(`step=86400&limit=1&start=${midnight}`)
      expect(Math.abs(Number(row["btc_usd"]) / Number(close) - 1)).toBeLessThan(0.01)
    }
  })

  it("refuses what is not asked rightly, and obeys the fault plan", async () => {
    expect((await get("ohlc/nopeusd/?step=60&limit=1")).status).toBe(404)
    for (const query of ["limit=1", "step=61&limit=1", "step=60", "step=60&limit=1001", "step=60&limit=1&start=x"])
      expect((await get(`ohlc/btcusd/?${query}`)).status).toBe(400)
    const one = simulator()
    one.setFaults({ seed: 1, rules: [{ route: "ohlc/{pair}", fault: "emptyList" }] })
    const { json } = await get("ohlc/btcusd/?step=60&limit=5", one)
    expect(bitstamp.candles.parse(replyOf(JSON.stringify(json)), { market: "BTC/USD", spanMs: 60_000, from: 0, to: 0 })).toEqual({
      items: [],
      quarantined: []
    })
    expect(one.requests().requests.at(-1)).toMatchObject({ endpoint: "ohlc/{pair}", fault: "emptyList" })
  })
})
