import { Decimal } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { adapterOf } from "../src/index.ts"
import { recorded, reply, replyOf, venues } from "./fixture.ts"

const read = (venue: string, { markets, tickers } = recorded(venue)) =>
  adapterOf(venue).documents.ticker!.parse(reply(tickers), markets.map(reply))

/** Every scalar of a reply that is a decimal. */
const decimalsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(decimalsIn)
  const decimal = Decimal.parse(value)
  return decimal === undefined ? [] : [decimal]
}

/** What the recorded replies say, read by eye: market, its assets, bid, ask, last. */
const expected: Readonly<Record<string, readonly [string, string, string | null, string | null, string | null]>> = {
  binance: ["ETHBTC", "ETH/BTC", "0.074668", "0.074669", null],
  bitbns: ["BTC/INR", "BTC/INR", "4368494.31", "4374835.09", "4374835.09"],
  bitstamp: ["btcusd", "BTC/USD", "26208", "26211", "26216"],
  btcturk: ["BTC/TRY", "BTC/TRY", "461928", "462485", "462485"],
  bybit: ["BTCUSDT", "BTC/USDT", "20517.96", "20527.77", "20533.13"],
  coinbase: ["ETH-USD", "ETH/USD", null, null, "4471.59"],
  coinex: ["BTCUSDT", "BTC/USDT", null, null, "62393.47"],
  coinone: ["STG/KRW", "STG/KRW", null, null, "667.5"],
  indodax: ["btcidr", "BTC/IDR", "117002000", "117078000", "117088000"],
  kraken: ["XXBTZUSD", "BTC/USD", "52609.5", "52609.6", "52641.1"],
  kucoin: ["BTC-USDT", "BTC/USDT", "110417.5", "110417.6", "110417.5"],
  lighter: ["ETH/USDC", "ETH/USDC", null, null, "2731.79"],
  revolutx: ["BTC-USD", "BTC/USD", "119950", "120050", "119980"]
}

describe("the recorded prices", () => {
  it("are those of every venue that has a record", () => {
    expect(Object.keys(expected)).toEqual(venues)
  })

  it.each(Object.entries(expected))("of %s come out as the exchange printed them", (venue, [market, pair, bid, ask, last]) => {
    const { items, quarantined } = read(venue)
    const [base, quote] = pair.split("/")
    expect(items[0]).toMatchObject({ market, base, quote, bid, ask, last })
    expect(quarantined).toEqual([])
    const printed = new Set(decimalsIn(reply(recorded(venue).tickers).json))
    for (const one of items) for (const value of [one.bid, one.ask, one.last]) expect(value === null || printed.has(value)).toBe(true)
  })

  it.each(venues)("of %s belong to markets that are listed", (venue) => {
    const { markets, tickers } = recorded(venue)
    const [first, ...more] = markets.length === 0 ? [tickers] : markets
    const listed = adapterOf(venue).documents.market!.parse(reply(first), more.map(reply))
    const names = listed.items.map(({ market, base, quote }) => [market, base, quote])
    for (const { market, base, quote } of read(venue).items) expect(names).toContainEqual([market, base, quote])
  })

  it("keep every digit, whatever it is", () => {
    const { markets } = recorded("revolutx")
    fc.assert(
      fc.property(
        fc
          .tuple(fc.bigInt({ min: 1n, max: 10n ** 40n }), fc.integer({ min: 0, max: 30 }))
          .map(([units, scale]) => Decimal.fromScaled(units, scale)),
        fc.boolean(),
        (bid, quoted) => {
          const text = JSON.stringify(recorded("revolutx").tickers).replace('"119950.00"', quoted ? JSON.stringify(bid) : bid)
          const { items } = adapterOf("revolutx").documents.ticker!.parse(replyOf(text), markets.map(reply))
          expect(items[0]?.bid).toBe(bid)
        }
      ),
      { numRuns: 60 }
    )
  })

  it("are the same each time, and do not depend on another venue having been read in between", () => {
    const once = read("kucoin")
    read("bybit")
    expect(read("kucoin")).toEqual(once)
  })
})

describe("what is not understood", () => {
  it("is said, and no price is made of it", () => {
    const { ticker } = adapterOf("kraken").documents
    for (const text of ["null", "{}", "[]", '"x"', '{"error":["EService:Unavailable"]}', '{"result":{"XXBTZUSD":5}}']) {
      const { items, quarantined } = ticker!.parse(replyOf(text), recorded("kraken").markets.map(reply))
      expect(items, text).toEqual([])
      for (const { reason } of quarantined) expect(reason.length).toBeLessThan(260)
    }
  })

  it("is a price without the list of markets, or of a market that is not on it", () => {
    const { ticker } = adapterOf("kraken").documents
    expect(ticker!.parse(reply(recorded("kraken").tickers))).toMatchObject({ items: [], quarantined: [{ reason: expect.any(String) }] })
    const strange = JSON.stringify(recorded("kraken").tickers).replace("XXBTZUSD", "NOPENOPE")
    expect(ticker!.parse(replyOf(strange), recorded("kraken").markets.map(reply))).toMatchObject({
      items: [],
      quarantined: [{ reason: expect.stringContaining("no market that is listed") }]
    })
  })

  it("is never a price of zero", () => {
    const text = JSON.stringify(recorded("revolutx").tickers).replace('"119950.00"', '"0.00"')
    const { items } = adapterOf("revolutx").documents.ticker!.parse(replyOf(text), recorded("revolutx").markets.map(reply))
    expect(items[0]).toMatchObject({ bid: null, ask: "120050" })
  })

  it.each([
    [429, "{}", "RATE_LIMITED"],
    [418, "", "RATE_LIMITED"],
    [451, "", "REGION_BLOCKED"],
    [503, "<html></html>", "MAINTENANCE"],
    [404, "{}", "SCHEMA_DRIFT"],
    [200, "<html></html>", "NETWORK"],
    [200, '{"half":', "NETWORK"]
  ])("is named by its status: %i", (status, text, code) => {
    expect(adapterOf("kraken").classify(replyOf(text, status), "tickers")).toMatchObject({ code })
  })
})

describe("a venue", () => {
  it.each(venues)("%s declares plain reads of public lists and nothing else", (venue) => {
    const { manifest, documents } = adapterOf(venue)
    for (const host of Object.values(manifest.hosts)) expect(host).toMatch(/^https:\/\/[\w.:-]+$/)
    for (const one of Object.values(manifest.endpoints)) {
      expect(one).toMatchObject({ method: "GET", signed: false })
      expect(one.path).toMatch(/^\/(?:[A-Za-z0-9/_.-]|\{market\})*$/)
    }
    for (const call of [documents.ticker!.call, ...documents.ticker!.also!])
      expect(Object.keys(manifest.endpoints)).toContain(call.endpoint)
    const { limit, budget } = manifest.rates["public"]!
    expect(budget).toBeLessThan(limit)
    expect(manifest).toMatchObject({ id: `ccxt-${venue}`, streams: [], books: [], wallets: [], credentials: { fields: [] } })
  })

  it("that cannot be read this way is refused with the reason", () => {
    expect(() => adapterOf("nope")).toThrow(/ccxt knows no exchange "nope". It knows: .*kraken/)
    expect(() => adapterOf("bitso")).toThrow(/no list of all its spot prices/)
    expect(() => adapterOf("cex")).toThrow(/not a plain read \(POST/)
    expect(() => adapterOf("bingx")).toThrow(/not a plain read .*timestamp/)
  })
})
