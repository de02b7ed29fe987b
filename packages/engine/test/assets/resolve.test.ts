import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { meaningsIn, resolver } from "../../src/assets/resolve.ts"

const resolve = resolver(seedRules)
const on = (exchange: string, code: string, date = "2023-06-01") => resolve({ exchange, code, at: Date.parse(`${date}T00:00:00Z`) })

describe("a code stands for what it stood for there and then", () => {
  it.each([
    ["golem before and after its migration", "bitso", "gnt", "2018-05-01", "golem", "crypto"],
    ["golem, still printed as gnt years later", "bitso", "gnt", "2024-05-01", "golem", "crypto"],
    ["golem by its new code", "kraken", "GLM", "2024-05-01", "golem", "crypto"],
    ["XBT", "kraken", "XBT", "2016-01-01", "bitcoin", "crypto"],
    ["XBT with Kraken's class letter", "kraken", "XXBT", "2016-01-01", "bitcoin", "crypto"],
    ["XBT anywhere", "elsewhere", "XBT", "2016-01-01", "bitcoin", "crypto"],
    ["XBT where it is another token", "mexc", "XBT", "2023-01-01", "unknown:mexc:XBT", null],
    ["BCC before there was a Bitcoin Cash", "binance", "BCC", "2017-07-31", "unknown:binance:BCC", null],
    ["BCC while it was Bitcoin Cash", "binance", "BCC", "2018-01-01", "bitcoin-cash", "crypto"],
    ["BCC after the fork", "binance", "BCC", "2018-11-15", "unknown:binance:BCC", null],
    ["BCC where it may be BitConnect", "elsewhere", "BCC", "2017-12-01", "unknown:elsewhere:BCC", null],
    ["LUNA on its last day", "binance", "LUNA", "2022-05-27", "terra-classic", "crypto"],
    ["LUNA on its first day", "binance", "LUNA", "2022-05-28", "terra", "crypto"],
    ["LUNC", "binance", "LUNC", "2022-06-01", "terra-classic", "crypto"],
    ["LUNA where it never changed its meaning", "kraken", "LUNA", "2023-01-01", "terra-classic", "crypto"],
    ["REP with Kraken's class letter", "kraken", "XREP", "2021-01-08", "augur-v1", "crypto"],
    ["VEN with Kraken's class letter", "kraken", "XXVN", "2018-01-01", "vechain-ven", "crypto"],
    ["BUSD", "binance", "BUSD", "2019-12-25", "binance-usd", "stablecoin"],
    ["LUNA2", "kraken", "LUNA2", "2023-01-01", "terra", "crypto"],
    ["MATIC", "bitso", "matic", "2025-01-01", "polygon-matic", "crypto"],
    ["POL", "bitso", "pol", "2025-01-01", "polygon-pol", "crypto"],
    ["LDO", "binance", "LDO", "2023-01-01", "lido", "crypto"],
    ["lent BTC", "binance", "LDBTC", "2023-01-01", "bitcoin", "receipt"],
    ["lent LDO", "binance", "LDLDO", "2023-01-01", "lido", "receipt"],
    ["LD of something unknown", "binance", "LDNOPE", "2023-01-01", "unknown:binance:LDNOPE", null],
    ["LD where it means nothing", "kraken", "LDBTC", "2023-01-01", "unknown:kraken:LDBTC", null],
    ["staked DOT, locked for 28 days", "kraken", "DOT28.S", "2023-01-01", "polkadot", "receipt"],
    ["staked DOT", "kraken", "DOT.S", "2023-01-01", "polkadot", "receipt"],
    ["a ticker that ends in digits of its own", "kraken", "ETH2.S", "2022-01-01", "eth2", "receipt"],
    ["bitcoin that earns", "kraken", "XBT.F", "2025-01-01", "bitcoin", "receipt"],
    ["dollars on hold", "kraken", "USD.HOLD", "2023-01-01", "usd", "fiat"],
    ["Kraken's dollar", "kraken", "ZUSD", "2023-01-01", "usd", "fiat"],
    ["a tokenised share", "kraken", "AAPL.T", "2025-08-01", "unknown:kraken:AAPL.T", null],
    ["BCHABC at Binance", "binance", "BCHABC", "2019-01-01", "bitcoin-cash", "crypto"],
    ["BCHABC at Bitfinex", "bitfinex", "BCHABC", "2022-01-01", "ecash", "crypto"],
    ["BCHABC at Bitfinex, before a million were made of one", "bitfinex", "BCHABC", "2021-06-30", "bcha", "crypto"],
    ["BCHABC at Bitfinex, before that fork", "bitfinex", "BCHABC", "2020-11-14", "unknown:bitfinex:BCHABC", null],
    ["UST at Bitfinex", "bitfinex", "UST", "2022-01-01", "tether", "stablecoin"],
    ["UST elsewhere", "binance", "UST", "2022-01-01", "terrausd-classic", "stablecoin"],
    ["Bitso's usd, which is a pool of stablecoins", "bitso", "usd", "2023-01-01", "bitso-digital-dollar", "stablecoin"],
    ["Bitso's usdt, which is its own balance", "bitso", "usdt", "2023-01-01", "tether", "stablecoin"],
    ["Bitso's mxn, which is money", "bitso", "mxn", "2023-01-01", "mxn", "fiat"],
    ["S before Sonic", "bitso", "s", "2023-01-01", "unknown:bitso:s", null],
    ["Sonic", "bitso", "s", "2026-01-01", "sonic", "crypto"],
    ["Vaulta", "binance", "A", "2026-01-01", "vaulta", "crypto"],
    ["a one-letter code that no rule names there", "elsewhere", "A", "2026-01-01", "unknown:elsewhere:A", null],
    ["DAI when it was Sai", "bitso", "dai", "2019-11-17", "sai", "stablecoin"],
    ["DAI", "bitso", "dai", "2019-11-18", "dai", "stablecoin"],
    ["satoshis, which are not bitcoins", "bitmex", "XBt", "2023-01-01", "unknown:bitmex:XBt", null],
    ["a code that nobody has heard of", "bitso", "zzz", "2023-01-01", "unknown:bitso:zzz", null]
  ])("%s", (_what, exchange, code, date, id, kind) => {
    expect(on(exchange, code, date)).toMatchObject({ id, kind, status: kind === null ? "unknown" : "known" })
  })

  it("says which rules decided, and why a code is unknown", () => {
    expect(on("kraken", "DOT28.S").via).toBe("kraken:*.S of *:DOT")
    expect(on("bitso", "gnt").via).toBe("*:GNT → golem")
    expect(on("binance", "LUNA").via).toBe("*:LUNA@2022-05-28")
    expect(on("bitso", "zzz")).toMatchObject({ via: "none", symbol: "ZZZ", name: "zzz", reason: "no rule says what zzz is at bitso" })
    expect(on("upbit", "TON").reason).toMatch(/not what it is elsewhere/)
  })

  it("lets a correction win, in its interval only, and passes it on to codes built from the corrected one", () => {
    const corrected = resolver(seedRules, [
      { exchange: "kraken", code: "dot", from: 10, to: 20, asset: "ethereum", via: "correction:1" },
      { exchange: "kraken", code: "ATOM", from: null, to: null, asset: "an asset that is gone", via: "correction:2" }
    ])
    const id = (code: string, at: number, exchange = "kraken") => corrected({ exchange, code, at }).id
    expect([9, 10, 19, 20].map((at) => id("DOT", at))).toEqual(["polkadot", "ethereum", "ethereum", "polkadot"])
    expect(id("DOT28.S", 15)).toBe("ethereum")
    expect(id("DOT", 15, "bitso")).toBe("polkadot")
    expect(id("ATOM", 15)).toBe("unknown:kraken:ATOM")
  })
})

