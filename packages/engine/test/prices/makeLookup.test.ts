import { Decimal } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { amountOf } from "../../src/prices/amountOf.ts"
import { officialRates } from "../../src/prices/officialRates.ts"
import { asTheyEnd, dayMs, type PriceSeries } from "../../src/prices/PriceSeries.ts"
import { day, hour, lookup, series } from "./series.ts"

const d = day("2024-03-05")
const btc = { base: "bitcoin", quote: "mxn" }

describe("what was known just before an instant", () => {
  const minute = hour / 60
  const noon = d + 12 * hour
  const minutes = asTheyEnd(
    series({ ...btc, spanMs: minute, source: "by the minute" }, { [noon - 61 * minute]: "100", [noon - minute]: "110" })
  )
  const days = series(btc, { [d]: "50" })
  const usd = asTheyEnd(series({ base: "bitcoin", quote: "usd", spanMs: hour, source: "hourly" }, { [noon - hour]: "5" }))
  const rate = series({ base: "usd", quote: "mxn", origin: "official", kind: "official" }, { [d - dayMs]: "20" })
  const at = (instant: number, inside: ReadonlyArray<PriceSeries>) => lookup("mxn", [days], { inside }).justBefore("bitcoin", instant)

  it("is the last close of a shorter candle in the hour before, never one that was still to come", () => {
    expect(at(noon, [minutes])).toMatchObject({ amount: "110", at: noon, source: "by the minute" })
    expect(at(noon - 1, [minutes])).toMatchObject({ amount: "100", at: noon - hour })
    expect(at(noon + hour - 1, [minutes])).toMatchObject({ amount: "110", at: noon })
    expect(at(noon + hour, [minutes])).toBeNull()
    expect(at(noon - hour - 1, [minutes])).toBeNull()
  })

  it("is no close of a day, and no close of a day is one of those", () => {
    expect(at(noon, [])).toBeNull()
    expect(lookup("mxn", [days], { inside: [minutes] }).at("bitcoin", noon)).toMatchObject({ amount: "50" })
  })

  it("goes over money at the rate of the day, which may be the last one before", () => {
    expect(at(noon, [usd, rate])).toMatchObject({ amount: "100", at: d - dayMs, path: [{ source: "hourly", at: noon }, { from: "usd" }] })
  })

  it("leaves gaps and hash as they are", () => {
    const prices = lookup("mxn", [days], { inside: [minutes] })
    const { hash } = prices
    prices.justBefore("bitcoin", noon)
    prices.justBefore("ethereum", noon)
    expect([prices.hash, prices.gaps]).toEqual([hash, []])
  })
})

