import type { Adapter } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { OwnerId } from "../../src/index.ts"
import { instantNeeds } from "../../src/market/instantNeeds.ts"
import { dayMs, hourMs } from "../../src/prices/PriceSeries.ts"
import { candleAdapter, candleSpec } from "../prices/candleToy.ts"

const minute = 60_000
const now = Date.UTC(2025, 5, 1, 9, 30, 30)
const owner = OwnerId(1)

const exchange = (id: string, over: Partial<typeof candleSpec> | Record<string, unknown> = {}): Adapter => {
  const { manifest } = candleAdapter
  const candles = { ...candleSpec, spansMs: [minute, hourMs, dayMs], ...over } as NonNullable<Adapter["manifest"]["market"]["candles"]>
  return { ...candleAdapter, manifest: { ...manifest, id, market: { ...manifest.market, candles } } }
}

const needs = (
  wanted: ReadonlyArray<{ at: number; assets: ReadonlyArray<string>; currency?: string }>,
  markets: Readonly<Record<string, ReadonlyArray<string>>>,
  adapters: ReadonlyArray<Adapter> = [exchange("bitso"), exchange("kraken")]
) => {
  const quotes = Object.entries(markets).map(([id, names]) => {
    const all = names.map((market) => {
      const [base = "", quote = ""] = market.split("_")
      return { exchange: id, market, base, quote, bid: null, ask: null, last: null, at: now }
    })
    return [id, all] as const
  })
  const input = {
    adapters,
    markets: new Map(quotes),
    seen: [{ exchange: "bitso", asset: "btc", since: 0 }],
    resolve: resolver(seedRules),
    money: new Set(["mxn", "usd", "eur", "ars"]),
    now
  }
  return instantNeeds(input)(wanted.map(({ at, assets, currency = "mxn" }) => ({ owner, at, assets, currency })))
}
const asked = (...args: Parameters<typeof needs>) => needs(...args).map(({ key }) => `${key.source} ${key.market} ${key.spanMs / minute}`)

const noon = Date.UTC(2025, 2, 10, 12)

describe("what is read for an instant", () => {
  const bitso = { bitso: ["btc_mxn"] }

  it("is the hour before it in the shortest candles: those that end in it", () => {
    const [need] = needs([{ at: noon, assets: ["bitcoin"] }], bitso)
    expect(need).toMatchObject({ key: { source: "bitso", market: "btc_mxn", spanMs: minute }, wanted: [{ from: noon - hourMs, to: noon }] })
    const [late] = needs([{ at: noon + 30_000, assets: ["bitcoin"] }], bitso)
    expect(late!.wanted).toEqual([{ from: noon - hourMs, to: noon }])
    const [hourly] = needs([{ at: noon + 30 * minute, assets: ["bitcoin"] }], bitso, [exchange("bitso", { spansMs: [hourMs, dayMs] })])
    expect(hourly).toMatchObject({ key: { spanMs: hourMs }, wanted: [{ from: noon - hourMs, to: noon }] })
  })

  it("is one stretch where hours touch, and nothing where nobody asks or nothing shorter than a day is shown", () => {
    const wanted = [0, 30 * minute, 5 * hourMs].map((later) => ({ at: noon + later, assets: ["bitcoin"] }))
    expect(needs(wanted, bitso).map((need) => need.wanted)).toEqual([
      [
        { from: noon - hourMs, to: noon + 30 * minute },
        { from: noon + 4 * hourMs, to: noon + 5 * hourMs }
      ]
    ])
    expect(needs([], bitso)).toEqual([])
    expect(needs(wanted, bitso, [exchange("bitso", { spansMs: [dayMs] })])).toEqual([])
  })

  it("is what the exchange still shows: longer candles of long ago", () => {
    const short = [exchange("bitso", { depth: { candles: 720 } })]
    expect(asked([{ at: now - 5 * hourMs, assets: ["bitcoin"] }], bitso, short)).toEqual(["bitso btc_mxn 1"])
    expect(asked([{ at: now - 11 * hourMs, assets: ["bitcoin"] }], bitso, short)).toEqual(["bitso btc_mxn 60"])
    expect(asked([{ at: noon, assets: ["bitcoin"] }], bitso, short)).toEqual(["bitso btc_mxn 60"])
  })

  it("leads to the currency or to money, over another asset only where nothing else does", () => {
    const markets = { kraken: ["btc_mxn", "btc_usd", "btc_eur", "eth_btc", "eth_eur", "xrp_btc", "usd_mxn", "ltc_doge"] }
    const of = (asset: string, currency = "mxn") => asked([{ at: noon, assets: [asset], currency }], markets)
    expect(of("bitcoin")).toEqual(["kraken btc_mxn 1", "kraken btc_usd 1"])
    expect(of("bitcoin", "eur")).toEqual(["kraken btc_eur 1", "kraken btc_usd 1"])
    expect(of("ethereum")).toEqual(["kraken eth_eur 1"])
    expect(of("xrp")).toEqual(["kraken xrp_btc 1", "kraken btc_mxn 1", "kraken btc_usd 1"])
    expect(of("litecoin")).toEqual([])
    // A coin in which everything is counted has to be priced as well, against money.
    expect(of("ethereum", "bitcoin")).toEqual(["kraken eth_btc 1", "kraken eth_eur 1", "kraken btc_usd 1", "kraken btc_mxn 1"])
  })

  it("is none of money that has a rate for the day, and a market of money that has none", () => {
    const markets = { kraken: ["usd_mxn", "usd_ars"] }
    expect(asked([{ at: noon, assets: ["usd", "mxn"] }], markets)).toEqual([])
    expect(asked([{ at: noon, assets: ["ars"] }], markets)).toEqual(["kraken usd_ars 1"])
    // The rates that come with Caudal end: from then on markets say what money is worth.
    const later = Date.UTC(2026, 8, 1, 12)
    expect(asked([{ at: later, assets: ["usd"] }], markets)).toEqual(["kraken usd_mxn 1"])
  })

  it("is a market of coins that stand for money, where that is what the exchange calls it", () => {
    const markets = { bitso: ["btc_mxn", "btc_usd", "usd_mxn"] }
    expect(asked([{ at: noon, assets: ["bitcoin"], currency: "usd" }], markets)).toEqual(["bitso btc_usd 1", "bitso btc_mxn 1"])
    expect(asked([{ at: Date.UTC(2026, 8, 1), assets: ["usd"] }], markets)).toEqual(["bitso usd_mxn 1"])
  })

  it("is asked of an exchange that the owner does not use only where none of the owner's has a market", () => {
    const markets = { bitso: ["btc_mxn"], kraken: ["btc_mxn", "ltc_usd"] }
    expect(asked([{ at: noon, assets: ["bitcoin", "litecoin"] }], markets)).toEqual(["bitso btc_mxn 1", "kraken ltc_usd 1"])
  })
})
