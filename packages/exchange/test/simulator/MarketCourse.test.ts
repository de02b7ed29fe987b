import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  dayMs,
  dayOf,
  highest,
  levelOn,
  levelThen,
  lowest,
  marketCandles,
  marketOpens,
  type MarketTrade,
  paidThen,
  priceOf,
  type QuotedMarket,
  stillFrom,
  tapeOf
} from "../../src/simulator/index.ts"

const now = Date.UTC(2026, 8, 23, 1, 18, 16)
const minute = 60_000
const market: QuotedMarket = { name: "btc-usd", assets: ["BTC", "USD"], last: 98_512.5, places: 2, volume: "41.25" }
const own: MarketTrade = { at: Date.UTC(2019, 4, 4, 12, 30, 1), price: "5600.5", amount: "0.25" }
const tape = tapeOf(market, [own], (trade): MarketTrade => trade)
const candles = (sizeMs: number, start: number, end: number) => marketCandles(tape, { sizeMs, start, end, now, most: 10_000 })
const days = candles(dayMs, 0, now)

describe("a market's past", () => {
  it("has every day since the market opened, each at its own level with the day's extremes and volume", () => {
    expect([days[0]!.start, days.length]).toEqual([marketOpens, Math.floor((now - marketOpens) / dayMs) + 1])
    for (const { start, close, low, high, count, volume } of days.slice(0, -1)) {
      const isOwn = own.at >= start && own.at < start + dayMs
      const level = levelThen(market, start)
      const { length } = dayOf(market, start < stillFrom * dayMs ? "past" : "still")
      expect([close, high, low]).toEqual([level, highest * level, lowest * level].map((factor) => priceOf(market, factor)))
      expect([count, volume]).toEqual(isOwn ? [length + 1, "41.5"] : [length, "41.25"])
    }
  })

  it("wanders from day to day, none of which is like the one before, and ends where the still picture is", () => {
    const closes = days.map(({ close }) => Number(close))
    const still = stillFrom - marketOpens / dayMs
    const moves = closes.slice(1, still).map((close, index) => close / closes[index]! - 1)
    expect(moves.filter((move) => move === 0)).toEqual([])
    expect(Math.max(...moves.map(Math.abs))).toBeLessThan(0.12)
    // Up on some days, down on others.
    expect(moves.filter((move) => move > 0).length / moves.length).toBeCloseTo(0.5, 1)
    expect(Math.abs(closes[still - 1]! / market.last - 1)).toBeLessThan(0.08)
    expect(new Set(closes.slice(still))).toEqual(new Set([market.last]))
  })

  it("is that of the coin: a hundred times less in 2015, a fifth at the end of 2022", () => {
    const at = (year: number, month: number) => paidThen(market, Date.UTC(year, month, 1))
    expect(market.last / at(2015, 8)).toBeGreaterThan(300)
    expect(at(2022, 11) / market.last).toBeCloseTo(0.175, 1)
    expect(at(2021, 10)).toBeGreaterThan(at(2022, 10) * 2)
  })

  it("is the same on every machine", () => {
    const asked = [
      ["BTC", "MXN"],
      ["ETH", "BTC"],
      ["SOL", "USDT"],
      ["EUR", "USD"],
      ["NOPE", "USD"]
    ] as const
    expect(asked.map((assets) => [2015, 2019, 2023].map((year) => levelOn(assets, Date.UTC(year, 2, 14) / dayMs)))).toMatchInlineSnapshot(`
      [
        [
          0.0020810463454623207,
          0.04221375918380479,
          0.26436953681544145,
        ],
        [
          0.11084356589084067,
          1.0205687572088524,
          1.8344104099908036,
        ],
        [
          0.004859573179997312,
          0.004955992580554478,
          0.10462087858119076,
        ],
        [
          1.0198634339737682,
          1.046301243147112,
          1.006105077544121,
        ],
        [
          0.9993220331381354,
          1.0067391650061484,
          1.008206822405136,
        ],
      ]
    `)
  })

  it("agrees between markets: a coin in pesos is the coin in dollars, in pesos", () =>
    fc.assert(
      fc.property(fc.integer({ min: marketOpens / dayMs, max: stillFrom + 50 }), (day) => {
        const through = levelOn(["BTC", "USD"], day) * levelOn(["USD", "MXN"], day)
        expect(levelOn(["BTC", "MXN"], day) / through).toBeCloseTo(1, 12)
        expect(levelOn(["USDT", "USD"], day)).toBe(1)
      })
    ))

  it("is in long candles what it is in those of minutes, over midnight too", () =>
    fc.assert(
      fc.property(fc.integer({ min: marketOpens / dayMs, max: stillFrom + 10 }), fc.integer({ min: 0, max: 23 }), (day, hour) => {
        // As an exchange whose days begin at another hour.
        const phaseMs = hour * 60 * minute
        const from = day * dayMs + phaseMs
        const [long] = marketCandles(tape, { sizeMs: dayMs, phaseMs, start: from, end: from + 1, now, most: 1 })
        const short = candles(minute, from, from + dayMs).filter(({ count }) => count > 0)
        expect(long).toMatchObject({ start: from, open: short[0]!.open, close: short.at(-1)!.close })
        expect(long!.count).toBe(short.reduce((sum, { count }) => sum + count, 0))
        expect(Number(long!.high)).toBe(Math.max(...short.map(({ high }) => Number(high))))
        expect(Number(long!.low)).toBe(Math.min(...short.map(({ low }) => Number(low))))
        expect(Number(long!.volume)).toBeCloseTo(
          short.reduce((sum, { volume }) => sum + Number(volume), 0),
          6
        )
      }),
      { numRuns: 25 }
    ))
})