describe("resolution", () => {
  const names = fc.oneof(fc.constantFrom("bitso", "kraken", "binance", "bitfinex", "*", "", "toy", "__proto__"), fc.string())
  const codes = fc.oneof(
    fc.string(),
    fc.constantFrom("constructor", "__proto__", "LD", ".S", "28.S", "LDLD", ".HOLD"),
    fc.constantFrom(...[...seedRules.codes.values()].flat().map(({ code }) => code)),
    fc.tuple(fc.string(), fc.constantFrom(".S", ".F", ".HOLD", ".T")).map(([base, suffix]) => base + suffix),
    fc.string().map((base) => `LD${base}`)
  )
  const instants = fc.integer({ min: -(10 ** 13), max: 10 ** 14 })

  it("is total and deterministic, and never names what it does not know", () => {
    fc.assert(
      fc.property(names, codes, instants, (exchange, code, at) => {
        const ref = resolve({ exchange, code, at })
        expect(resolver(seedRules)({ exchange, code, at })).toEqual(ref)
        if (ref.status === "known")
          expect({ known: seedRules.assets.has(ref.id), reason: ref.reason }).toEqual({ known: true, reason: null })
        else expect(ref).toMatchObject({ id: `unknown:${exchange}:${code}`, kind: null, reason: expect.stringMatching(/./) })
      })
    )
  })

  it("does not depend on how an exchange cases a code, unless it mixes cases", () => {
    fc.assert(
      fc.property(fc.constantFrom("bitso", "kraken"), codes, instants, (exchange, code, at) => {
        fc.pre(code.toLowerCase().toUpperCase() === code.toUpperCase())
        const ids = [code.toUpperCase(), code.toLowerCase()].map((spelt) => resolve({ exchange, code: spelt, at }))
        if (!/[.]|^ld/i.test(code)) expect(ids[0]!.status).toBe(ids[1]!.status)
      })
    )
  })

  it("is the same asked for all times at once as asked for each, corrections included", () => {
    const corrections = [
      { exchange: "binance", code: "LUNA", from: 1_000, to: 2_000, asset: "bitcoin", via: "correction:1" },
      { exchange: "kraken", code: "DOT", from: Date.parse("2023-01-01"), to: null, asset: "ethereum", via: "correction:2" }
    ]
    const [meanings, now] = [meaningsIn(seedRules, corrections), resolver(seedRules, corrections)]
    const turning = [...seedRules.codes.values()].flat().flatMap(({ from, to }) => [from ?? 0, to ?? 0])
    const at = fc.oneof(instants, fc.constantFrom(...turning, 999, 1_000, 1_999, 2_000, Date.parse("2023-01-01")))
    fc.assert(
      fc.property(names, codes, at, (exchange, code, instant) => {
        const all = meanings(exchange, code)
        expect([all[0]!.from, all.at(-1)!.to]).toEqual([null, null])
        for (const [i, { to }] of all.slice(0, -1).entries()) expect(all[i + 1]!.from).toBe(to)
        const [then, ...more] = all.filter(({ from, to }) => (from === null || from <= instant) && (to === null || instant < to))
        expect(then!.asset).toEqual(now({ exchange, code, at: instant }))
        expect(more).toEqual([])
      }),
      { numRuns: 500 }
    )
    expect(meanings("kraken", "DOT28.S").map(({ asset }) => asset.id)).toEqual(["polkadot", "ethereum"])
  })
})
