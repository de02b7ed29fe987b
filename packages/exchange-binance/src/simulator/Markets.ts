/** The market as one still picture: a few markets in the wire's shape, with invented prices. */
import { priceOf, type QuotedMarket } from "@caudal/exchange/simulator"
import type { MarketRow } from "./lists.ts"

interface Picture extends MarketRow, QuotedMarket {}

const picture = (baseAsset: string, quoteAsset: string, last: number, volume: string, status = "TRADING"): Picture => ({
  symbol: baseAsset + quoteAsset,
  baseAsset,
  quoteAsset,
  name: baseAsset + quoteAsset,
  assets: [baseAsset, quoteAsset],
  status,
  last,
  // Binance prints eight, whatever the smallest step.
  places: 8,
  volume
})

const pictures: ReadonlyArray<Picture> = [
  picture("BTC", "USDT", 98_512.34, "18211.40210000"),
  picture("ETH", "USDT", 3_424.81, "301440.11900000"),
  picture("ETH", "BTC", 0.03477, "20114.30200000"),
  picture("BNB", "USDT", 641.2, "190233.01000000"),
  picture("BNB", "BTC", 0.006508, "9120.44100000"),
  picture("SOL", "USDT", 181.42, "2804110.33000000"),
  picture("XRP", "USDT", 2.3491, "98033120.00000000"),
  picture("ADA", "USDT", 0.6123, "60114209.50000000"),
  picture("LDO", "USDT", 1.214, "7120334.11000000"),
  picture("USDT", "MXN", 18.44, "4120990.00000000"),
  picture("BTC", "MXN", 1_816_550, "3.41120000"),
  picture("BTC", "EUR", 91_204.7, "911.20330000"),
  picture("EUR", "USDT", 1.0801, "20114881.40000000"),
  picture("BCC", "BTC", 0, "0", "BREAK"),
  picture("BNB", "BUSD", 0, "0", "BREAK")
]

/** Always listed, closed ones too. */
export const standing: ReadonlyArray<MarketRow> = pictures

const info = ({ symbol, status, baseAsset, quoteAsset }: MarketRow): object => ({
  symbol,
  status,
  baseAsset,
  baseAssetPrecision: 8,
  quoteAsset,
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  orderTypes: ["LIMIT", "LIMIT_MAKER", "MARKET"],
  icebergAllowed: true,
  isSpotTradingAllowed: status === "TRADING",
  filters: [
    { filterType: "PRICE_FILTER", minPrice: "0.00001000", maxPrice: "1000000.00000000", tickSize: "0.00001000" },
    { filterType: "LOT_SIZE", minQty: "0.00001000", maxQty: "9000.00000000", stepSize: "0.00001000" }
  ],
  permissions: [],
  permissionSets: []
})

export const exchangeInfo = (markets: Iterable<MarketRow>, now: number): string =>
  JSON.stringify({
    timezone: "UTC",
    serverTime: now,
    rateLimits: [{ rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 6000 }],
    exchangeFilters: [],
    symbols: [...markets].map(info)
  })

const ticker = (one: Picture): object => {
  const price = (factor: number) => priceOf(one, factor)
  return { symbol: one.symbol, bidPrice: price(0.9999), bidQty: "1.50000000", askPrice: price(1.0001), askQty: "2.25000000" }
}

/** `undefined`: there is no such market. */
export const bookTicker = (symbol: string | null): string | undefined => {
  if (symbol === null) return JSON.stringify(pictures.map(ticker))
  const found = pictures.find((one) => one.symbol === symbol)
  return found === undefined ? undefined : JSON.stringify(ticker(found))
}

/** `undefined`: nobody trades there. */
export const traded = (symbol: string): QuotedMarket | undefined =>
  pictures.find((one) => one.symbol === symbol && one.status === "TRADING")
