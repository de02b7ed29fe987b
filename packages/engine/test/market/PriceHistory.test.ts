import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { missingOf } from "../../src/market/historyNeeds.ts"
import { defaultConventions, Gains, OwnPrices, Performance, PriceBook, type PriceSource } from "../../src/index.ts"
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

describe("the prices of an instant inside a day", () => {
  /** Half past midnight, when the toy's day that holds midnight is hours from its end. */
  const midnight = Math.floor(now() / dayMs) * dayMs - 5 * dayMs
  const date = (at: number) => new Date(at).toISOString().slice(0, 10)
  const ask = (engine: ToyEngine) => {
    const period = { from: date(midnight), to: date(midnight) }
    const settings = { period, currency: "mxn", timeZone: "UTC", scope: { kind: "portfolio" }, conventions: defaultConventions } as const
    return engine.run(Performance.use((all) => all.performance(owner, portfolio, settings)))
  }
  const answered = async (engine: ToyEngine, isSo: (day: { isValued: boolean; reason: string | null }) => boolean) => {
    for (let i = 0; i < 200; i++) {
      const { returns } = await ask(engine)
      const [day] = returns.largeFlowDays
      if (day !== undefined && isSo(day)) return returns
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error("it was not answered")
  }
  beforeEach(() => {
    toy.ledger = [row("2", midnight + hour / 2, "deposit", "mxn", "5000"), row("1", first(), "deposit", "btc", "1")]
  })
  // A day is worth 7, but for the one before midnight, which ends at 20; the hour before midnight ends at 10.
  const moving = (_market: string, at: number, spanMs: number) => (spanMs < dayMs ? "10" : at < midnight - dayMs ? "7" : "20")

  it("are asked for once somebody wants them, and only they; closes of days stay what they are", async () => {
    const candles = withCandles(toy, moving)
    const engine = await start(candles)
    await filled(engine, whole)
    expect(candles.state.asked.every(({ spanMs }) => spanMs === dayMs)).toBe(true)
    const before = await ask(engine)
    expect(before.returns.largeFlowDays).toMatchObject([
      { date: date(midnight), isValued: false, reason: expect.stringContaining("is being read") }
    ])
    const found = await answered(engine, ({ isValued }) => isValued)
    const hours = candles.state.asked.filter(({ spanMs }) => spanMs < dayMs)
    expect(hours).toEqual([{ market: "btc_mxn", spanMs: hour, from: midnight - hour, to: midnight }])
    // From the close of the day before, 20, to 10 and 5010, to 5020.
    expect(found.startValue.value).toBe(before.returns.startValue.value)
    expect(found.timeWeighted.value).toBeCloseTo((10 / 20) * (5020 / 5010) - 1, 14)
    const lookup = await engine.run(
      PriceBook.use((book) => book.load(owner, { currency: "mxn", assets: ["bitcoin"], from: first(), to: now() }))
    )
    expect(lookup.daily("bitcoin", date(midnight - dayMs), "UTC")).toMatchObject({ amount: "20", source: "Toy btc_mxn, daily" })
    expect(lookup.at("bitcoin", midnight - 1)).toMatchObject({ source: "Toy btc_mxn, daily" })
    expect(lookup.justBefore("bitcoin", midnight + hour / 2)).toMatchObject({ amount: "10", at: midnight, source: "Toy btc_mxn, hourly" })
    const sources = await sourcesOf(engine)
    expect(sources.filter(({ exchange }) => exchange === "toy").map(({ source, spanMs, prices }) => [source, spanMs, prices > 0])).toEqual([
      ["Toy btc_mxn, hourly", hour, true],
      ["Toy btc_mxn, daily", dayMs, true]
    ])
    await engine.stop()

    const again = await new ToyEngine(place, candles, candleAdapter).start()
    const kept = await ask(again)
    expect(kept.returns.largeFlowDays).toMatchObject([{ isValued: true }])
    expect(kept.returns.timeWeighted).toEqual(found.timeWeighted)
    expect(candles.state.asked.filter(({ spanMs }) => spanMs < dayMs)).toHaveLength(1)
    await again.stop()
  })

  it("that nobody traded at are not there, and that cannot be read are told as a failure of their own", async () => {
    const quiet = withCandles(toy, (market, at, spanMs) => (spanMs < dayMs ? undefined : moving(market, at, spanMs)))
    const engine = await start(quiet)
    await filled(engine, whole)
    const { timeWeighted } = await answered(engine, ({ reason }) => /nobody traded it/.test(reason ?? ""))
    expect(timeWeighted.value).toBeCloseTo(5020 / 5020 - 1, 14)
    await engine.stop()
    removePlace(place)
    place = newPlace()
    const failing = withCandles(toy, moving)
    const other = await start(failing)
    await filled(other, whole)
    failing.state.down = true
    await answered(other, ({ reason }) => /could not be read: toy.candles: MAINTENANCE/.test(reason ?? ""))
    const toys = (await sourcesOf(other)).filter(({ exchange }) => exchange === "toy")
    expect(toys.map(({ spanMs, failure }) => [spanMs, failure !== null])).toEqual(
      expect.arrayContaining([
        [dayMs, false],
        [hour, true]
      ])
    )
    await other.stop()
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
