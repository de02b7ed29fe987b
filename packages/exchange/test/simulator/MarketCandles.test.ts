import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  highest,
  lowest,
  makeTapes,
  marketCandles,
  type MarketTrade,
  priceOf,
  type QuotedMarket,
  tapeOf
} from "../../src/simulator/index.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const now = Date.UTC(2026, 8, 23, 1, 18, 16)
const opens = Date.UTC(2026, 0, 1)
const market: QuotedMarket = { name: "btc-usd", assets: ["BTC", "USD"], opens, last: 98_512.5, places: 2, volume: "41.25" }
const fills: ReadonlyArray<MarketTrade> = [
  { at: Date.UTC(2023, 0, 10, 17, 20, 41), price: "17443.20", amount: "0.05" },
  { at: Date.UTC(2023, 0, 10, 17, 20, 59), price: "17440", amount: "0.5" },
  { at: Date.UTC(2024, 5, 1, 9), price: "61000.125", amount: "1" },
  { at: now - day - 1, price: "120000", amount: "0.001" }
]
const tape = tapeOf(market, fills, (trade) => trade)
const candles = (
  sizeMs: number,
  start: number,
  end: number,
  over: { readonly most?: number; readonly phaseMs?: number; readonly now?: number } = {}
) => marketCandles(tape, { sizeMs, start, end, now, most: 5000, ...over })

describe("a tape", () => {
  it("holds own fills and others' trades in order of time, each at the place it is said to have", () => {
    const from = tape.before(now - 2 * day)
    const trades = Array.from({ length: tape.before(now) - from }, (_, index) => tape.at(from + index))
    expect(trades.map(({ at }) => at)).toEqual(trades.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(trades.filter(({ price }) => price === "120000")).toHaveLength(1)
    fills.forEach((fill, number) => expect(tape.at(tape.placeOfOwn(number)!)).toEqual(fill))
    for (const number of [0, 1, 1000, 50_000]) {
      const place = tape.placeOfOther(number)!
      expect(fills).not.toContainEqual(tape.at(place))
      expect(tape.before(tape.at(place).at)).toBeLessThanOrEqual(place)
    }
  })

  it("is the account's own alone before others come, and where nobody else trades", () => {
    expect(tape.before(opens)).toBe(3)
    const closed = tapeOf(undefined, fills, (trade) => trade)
    expect([closed.before(now + day), closed.placeOfOther(0)]).toEqual([4, undefined])
  })

  it("is made again once the account has traded, and only then", () => {
    let revision = 1
    let made = 0
    const tapes = makeTapes(
      () => revision,
      (name) => `${name} ${++made}`
    )
    expect([tapes("a"), tapes("b"), tapes("a")]).toEqual(["a 1", "b 2", "a 1"])
    revision = 2
    expect([tapes("a"), tapes("a")]).toEqual(["a 3", "a 3"])
  })
})

describe("candles of a market", () => {
  it("hold each fill's price between their lowest and highest, whatever their length", () => {
    for (const sizeMs of [minute, hour, day])
      for (const { at, price } of fills) {
        const [candle] = candles(sizeMs, at - sizeMs + 1, at + 1)
        expect(candle!.start).toBeLessThanOrEqual(at)
        expect(Number(candle!.low)).toBeLessThanOrEqual(Number(price))
        expect(Number(candle!.high)).toBeGreaterThanOrEqual(Number(price))
      }
  })

  it("carry the last price on where nobody trades, and are none before the first trade", () => {
    const first = candles(day, 0, Date.UTC(2023, 0, 13))
    expect(first.map(({ start, open, high, low, close, count, volume }) => [start, open, high, low, close, count, volume])).toEqual([
      [Date.UTC(2023, 0, 10), "17443.20", "17443.20", "17440", "17440", 2, "0.55"],
      [Date.UTC(2023, 0, 11), "17440", "17440", "17440", "17440", 0, "0"],
      [Date.UTC(2023, 0, 12), "17440", "17440", "17440", "17440", 0, "0"]
    ])
  })

  it("of any 24 hours have the quoted extremes, volume and last price", () => {
    const hours = candles(hour, now - 20 * day, now - 20 * day + day)
    expect(hours).toHaveLength(24)
    expect(Math.max(...hours.map(({ high }) => Number(high)))).toBe(Number(priceOf(market, highest)))
    expect(Math.min(...hours.map(({ low }) => Number(low)))).toBe(Number(priceOf(market, lowest)))
    expect(hours.reduce((sum, { volume }) => sum + Number(volume), 0)).toBeCloseTo(41.25, 6)
    expect(hours.at(-1)!.close).toBe(priceOf(market, 1))
  })

  it("of a long span are what those of shorter ones in it make", () =>
    fc.assert(
      fc.property(fc.integer({ min: Math.floor(opens / hour) - 30, max: Math.floor(now / hour) - 1 }), (at) => {
        const [long] = candles(hour, at * hour, (at + 1) * hour)
        const short = candles(minute, at * hour, (at + 1) * hour)
        expect(short).toHaveLength(60)
        expect(long).toMatchObject({ open: (short.find(({ count }) => count > 0) ?? short[0])!.open, close: short.at(-1)!.close })
        expect(long!.count).toBe(short.reduce((sum, { count }) => sum + count, 0))
        const within = short.filter(({ count }) => count > 0 || long!.count === 0)
        expect(Number(long!.high)).toBe(Math.max(...within.map(({ high }) => Number(high))))
        expect(Number(long!.low)).toBe(Math.min(...within.map(({ low }) => Number(low))))
      }),
      { numRuns: 100 }
    ))

  it("begin where the exchange's begin, the first so many, up to the one that is not over", () => {
    const days = candles(day, now - 5 * day, now + day, { phaseMs: 6 * hour })
    expect(days.every(({ start }) => start % day === 6 * hour)).toBe(true)
    expect(days.at(-1)!.start).toBeLessThanOrEqual(now)
    expect(days.at(-1)!.start + day).toBeGreaterThan(now)
    expect(candles(day, now - 5 * day, now, { most: 2 })).toEqual(candles(day, now - 5 * day, now).slice(0, 2))
    expect(candles(hour, now, now + day, { now: now - 1 })).toEqual([])
  })
})
