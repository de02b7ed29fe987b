/** The market as one still picture: a few markets in the wire's shape, with invented prices. */
import type { MarketRow } from "./lists.ts"

interface Picture extends MarketRow {
  readonly last: number
  readonly places: number
}

const picture = (baseAsset: string, quoteAsset: string, last: number, places: number, status = "TRADING"): Picture => ({
  symbol: baseAsset + quoteAsset,
  baseAsset,
  quoteAsset,
  status,
  last,
  places
})

const pictures: ReadonlyArray<Picture> = [
  picture("BTC", "USDT", 98_512.34, 2),
  picture("ETH", "USDT", 3_424.81, 2),
  picture("ETH", "BTC", 0.03477, 5),
  picture("BNB", "USDT", 641.2, 2),
  picture("BNB", "BTC", 0.006508, 6),
  picture("SOL", "USDT", 181.42, 2),
  picture("XRP", "USDT", 2.3491, 4),
  picture("ADA", "USDT", 0.6123, 4),
  picture("LDO", "USDT", 1.214, 3),
  picture("USDT", "MXN", 18.44, 2),
  picture("BTC", "MXN", 1_816_550, 0),
  picture("BTC", "EUR", 91_204.7, 2),
  picture("EUR", "USDT", 1.0801, 4),
  picture("BCC", "BTC", 0, 6, "BREAK"),
  picture("BNB", "BUSD", 0, 1, "BREAK")
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

const ticker = ({ symbol, last, places }: Picture): object => {
  const price = (factor: number) => (last * factor).toFixed(Math.max(8, places))
  return { symbol, bidPrice: price(0.9999), bidQty: "1.50000000", askPrice: price(1.0001), askQty: "2.25000000" }
}

/** `undefined`: there is no such market. */
export const bookTicker = (symbol: string | null): string | undefined => {
  if (symbol === null) return JSON.stringify(pictures.map(ticker))
  const found = pictures.find((one) => one.symbol === symbol)
  return found === undefined ? undefined : JSON.stringify(ticker(found))
}
