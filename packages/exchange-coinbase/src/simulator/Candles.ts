/** Candles as Coinbase prints them: of what the account and others traded, newest first, without those in which nobody did. */
import {
  amountText,
  bendCandles,
  formatExact,
  makeTapes,
  marketCandles,
  parseWire,
  readExact,
  tapeOf,
  type JsonRow,
  type MarketCandle,
  type MarketTape,
  type MarketTrade,
  type RowStore,
  type Answer
} from "@caudal/exchange/simulator"
import { badRequest, notFound, success } from "./Errors.ts"
import { productNamed } from "./Products.ts"
import type { ReadRequest } from "./Read.ts"

const minute = 60
const hour = 60 * minute
/** Seconds. */
const granularities: ReadonlyMap<string, number> = new Map([
  ["ONE_MINUTE", minute],
  ["FIVE_MINUTE", 5 * minute],
  ["FIFTEEN_MINUTE", 15 * minute],
  ["THIRTY_MINUTE", 30 * minute],
  ["ONE_HOUR", hour],
  ["TWO_HOUR", 2 * hour],
  ["SIX_HOUR", 6 * hour],
  ["ONE_DAY", 24 * hour]
])

/** A window of this many candles is refused. */
const tooMany = 350

/** To eight places. */
const divided = (size: string, price: string): string => {
  const [quote, rate] = [readExact(size)!, readExact(price)!]
  return formatExact({ units: (quote.units * 10n ** BigInt(8 + rate.scale)) / (rate.units * 10n ** BigInt(quote.scale)), scale: 8 })
}

/** `undefined`: it cannot be read, or is no trade of this market (a correction, a contract). */
const tradeOf = (row: JsonRow): MarketTrade | undefined => {
  const [price, size] = [amountText(row["price"]), amountText(row["size"])]
  const at = Date.parse(String(row["trade_time"]))
  const rate = readExact(price)
  if (rate === undefined || rate.units <= 0n || readExact(size) === undefined || Number.isNaN(at)) return undefined
  return { at, price: price!, amount: row["size_in_quote"] === true ? divided(size!, price!) : size! }
}

const fillsOf = (fills: RowStore, product: string): ReadonlyArray<MarketTrade> =>
  Array.from(fills.texts(), (text) => parseWire(text) as JsonRow)
    .filter((row) => row["product_id"] === product && row["trade_type"] === "FILL")
    .flatMap((row) => tradeOf(row) ?? [])
    .toSorted((a, b) => a.at - b.at)

const row = ({ start, low, high, open, close, volume }: MarketCandle) => ({ start: String(start / 1000), low, high, open, close, volume })

const seconds = (text: string | null): number | undefined => (text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined)

export const candleList = (fills: RowStore): ((request: ReadRequest) => Answer) => {
  const tapes = makeTapes(fills.size, (product): MarketTape => tapeOf(productNamed(product), fillsOf(fills, product), (trade) => trade))
  return ({ segment, query, faults, at }) => {
    const product = productNamed(segment)
    if (product === undefined) return notFound("public")
    const [from, to] = [seconds(query.get("start")), seconds(query.get("end"))]
    const size = granularities.get(query.get("granularity") ?? "")
    if (from === undefined || to === undefined || size === undefined) return badRequest("public")
    if (Math.floor(to / size) - Math.ceil(from / size) + 1 >= tooMany) return badRequest("public")
    const window = { sizeMs: size * 1000, start: from * 1000, end: to * 1000 + 1, now: at, most: tooMany }
    const found = marketCandles(tapes(product.name), window).filter(({ count }) => count > 0)
    return success(`{"candles":[${bendCandles(found.map(row).reverse(), true, faults)}]}`)
  }
}