describe("a price of an instant", () => {
  it("is the close of the candle that holds it, wherever its day begins, and says which instant that states", () => {
    // Days that begin at 06:00 UTC.
    const prices = lookup("mxn", [series(btc, { [d + 6 * hour]: "100", [d + 30 * hour]: "200" })])
    expect(prices.at("bitcoin", d + 6 * hour)).toMatchObject({ amount: "100", at: d + 30 * hour, carriedDays: 0, kind: "market" })
    expect(prices.at("bitcoin", d + 30 * hour - 1)).toMatchObject({ amount: "100", carriedDays: 0 })
    expect(prices.at("bitcoin", d + 30 * hour)).toMatchObject({ amount: "200" })
    expect(prices.at("bitcoin", d + 6 * hour - 1)).toBeNull()
  })

  it("of a civil day is that of its last millisecond in the zone, summer time included", () => {
    const prices = lookup("mxn", [series(btc, { [d + 6 * hour]: "100", [d + 30 * hour]: "200" })])
    // Midnight in Mexico City is 06:00 UTC: the candle is the day.
    expect(prices.daily("bitcoin", "2024-03-05", "America/Mexico_City")).toMatchObject({ amount: "100", at: d + 30 * hour })
    expect(prices.daily("bitcoin", "2024-03-05", "UTC")).toMatchObject({ amount: "100" })
    expect(prices.daily("bitcoin", "2024-03-06", "UTC")).toMatchObject({ amount: "200" })
    // The day on which London's clocks go forward ends at 23:00 UTC.
    const hourly = series({ ...btc, spanMs: hour }, { [day("2024-03-31") + 22 * hour]: "1", [day("2024-03-31") + 23 * hour]: "2" })
    expect(lookup("mxn", [hourly]).daily("bitcoin", "2024-03-31", "Europe/London")).toMatchObject({ amount: "1" })
    expect(() => prices.daily("bitcoin", "2024-02-30", "UTC")).toThrow(RangeError)
    expect(() => prices.daily("bitcoin", "2024-02-29", "Mars/Olympus")).toThrow(RangeError)
  })

  it("is carried forward so many days and no further, and counted", () => {
    const prices = lookup("mxn", [series(btc, { [d]: "100" })], { mostCarriedDays: 3 })
    expect([1, 2, 3, 4].map((days) => prices.at("bitcoin", d + days * dayMs)?.carriedDays)).toEqual([1, 2, 3, undefined])
    expect(prices.at("bitcoin", d + dayMs - 1)?.carriedDays).toBe(0)
    expect(prices.carried).toEqual([{ asset: "bitcoin", count: 3, mostDays: 3 }])
    expect(prices.gaps).toMatchObject([{ asset: "bitcoin", reason: "too-old", from: d + 4 * dayMs, count: 1 }])
  })

  it("of the currency is one, at any time", () => {
    expect(lookup("mxn", []).at("mxn", 5)).toMatchObject({ amount: "1", path: [], carriedDays: 0, at: 5 })
  })

  it("of a receipt is that of what it stands for, at the exact ratio, unless its owner says otherwise", () => {
    const eth = series({ base: "ethereum", quote: "mxn" }, { [d]: "50000" })
    expect(lookup("mxn", [eth]).at("binance-beth", d)).toMatchObject({
      amount: "50000",
      path: [{ stated: "1", inverted: false }, { from: "ethereum" }]
    })
    const half = [
      {
        kind: "receipt",
        from: "wbeth",
        to: "ethereum",
        ratio: Decimal.make("1.07"),
        date: null,
        source: "a table",
        checked: true,
        continues: false
      }
    ] as const
    expect(lookup("mxn", [eth], { relations: half }).at("wbeth", d)).toMatchObject({ amount: "53500" })
    const own = series({ base: "binance-beth", quote: "mxn", origin: "manual", kind: "manual" }, { [d]: "49000" })
    expect(lookup("mxn", [eth, own]).at("binance-beth", d)).toMatchObject({ amount: "49000", kind: "manual" })
  })
})

