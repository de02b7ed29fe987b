import { Decimal } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { OwnerId } from "../../src/Ids.ts"
import { dayMs } from "../../src/prices/PriceSeries.ts"
import { meaningsOf, seriesOf } from "../../src/prices/seriesOf.ts"
import { everybody, type StoredSeries } from "../../src/storage/PriceStore.ts"
import { day, money } from "./series.ts"

const resolve = resolver(seedRules)
const stored = (over: Partial<StoredSeries>): StoredSeries => ({
  id: 1,
  owner: everybody,
  source: "bitso",
  market: "btc_mxn",
  kind: "market",
  base: "btc",
  quote: "mxn",
  spanMs: dayMs,
  prices: 0,
  storedAt: 0,
  first: null,
  last: null,
  covered: [],
  ...over
})
const closes = (from: string, count: number, volume: (i: number) => string | null = () => "1") => ({
  at: Array.from({ length: count }, (_, i) => day(from) + i * dayMs),
  close: Array.from({ length: count }, (_, i) => Decimal.make(String(i + 1))),
  volume: Array.from({ length: count }, (_, i) => volume(i) as Decimal.Decimal | null)
})
const read = (over: Partial<StoredSeries>, prices: ReturnType<typeof closes>) =>
  seriesOf(stored(over), prices, resolve, money, (id) => id.toUpperCase())

describe("a stored series", () => {
  it("is read by what its codes stand for, and named for people", () => {
    expect(read({}, closes("2024-01-01", 2))).toMatchObject([
      {
        base: "bitcoin",
        quote: "mxn",
        source: "BITSO btc_mxn, daily",
        origin: "exchange",
        exchange: "bitso",
        kind: "market",
        statesEnd: true,
        close: ["1", "2"]
      }
    ])
  })

  it("leaves out candles in which nobody traded: their price is older than they are", () => {
    expect(
      read(
        {},
        closes("2024-01-01", 4, (i) => (i === 1 ? "0" : i === 2 ? null : "3"))
      )
    ).toMatchObject([{ at: [day("2024-01-01"), day("2024-01-03"), day("2024-01-04")], close: ["1", "3", "4"], volume: [3, 0, 3] }])
    expect(
      read(
        {},
        closes("2024-01-01", 2, () => "0")
      )
    ).toEqual([])
  })

  it("of coins that an exchange prints as money is also the coins' word on that money, and says so", () => {
    const found = read({ market: "usd_ars", base: "usd", quote: "ars" }, closes("2024-01-01", 1))
    expect(found.map(({ base, quote, kind }) => [base, quote, kind])).toEqual([
      ["bitso-digital-dollar", "ars", "market"],
      ["usd", "ars", "crypto-implied"]
    ])
    const dollars = read({ market: "btc_usd", quote: "usd" }, closes("2024-01-01", 1))
    expect(dollars.map(({ quote, kind }) => [quote, kind])).toEqual([
      ["bitso-digital-dollar", "market"],
      ["usd", "crypto-implied"]
    ])
    // Kraken's dollars are dollars.
    expect(read({ source: "kraken", base: "XXBT", quote: "ZUSD" }, closes("2024-01-01", 1))).toMatchObject([
      { base: "bitcoin", quote: "usd", kind: "market" }
    ])
  })

  it("whose code was used twice is two assets, parted on the very day", () => {
    // LUNA is Terra's new coin since 2022-05-28.
    const found = read({ source: "toy", base: "LUNA", quote: "usd" }, closes("2022-05-20", 20))
    expect(found.map(({ base, at }) => [base, at[0], at.length])).toEqual([
      ["terra-classic", day("2022-05-20"), 8],
      ["terra", day("2022-05-28"), 12]
    ])
  })

  it("that an owner imported was resolved then, and states its day", () => {
    expect(
      read(
        { owner: OwnerId(1), source: "my file", market: "", base: "usd", quote: "ars", kind: "blue" },
        closes("2024-01-01", 1, () => null)
      )
    ).toMatchObject([{ base: "usd", quote: "ars", source: "my file", origin: "imported", exchange: null, kind: "blue", statesEnd: false }])
  })

  it("is parted wherever a meaning changes that lasts longer than the stride, and nowhere else", () => {
    const lengths = fc.array(fc.integer({ min: 31, max: 200 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(lengths, (all) => {
        const ids = all.flatMap((length, i) => Array.from({ length }, () => `asset-${i}`))
        const found = meaningsOf(
          ids.map((_, i) => i),
          (at) => ({ id: ids[at]!, kind: "crypto" })
        )
        expect(found.flatMap(({ asset, from, to }) => Array.from({ length: to - from }, () => asset.id))).toEqual(ids)
        expect(found).toHaveLength(all.length)
      })
    )
  })
})
