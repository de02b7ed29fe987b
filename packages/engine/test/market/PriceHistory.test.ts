import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { missingOf } from "../../src/market/historyNeeds.ts"
import { Gains, OwnPrices, PriceBook, type PriceSource } from "../../src/index.ts"
import { dayMs } from "../../src/prices/PriceSeries.ts"
import { joined } from "../../src/storage/PriceStore.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import fc from "fast-check"
import { candleAdapter, mostOfReply, withCandles } from "../prices/candleToy.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const row = (id: string, at: number, kind: ToyRow["kind"], asset: string, amount: string, group: string | null = null): ToyRow => ({
  id,
  at,
  kind,
  asset,
  amount,
  group
})

/** The first row is so many days ago. */
const days = 25
const hour = dayMs / 24

const now = () => new Date().getTime()
const first = () => now() - days * dayMs

let place: Place
let toy: ToyExchange
beforeEach(() => {
  place = newPlace()
  toy = new ToyExchange()
  const ticker = { bid: "1", ask: "1", last: "1" }
  toy.tickers = [
    { market: "btc_mxn", base: "btc", quote: "mxn", ...ticker },
    { market: "sol_mxn", base: "sol", quote: "mxn", ...ticker },
    { market: "doge_shib", base: "doge", quote: "shib", ...ticker }
  ]
  // A coin for a coin: without a price its value is not known.
  toy.ledger = [row("2", first(), "trade", "btc", "1", "t:1"), row("1", first(), "trade", "eth", "-10", "t:1")]
})
afterEach(() => removePlace(place))

const price = (_market: string, at: number) => String(Math.round(at / dayMs))

const start = async (toyFetch: ReturnType<typeof withCandles>) => {
  const engine = await new ToyEngine(place, toyFetch, candleAdapter).start()
  const { id } = await engine.connect()
  await engine.settled(id)
  return engine
}

const sourcesOf = (engine: ToyEngine) => engine.run(OwnPrices.use((prices) => prices.sources(owner)))
const filled = async (engine: ToyEngine, until: (source: PriceSource) => boolean) => {
  for (let i = 0; i < 200; i++) {
    const source = (await sourcesOf(engine)).find(({ exchange }) => exchange === "toy")
    if (source !== undefined && until(source)) return source
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error("the history was not filled")
}
const whole = ({ neededMs, coveredMs }: PriceSource) => neededMs > 0 && coveredMs === neededMs

describe("the prices that a ledger needs", () => {
  it("are read for its assets alone, day by day since its first row, newest first, and the gains rest on them", async () => {
    const candles = withCandles(toy, price)
    const engine = await start(candles)
    const source = await filled(engine, whole)
    const { asked } = candles.state
    expect(new Set(asked.map(({ market }) => market))).toEqual(new Set(["btc_mxn"]))
    expect(asked.map(({ from }) => from)).toEqual(asked.map(({ from }) => from).toSorted((a, b) => b - a))
    expect(asked.every(({ from, to }) => (to - from) / dayMs <= mostOfReply && (from - 6 * hour) % dayMs === 0)).toBe(true)
    // The candle that holds the first row is the first, and the one that is not over is not asked for.
    expect(source).toMatchObject({ source: "Toy btc_mxn, daily", kind: "market", base: "btc", quote: "mxn", failure: null })
    expect(source.from! <= first() && first() < source.from! + dayMs).toBe(true)
    expect(source.to! <= now() && now() < source.to! + dayMs).toBe(true)
    expect(source.prices).toBe((source.to! - source.from!) / dayMs)

    const lots = await engine.run(
      Gains.use((gains) => gains.lots(owner, portfolio, { method: "FIFO", currency: "mxn", timeZone: "UTC", asset: null }))
    )
    expect(lots.lots).toMatchObject([{ asset: { id: "bitcoin" }, costBasis: price("", source.from!) }])
    expect(lots.gaps.filter(({ code }) => code === "missing-price")).toEqual([])
    await engine.stop()
  })

  it("are asked for once: a restart goes on where it stood", async () => {
    const candles = withCandles(toy, price)
    const engine = await start(candles)
    await filled(engine, whole)
    await engine.stop()
    const before = candles.state.asked.length
    const again = await new ToyEngine(place, candles, candleAdapter).start()
    await filled(again, whole)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await again.stop()
    expect(candles.state.asked.slice(before)).toEqual([])
    // Each day in one call only.
    const stretches = candles.state.asked.toSorted((a, b) => a.from - b.from)
    expect(stretches.every(({ from }, i) => i === 0 || from === stretches[i - 1]!.to)).toBe(true)
  })

  it("that cannot be read are a failure that is told, while everything else goes on; a day without trade is no gap in what was asked", async () => {
    const candles = withCandles(toy, (_market, at) => (Math.floor(at / dayMs) % 3 === 0 ? undefined : "7"))
    candles.state.down = true
    const engine = await start(candles)
    const failed = await filled(engine, ({ failure }) => failure !== null)
    expect(failed).toMatchObject({ prices: 0, coveredMs: 0, failure: expect.stringContaining("toy.candles: MAINTENANCE") })
    await engine.stop()
    candles.state.down = false
    const again = await new ToyEngine(place, candles, candleAdapter).start()
    const source = await filled(again, whole)
    expect(source.prices).toBeLessThan(source.neededMs / dayMs)
    const lookup = await again.run(
      PriceBook.use((book) => book.load(owner, { currency: "mxn", assets: ["bitcoin"], from: first(), to: now() }))
    )
    const instants = Array.from({ length: days - 1 }, (_, i) => first() + (i + 1) * dayMs)
    const carried = instants.filter((at) => (lookup.at("bitcoin", at)?.carriedDays ?? 0) > 0)
    expect(carried.length).toBeGreaterThanOrEqual(Math.floor(days / 3) - 1)
    expect(lookup.carried).toEqual([{ asset: "bitcoin", count: carried.length, mostDays: 1 }])
    await again.stop()
  })

  it("are asked for from nobody before anything is held", async () => {
    toy.ledger = []
    const candles = withCandles(toy, price)
    const engine = await start(candles)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await engine.stop()
    expect(candles.state.asked).toEqual([])
  })
})

describe("what is missing of a stretch", () => {
  const stretch = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })).map(([from, to]) => ({ from, to }))
  it("is every instant of it that nothing covers", () => {
    fc.assert(
      fc.property(stretch, fc.array(stretch, { maxLength: 6 }), (wanted, covered) => {
        const within = (at: number, all: ReadonlyArray<{ from: number; to: number }>) => all.some(({ from, to }) => from <= at && at < to)
        const missing = missingOf(wanted, covered)
        for (let at = 0; at <= 30; at++) {
          expect(within(at, missing)).toBe(within(at, [wanted]) && !within(at, covered))
          expect(within(at, joined(covered))).toBe(within(at, covered))
        }
        const all = joined(covered)
        expect(all.every(({ from }, i) => i === 0 || all[i - 1]!.to < from)).toBe(true)
      }),
      { numRuns: 2000 }
    )
  })
})