describe("of several sources", () => {
  const own = series({ ...btc, origin: "manual", kind: "manual" }, { [d]: "1" })
  const bitso = series({ ...btc, exchange: "bitso" }, { [d]: "2" })
  const kraken = series({ ...btc, exchange: "kraken", volume: [5] }, { [d]: "3" })
  const binance = series({ ...btc, exchange: "binance", volume: [9] }, { [d]: "4" })
  const file = series({ ...btc, origin: "imported" }, { [d]: "5" })
  const overUsd = [
    series({ base: "bitcoin", quote: "usd", exchange: "kraken" }, { [d]: "6" }),
    series({ base: "usd", quote: "mxn", origin: "imported", kind: "official" }, { [d]: "10" })
  ]
  const chain = [own, bitso, binance, kraken, file, ...overUsd]

  it.each([
    ["the owner's own price", 0, "1"],
    ["the market where it happened", 1, "2"],
    ["the largest market elsewhere", 2, "4"],
    ["the next market", 3, "3"],
    ["what the owner imported", 4, "5"],
    ["a path over another asset", 5, "60"]
  ])("%s comes next", (_what, without, amount) => {
    for (const all of [chain.slice(without), chain.slice(without).toReversed()])
      expect(lookup("mxn", all).at("bitcoin", d, "bitso")?.amount).toBe(amount)
  })

  it("the owner's own price holds for its day alone", () => {
    const prices = lookup("mxn", [own, bitso])
    expect(prices.at("bitcoin", d + dayMs - 1)?.amount).toBe("1")
    expect(prices.at("bitcoin", d + dayMs)).toMatchObject({ amount: "2", carriedDays: 1 })
  })

  it("an older price of a source that comes first is preferred to a newer one of a later source", () => {
    const later = series({ ...btc, exchange: "kraken" }, { [d + dayMs]: "9" })
    expect(lookup("mxn", [bitso, later]).at("bitcoin", d + dayMs, "bitso")).toMatchObject({ amount: "2", carriedDays: 1 })
  })

  it("a finer candle of the same exchange is preferred", () => {
    const hourly = series({ ...btc, exchange: "bitso", id: "z", spanMs: hour }, { [d + 2 * hour]: "8" })
    expect(lookup("mxn", [bitso, hourly]).at("bitcoin", d + 2 * hour, "bitso")?.amount).toBe("8")
  })

  it("money converts by official rates before coins that stand for it, unless that is asked for", () => {
    const implied = series({ base: "usd", quote: "ars", exchange: "bitso", kind: "crypto-implied" }, { [d]: "1100" })
    const blue = series({ base: "usd", quote: "ars", origin: "imported", kind: "blue" }, { [d]: "1000" })
    const official = series({ base: "usd", quote: "ars", origin: "imported", kind: "official" }, { [d]: "850" })
    const of = (moneyRate: "official" | "crypto-implied" | "blue", ...all: Array<PriceSeries>) =>
      lookup("ars", all, { moneyRate }).at("usd", d)
    expect(of("official", implied, blue, official)).toMatchObject({ amount: "850", kind: "official" })
    expect(of("blue", implied, blue, official)).toMatchObject({ amount: "1000", kind: "blue" })
    expect(of("crypto-implied", implied, blue, official)).toMatchObject({ amount: "1100", kind: "crypto-implied" })
    expect(of("official", implied)).toMatchObject({ amount: "1100", kind: "crypto-implied" })
  })

  it("money that only coins join is crypto-implied", () => {
    const all = [series({ base: "tether", quote: "usd" }, { [d]: "1" }), series({ base: "tether", quote: "ars" }, { [d]: "1100" })]
    expect(lookup("ars", all).at("usd", d)).toMatchObject({ amount: "1100", kind: "crypto-implied" })
  })
})

describe("the ECB's rates that come with Caudal", () => {
  it("convert money of the same day by one division, and are carried over a weekend", () => {
    const prices = lookup("mxn", officialRates())
    // 2024-03-01, a Friday: 1.0834 and 18.5044... per euro, as published.
    const friday = prices.at("usd", day("2024-03-01"))!
    expect(friday).toMatchObject({ kind: "official", carriedDays: 0, at: day("2024-03-01") })
    const [perUsd, perMxn] = friday.path.map(({ stated }) => stated)
    expect(friday.path.map(({ from, to, inverted }) => [from, to, inverted])).toEqual([
      ["usd", "eur", true],
      ["eur", "mxn", false]
    ])
    expect(Number(friday.amount)).toBeCloseTo(Number(perMxn) / Number(perUsd), 12)
    expect(prices.at("usd", day("2024-03-03"))).toMatchObject({ amount: friday.amount, carriedDays: 2 })
    expect(prices.at("eur", day("2008-01-02"))).toMatchObject({ amount: "16.0143" })
    expect(lookup("usd", officialRates()).at("eur", day("2026-04-13"))).toMatchObject({ amount: "1.1684", source: "ECB reference rate" })
  })

  it("say nothing of money that they do not name, and of days after their end", () => {
    const pesos = lookup("ars", officialRates())
    expect(pesos.at("usd", day("2024-03-01"))).toBeNull()
    expect(pesos.gaps).toMatchObject([{ asset: "usd", reason: "no-source", closedBy: expect.stringContaining("rates of ars") }])
    const late = lookup("mxn", officialRates())
    expect(late.at("usd", day("2026-05-01"))).toBeNull()
    expect(late.gaps).toMatchObject([{ reason: "too-old", closedBy: expect.stringContaining("importPrices") }])
  })
})

