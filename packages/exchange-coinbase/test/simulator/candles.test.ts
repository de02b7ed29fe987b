import { describe, expect, it } from "vitest"
import { coinbase } from "../../src/index.ts"
import { makeCoinbaseSimulator, parseAccount, personas } from "../../src/simulator/index.ts"
import { replyOf, textOf } from "../fixture.ts"
import { call, control } from "./client.ts"

const now = Date.UTC(2026, 8, 23, 1, 18, 16)
const hour = 3600
const path = (product: string) => `/api/v3/brokerage/market/products/${product}/candles`
const simulator = () => makeCoinbaseSimulator({ account: "beginner", rateLimits: false, now: () => now })
const ask = (product: string, query: string, one = simulator()) => call(one, `${path(product)}?${query}`, { authorization: null })
const from = Math.floor(now / 1000 / hour) * hour - 100 * hour

describe("candles", () => {
  it("have the recorded shape, newest first, and leave out what nobody traded in", async () => {
    const rows = (await ask("BTC-USD", `start=${from}&end=${from + 300 * 60 - 1}&granularity=ONE_MINUTE`)).json.candles
    expect(Object.keys(rows[0])).toEqual(Object.keys(JSON.parse(textOf("get_product_candles_2023")).candles[0]))
    const starts = rows.map((row: any) => Number(row.start))
    expect(starts).toEqual(starts.toSorted((a: number, b: number) => b - a))
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.length).toBeLessThan(300)
    expect(rows.every((row: any) => Number(row.volume) > 0)).toBe(true)
  })

  it("have inclusive ends, and are refused where there are too many", async () => {
    const starts = async (end: number) =>
      (await ask("BTC-USD", `start=${from}&end=${end}&granularity=ONE_HOUR`)).json.candles.map((row: any) => Number(row.start))
    expect(await starts(from + 2 * hour)).toEqual([from + 2 * hour, from + hour, from])
    expect(await starts(from + 2 * hour - 1)).toEqual([from + hour, from])
    const many = (count: number) => ask("BTC-USD", `start=${from}&end=${from + count * 60 - 1}&granularity=ONE_MINUTE`)
    expect((await many(349)).status).toBe(200)
    expect(await many(350)).toMatchObject({ status: 400, error: "INVALID_ARGUMENT" })
  })

  it("agree with the products' prices, and hold what the account traded", async () => {
    const one = simulator()
    const product = (await call(one, "/api/v3/brokerage/market/products", { authorization: null })).json.products[0]
    const [last] = (await ask("BTC-USD", `start=${from + 80 * hour}&end=${Math.floor(now / 1000)}&granularity=ONE_HOUR`)).json.candles
    expect(last.close).toBe(product.price)
    const fills: ReadonlyArray<any> = personas.beginner().fills.filter((row) => row["trade_type"] === "FILL" && Number(row["price"]) > 0)
    let seen = 0
    for (const { product_id, trade_time, price } of fills) {
      const start = Math.floor(Date.parse(trade_time) / 60_000) * 60
      const { status, json } = await ask(product_id, `start=${start}&end=${start}&granularity=ONE_MINUTE`)
      if (status === 404) continue
      seen += 1
      expect(Number(json.candles[0].low)).toBeLessThanOrEqual(Number(price))
      expect(Number(json.candles[0].high)).toBeGreaterThanOrEqual(Number(price))
    }
    expect(seen).toBeGreaterThan(0)
  })

  it("take a size in the quote for what it buys", async () => {
    const fill = {
      entry_id: "e",
      trade_id: "t",
      order_id: "o",
      trade_time: new Date((from + 60) * 1000).toISOString(),
      trade_type: "FILL",
      price: "250000",
      size: "500",
      size_in_quote: true,
      commission: "0",
      product_id: "BTC-USD",
      side: "BUY"
    }
    const one = makeCoinbaseSimulator({ account: parseAccount({ fills: [fill] }), rateLimits: false, now: () => now })
    const calm = makeCoinbaseSimulator({ account: parseAccount({}), rateLimits: false, now: () => now })
    const query = `start=${from}&end=${from + hour - 1}&granularity=ONE_HOUR`
    const [[with500], [without]] = await Promise.all([one, calm].map(async (of) => (await ask("BTC-USD", query, of)).json.candles))
    expect(Number(with500.volume) - Number(without.volume)).toBeCloseTo(0.002, 8)
    expect(with500.high).toBe("250000")
  })

  it("refuse what is not asked rightly, and obey the fault plan", async () => {
    expect((await ask("NOPE-USD", `start=${from}&end=${from}&granularity=ONE_HOUR`)).error).toBe("NOT_FOUND")
    for (const query of [
      `start=${from}&end=${from}&granularity=HOUR`,
      `end=${from}&granularity=ONE_HOUR`,
      `start=x&end=${from}&granularity=ONE_HOUR`
    ])
      expect((await ask("BTC-USD", query)).error).toBe("INVALID_ARGUMENT")
    const one = simulator()
    await control(one, "POST", "faults", { rules: [{ route: "brokerage/market/products/{product}/candles", fault: "emptyList" }] })
    const reply = await ask("BTC-USD", `start=${from}&end=${from + hour}&granularity=ONE_HOUR`, one)
    expect(coinbase.candles.parse(replyOf(reply.text), { market: "BTC-USD", spanMs: 3_600_000, from: 0, to: 0 })).toEqual({
      items: [],
      quarantined: []
    })
  })
})
