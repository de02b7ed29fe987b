import { describe, expect, it } from "vitest"
import { readId, readNumber } from "../../../src/internal/parse/fields.ts"
import { marketOf } from "../../../src/internal/parse/market.ts"
import { readMillis, readUtc } from "../../../src/internal/parse/time.ts"
import { ownWallet, walletOf } from "../../../src/internal/parse/wallet.ts"
import { binance } from "../../../src/index.ts"
import { replyOf, textOf } from "../../fixture.ts"

describe("a time", () => {
  it.each([
    [1_499_865_549_590, 1_499_865_549_590],
    ["1714923704000", 1_714_923_704_000],
    [0, 0]
  ])("%s is epoch milliseconds", (value, at) => {
    expect(readMillis(value)).toBe(at)
  })
  it.each([["-1"], [-1], ["soon"], [null], [undefined], [{}], ["99999999999999999"], [8_640_000_000_000_001], [1.5]])(
    "%s is none",
    (value) => {
      expect(readMillis(value)).toBeUndefined()
    }
  )
  it("of a withdrawal is a UTC second", () => {
    expect(readUtc("2019-10-12 11:12:02")).toBe(Date.UTC(2019, 9, 12, 11, 12, 2))
    for (const value of ["2019-13-12 11:12:02", "", 5, null]) expect(readUtc(value)).toBeUndefined()
  })
})

describe("a field", () => {
  it("that is an id may be longer than a double", () => {
    expect([readId("x"), readId(5), readId("9007199254740993")]).toEqual(["x", "5", "9007199254740993"])
    for (const value of ["", 1.5, null, {}, 2 ** 60]) expect(readId(value)).toBeUndefined()
  })
  it("that says which is a whole number, printed either way", () => {
    expect([readNumber(6), readNumber("6"), readNumber(-1)]).toEqual([6, 6, -1])
    for (const value of ["six", 1.5, null, "1".repeat(20)]) expect(readNumber(value)).toBeUndefined()
  })
})

describe("a market's name", () => {
  it.each([
    ["BTCUSDT", "BTC", "USDT"],
    ["BTCTUSD", "BTC", "TUSD"],
    ["ETHBTC", "ETH", "BTC"],
    ["LDOUSDT", "LDO", "USDT"],
    ["BCCBTC", "BCC", "BTC"],
    ["USDCUSDT", "USDC", "USDT"],
    ["USDTMXN", "USDT", "MXN"],
    ["BTCFDUSD", "BTC", "FDUSD"],
    ["1000SATSTRY", "1000SATS", "TRY"],
    ["BNBPAX", "BNB", "PAX"],
    ["DOGEUSDP", "DOGE", "USDP"],
    ["SHIBDOGE", "SHIB", "DOGE"],
    ["SOLETH", "SOL", "ETH"]
  ])("%s is %s in %s", (name, base, quote) => {
    expect(marketOf(name)).toEqual({ base, quote })
  })
  it.each([["USDT"], ["ABCXYZ"], [""]])("%s is not taken apart", (name) => {
    expect(marketOf(name)).toBeNull()
  })
  it("agrees with Binance's own list", () => {
    for (const { market, base, quote } of binance.documents.market.parse(replyOf(textOf("get_exchange_info"))).items)
      expect(marketOf(market)).toEqual({ base, quote })
  })
})

describe("a wallet's word", () => {
  it("is one of the manifest's, spot where it is not told, none where it is another's", () => {
    expect(["SPOT", "MAIN", "FUNDING", "EARN", null, undefined, 5, "NEW"].map(walletOf)).toEqual([
      "spot",
      "spot",
      "funding",
      "earn",
      "spot",
      "spot",
      "spot",
      "spot"
    ])
    expect(["MAIN", "FUNDING", "UMFUTURE", "MARGIN", "NEW"].map(ownWallet)).toEqual(["spot", "funding", null, null, null])
    expect(binance.manifest.wallets).toEqual(["spot", "funding", "earn"])
  })
})