describe("what is not known", () => {
  it("is told by asset, with the cause and what closes it; a code that no rule names has no price by its letters", () => {
    const prices = lookup("mxn", [series(btc, { [d]: "1" })])
    for (const [asset, at] of [
      ["unknown:toy:btc", 3],
      ["dogecoin", 9],
      ["dogecoin", 4],
      ["dogecoin", 4]
    ] as const)
      prices.at(asset, at)
    expect(prices.gaps).toEqual([
      { asset: "dogecoin", reason: "no-source", from: 4, to: 9, count: 2, closedBy: expect.stringContaining("prices of dogecoin") },
      { asset: "unknown:toy:btc", reason: "unknown-asset", from: 3, to: 3, count: 1, closedBy: expect.stringContaining("correctAsset") }
    ])
  })
})

describe("the hash of the prices used", () => {
  const all = [series(btc, { [d]: "1", [d + dayMs]: "2" })]
  it("does not depend on the order of questions or series, and does on every price", () => {
    const asked = (prices: ReturnType<typeof lookup>, ...times: Array<number>) => {
      for (const at of times) prices.at("bitcoin", at)
      return prices.hash
    }
    const hash = asked(lookup("mxn", all), d, d + dayMs)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(asked(lookup("mxn", all), d + dayMs, d, d)).toBe(hash)
    expect(asked(lookup("mxn", all), d)).not.toBe(hash)
    expect(asked(lookup("mxn", [series(btc, { [d]: "1", [d + dayMs]: "3" })]), d, d + dayMs)).not.toBe(hash)
    expect(asked(lookup("mxn", []), d, d + dayMs)).not.toBe(hash)
  })
})

// Days 0 to 40 and prices with few digits: gaps, ties and several sources of one pair are likely.
const anyPrices = fc.dictionary(
  fc.integer({ min: 0, max: 40 }).map((n) => String(n * dayMs)),
  fc.integer({ min: 1, max: 5000 }).map((n) => String(n / 8)),
  { maxKeys: 12 }
)
const anySeries = (pairs: ReadonlyArray<readonly [string, string]>) =>
  fc
    .record({
      pair: fc.constantFrom(...pairs),
      origin: fc.constantFrom("manual", "exchange", "imported"),
      exchange: fc.constantFrom("a", "b"),
      volume: fc.integer({ min: 0, max: 3 }),
      prices: anyPrices
    })
    .map(({ pair: [base, quote], origin, exchange, volume, prices }) =>
      series(
        {
          base,
          quote,
          origin: origin as PriceSeries["origin"],
          exchange: origin === "exchange" ? exchange : null,
          kind: origin === "manual" ? "manual" : "market",
          volume: Object.keys(prices).map(() => volume)
        },
        prices
      )
    )

/** As the book's documentation reads, by trying everything, for coins with one source of each id. */
const naive = (all: ReadonlyArray<PriceSeries>, asset: string, currency: string, at: number, where: string, most: number) => {
  const said = all.flatMap((one) => {
    const straight = one.base === asset && one.quote === currency
    if (!straight && !(one.base === currency && one.quote === asset)) return []
    let index = -1
    one.at.forEach((start, i) => {
      if (start <= at) index = i
    })
    if (index < 0) return []
    let carried = 0
    while (at >= one.at[index]! + one.spanMs + carried * dayMs) carried++
    if (at < one.at[index]! + one.spanMs) carried = 0
    if (carried > (one.origin === "manual" ? 0 : most)) return []
    const price = Number(one.close[index])
    const rank = { manual: 0, exchange: one.exchange === where ? 1 : 2, imported: 3, official: 4 }[one.origin]
    return [{ rank, carried, size: one.volume[index]! * (straight ? 1 : price), id: one.id, price: straight ? price : 1 / price }]
  })
  said.sort((a, b) => a.rank - b.rank || a.carried - b.carried || b.size - a.size || (a.id < b.id ? -1 : 1))
  return said[0]
}

