import { describe, expect, it } from "vitest"
import { binance } from "../../src/index.ts"
import { makeBinanceSimulator, parseAccount, personas } from "../../src/simulator/index.ts"
import { replyOf, textOf } from "../fixture.ts"
import { control, open } from "./client.ts"

const now = Date.UTC(2026, 8, 23, 1, 18, 16)
const hour = 3_600_000
const day = 24 * hour
const simulator = () => makeBinanceSimulator({ account: "beginner", rateLimits: false, now: () => now })
const klines = async (query: string, one = simulator()) => (await open(one, `/api/v3/klines?${query}`)).json

describe("klines", () => {
  it("have the recorded shape, traded in or not", async () => {
    const shape = (row: ReadonlyArray<unknown>) => JSON.stringify(row.map((value) => typeof value))
    const rows = await klines("symbol=BTCUSDT&interval=1m")
    expect(new Set(rows.map(shape))).toEqual(new Set([shape(JSON.parse(textOf("get_klines_2020"))[0])]))
    expect(rows.some((row: any) => row[8] === 0 && row[5] === "0.00000000")).toBe(true)
    expect(rows.every((row: any) => row[6] === row[0] + 59_999)).toBe(true)
  })

  it("are 500 without a limit and 1000 at most, the last ones or the first from a time on", async () => {
    const current = Math.floor(now / hour) * hour
    const starts = async (query: string) => (await klines(`symbol=BTCUSDT&interval=1h${query}`)).map((row: any) => row[0])
    const usual = await starts("")
    expect([usual.length, usual.at(-1)]).toEqual([500, current])
    expect(await starts("&limit=5000")).toHaveLength(1000)
    const from = current - 3000 * hour
    const first = await starts(`&startTime=${from}&limit=3`)
    expect(first).toEqual([from, from + hour, from + 2 * hour])
    expect(await starts(`&startTime=${from}&endTime=${from + hour}`)).toEqual([from, from + hour])
    expect(await starts(`&startTime=${from}&endTime=${from + hour - 1}`)).toEqual([from])
    expect(await starts(`&endTime=${from}&limit=2`)).toEqual([from - hour, from])
  })

  it("hold what the account traded, and agree with the ticker", async () => {
    const account = personas.beginner()
    const fills: Array<any> = account.lists.trades.filter((row) => row["symbol"] === "BTCUSDT" || row["symbol"] === "ETHUSDT")
    expect(fills.length).toBeGreaterThan(0)
    for (const { symbol, time, price } of fills)
      for (const [interval, length] of [
        ["1m", 60_000],
        ["1d", day]
      ] as const) {
        const [row] = await klines(`symbol=${symbol}&interval=${interval}&startTime=${Math.floor(time / length) * length}&limit=1`)
        expect(Number(row[3])).toBeLessThanOrEqual(Number(price))
        expect(Number(row[2])).toBeGreaterThanOrEqual(Number(price))
      }
    const { bidPrice, askPrice } = (await open(simulator(), "/api/v3/ticker/bookTicker?symbol=BTCUSDT")).json
    const [last] = await klines("symbol=BTCUSDT&interval=1m&limit=1")
    expect(Number(last[4])).toBeGreaterThan(Number(bidPrice))
    expect(Number(last[4])).toBeLessThan(Number(askPrice))
  })

  it("of a market that is closed are the account's own, and of one that is none are refused", async () => {
    const trade = {
      symbol: "BCCBTC",
      id: 1,
      orderId: 1,
      price: "0.1",
      qty: "2",
      quoteQty: "0.2",
      commission: "0",
      commissionAsset: "BNB",
      time: now - 5 * hour,
      isBuyer: true
    }
    const one = makeBinanceSimulator({ account: parseAccount({ trades: [trade] }), rateLimits: false, now: () => now })
    expect((await klines("symbol=BCCBTC&interval=1h", one)).map((row: any) => [row[4], row[8]])).toEqual([
      ["0.10000000", 1],
      ...Array.from({ length: 5 }, () => ["0.10000000", 0])
    ])
    expect(await klines("symbol=NOPE&interval=1h", one)).toMatchObject({ code: -1121 })
    expect(await klines("symbol=BTCUSDT&interval=7m", one)).toMatchObject({ code: -1120 })
    expect(await klines("symbol=BTCUSDT&interval=1m&startTime=x", one)).toMatchObject({ code: -1100 })
  })

  it("obey the fault plan, and are read by the adapter whatever their order", async () => {
    const one = simulator()
    const parsed = async () =>
      binance.candles.parse(replyOf((await open(one, "/api/v3/klines?symbol=BTCUSDT&interval=1d")).text), {
        market: "BTCUSDT",
        spanMs: day,
        from: 0,
        to: now
      })
    const calm = await parsed()
    await control(one, "POST", "faults", { rules: [{ route: "klines", fault: "reorderRows" }] })
    const shuffled = await parsed()
    expect(shuffled.items).not.toEqual(calm.items)
    expect(shuffled.items.toSorted((a, b) => a.at - b.at)).toEqual(calm.items)
  })
})
