import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isFiat, walletOf } from "../../../src/internal/parse/assetCode.ts"
import { following, readCursor, writeCursor } from "../../../src/internal/parse/cursor.ts"
import { pairOf } from "../../../src/internal/parse/pair.ts"
import { readTime } from "../../../src/internal/parse/time.ts"
import { kraken } from "../../../src/index.ts"
import { replyOf, textOf } from "../../fixture.ts"

describe("a time", () => {
  it.each([
    ["1610464484.1787", 1_610_464_484_178, 700_000],
    [1610464484.1787, 1_610_464_484_178, 700_000],
    [1_546_992_722, 1_546_992_722_000, 0],
    ["1504224000.1234567", 1_504_224_000_123, 456_700],
    ["1.610464484E9", 1_610_464_484_000, 0],
    ["1610464484.9999999999999", 1_610_464_484_999, 999_999]
  ])("%s is read to the last digit", (text, at, rank) => {
    expect(readTime(text)).toEqual({ at, rank })
  })
  it.each([["-1"], ["soon"], [null], [undefined], ["99999999999999999"], [{}]])("%s is none", (value) => {
    expect(readTime(value)).toBeUndefined()
  })
})

describe("an asset code", () => {
  it.each([
    ["XXBT", "spot"],
    ["ZUSD", "spot"],
    ["DOT.S", "earn"],
    ["DOT28.S", "earn"],
    ["XBT.M", "earn"],
    ["ETH2.S", "earn"],
    ["ETH2", "spot"],
    ["USDT.F", "earn"],
    ["KSM.P", "earn"],
    ["ADA.B", "earn"],
    ["USD.HOLD", "hold"],
    ["AAPL.T", "spot"],
    ["NEW.Q", "spot"],
    [".S", "spot"],
    ["S", "spot"],
    ["", "spot"]
  ])("%s lies in %s", (code, wallet) => {
    expect(walletOf(code)).toBe(wallet)
    expect(kraken.manifest.wallets).toContain(wallet)
  })
  it("tells money of banks from coins", () => {
    expect(["ZUSD", "EUR", "CHF", "USD.HOLD", "EUR.M", "MXN"].map(isFiat)).not.toContain(false)
    expect(["XXBT", "ZEC", "XZEC", "USDT", "USDC", "ZRX", "ZEUS"].map(isFiat)).not.toContain(true)
  })
})

describe("a pair's name", () => {
  it.each([
    ["XXBTZUSD", "XXBT", "ZUSD"],
    ["XETHXXBT", "XETH", "XXBT"],
    ["XBTUSDT", "XXBT", "USDT"],
    ["XTZUSD", "XTZ", "ZUSD"],
    ["XTZEUR", "XTZ", "ZEUR"],
    ["ZRXUSD", "ZRX", "ZUSD"],
    ["DOTUSD", "DOT", "ZUSD"],
    ["ADAXBT", "ADA", "XXBT"],
    ["ETHPYUSD", "XETH", "PYUSD"],
    ["PYUSDUSD", "PYUSD", "ZUSD"],
    ["USDTZUSD", "USDT", "ZUSD"],
    ["USDCUSDT", "USDC", "USDT"],
    ["ZEURZUSD", "ZEUR", "ZUSD"],
    ["AUDUSD", "ZAUD", "ZUSD"],
    ["XXDGXXBT", "XXDG", "XXBT"],
    ["AIXBTUSD", "AIXBT", "ZUSD"],
    ["AAPLxUSD", "AAPLx", "ZUSD"],
    ["SOLCHF", "SOL", "CHF"],
    ["XBT/USD", "XXBT", "ZUSD"]
  ])("%s is %s in %s", (name, base, quote) => {
    expect(pairOf(name)).toEqual({ base, quote })
  })
  it.each([["USD"], ["BTCMXN"], [""], ["/USD"], ["XBT/"]])("%s is not taken apart", (name) => {
    expect(pairOf(name)).toBeNull()
  })
  it.each(["get_asset_pairs_2021", "get_asset_pairs_2023"])("agrees with Kraken's own list in %s", (fixture) => {
    for (const { market, base, quote } of kraken.documents.market.parse(replyOf(textOf(fixture))).items)
      expect(pairOf(market)).toEqual({ base, quote })
  })
})

describe("a cursor", () => {
  it("survives being written and read", () => {
    fc.assert(
      fc.property(fc.option(fc.nat()), fc.nat(1_000_000), (end, offset) => {
        expect(readCursor(writeCursor({ end, offset }))).toEqual({ end, offset })
      })
    )
  })
  it("of any other spelling is the top", () => {
    for (const cursor of [null, "", "x", "12", "1+-2", "1.5+0"]) expect(readCursor(cursor)).toEqual({ end: null, offset: 0 })
  })
  it("goes below the oldest row, or on within its second", () => {
    expect(following({ end: null, offset: 0 }, 100, 50)).toEqual({ end: 101, offset: 0 })
    expect(following({ end: 101, offset: 0 }, 100, 50)).toEqual({ end: 101, offset: 50 })
    expect(following({ end: 101, offset: 50 }, 99, 50)).toEqual({ end: 100, offset: 0 })
    expect(following({ end: 101, offset: 0 }, null, 7)).toEqual({ end: 101, offset: 7 })
  })
})