describe("the lookup", () => {
  it("finds what trying every source one by one finds", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          anySeries([
            ["bitcoin", "tether"],
            ["tether", "bitcoin"]
          ]),
          { maxLength: 6, selector: ({ id }) => id }
        ),
        fc.integer({ min: -2, max: 55 }),
        fc.integer({ min: 0, max: dayMs - 1 }),
        fc.constantFrom("a", "b", "c"),
        fc.integer({ min: 0, max: 9 }),
        (all, days, rest, where, most) => {
          const at = days * dayMs + rest
          const found = lookup("tether", all, { mostCarriedDays: most }).at("bitcoin", at, where)
          const expected = naive(all, "bitcoin", "tether", at, where, most)
          expect(found?.carriedDays).toBe(expected?.carried)
          if (expected !== undefined) expect(Number(found!.amount) / expected.price).toBeCloseTo(1, 12)
        }
      ),
      { numRuns: 2000 }
    )
  })

  it("there and back again is one, over whatever path, and its digits follow from the hops", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          anySeries([
            ["solana", "tether"],
            ["tether", "mxn"],
            ["bitcoin", "mxn"],
            ["solana", "bitcoin"]
          ]),
          { maxLength: 8, selector: ({ id }) => id }
        ),
        fc.integer({ min: 0, max: 45 }),
        (all, days) => {
          const at = days * dayMs
          const there = lookup("mxn", all).at("solana", at)
          const back = lookup("solana", all).at("mxn", at)
          expect(there === null).toBe(back === null)
          if (there === null || back === null) return
          expect(amountOf(there.path)).toBe(there.amount)
          expect(there.path[0]?.from).toBe("solana")
          expect(there.path.at(-1)?.to).toBe("mxn")
          expect(lookup("mxn", all).at("solana", at)).toEqual(there)
          const turned = there.path.toReversed().map((hop) => ({ ...hop, from: hop.to, to: hop.from, inverted: !hop.inverted }))
          expect(Number(Decimal.multiply(amountOf(turned), there.amount))).toBeCloseTo(1, 14)
        }
      ),
      { numRuns: 1000 }
    )
  })
})

describe("the digits of a path", () => {
  const hop = (stated: string, inverted: boolean) => ({
    from: "a",
    to: "b",
    stated: Decimal.make(stated),
    inverted,
    source: "",
    kind: "market" as const,
    at: 0,
    carriedDays: 0
  })
  it("are exact where nothing is divided, else 18 that count, rounded half up once", () => {
    expect(amountOf([hop("1.00000000000000000001", false), hop("3", false)])).toBe("3.00000000000000000003")
    expect(amountOf([hop("3", true)])).toBe("0.333333333333333333")
    expect(amountOf([hop("1.5", true)])).toBe("0.666666666666666667")
    expect(amountOf([hop("2", false), hop("3000000", true)])).toBe("0.000000666666666666666667")
    expect(amountOf([hop("2000000", false), hop("3", true)])).toBe("666666.666666666667")
    expect(amountOf([hop("8", true)])).toBe("0.125")
    expect(amountOf([])).toBe("1")
  })
  it("are within half a unit of the last of 18", () => {
    const whole = fc.integer({ min: 1, max: 1e9 })
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const amount = Decimal.toBigDecimal(amountOf([hop(String(a), false), hop(String(b), true)]))
        const scale = BigInt(10) ** BigInt(amount.scale)
        const error = amount.value * BigInt(b) - BigInt(a) * scale
        expect(2n * (error < 0n ? -error : error) <= BigInt(b)).toBe(true)
        expect(String(amount.value).length).toBeLessThanOrEqual(18)
      })
    )
  })
})
