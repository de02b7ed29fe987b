/** Candles as Bitstamp prints them: of what the account and others traded. */
import {
  amountText,
  bendCandles,
  formatExact,
  makeTapes,
  marketCandles,
  parseWire,
  readExact,
  tapeOf,
  type Answer,
  type JsonRow,
  type MarketCandle,
  type MarketTape,
  type MarketTrade,
  type ReadRequest
} from "@caudal/exchange/simulator"
import { malformed, reject, success } from "./Errors.ts"
import type { Ledger } from "./Ledger.ts"
import { pairNamed } from "./Markets.ts"

const steps: ReadonlySet<number> = new Set([60, 180, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 259_200])

const most = 1000

/** A trade names its price under both currencies: `btc_usd`. `undefined`: it is none of this pair. */
const tradeOf = (row: JsonRow, base: string, counter: string): MarketTrade | undefined => {
  const [price, amount] = [amountText(row[`${base}_${counter}`]), readExact(amountText(row[base]))]
  const rate = readExact(price)
  if (String(row["type"]) !== "2" || rate === undefined || rate.units <= 0n || amount === undefined || amount.units === 0n) return undefined
  const at = Date.parse(`${String(row["datetime"]).replace(" ", "T").slice(0, 23)}Z`)
  const units = amount.units < 0n ? -amount.units : amount.units
  return Number.isNaN(at) ? undefined : { at, price: price!, amount: formatExact({ ...amount, units }) }
}

const row = ({ start, open, high, low, close, volume }: MarketCandle) => ({
  high,
  timestamp: String(start / 1000),
  volume: formatExact(readExact(volume)!, 8),
  low,
  close,
  open
})

export const ohlcRead = (ledger: Ledger): ((request: ReadRequest) => Answer) => {
  const fillsOf = (base: string, counter: string): ReadonlyArray<MarketTrade> =>
    Array.from(ledger.texts(), (text) => parseWire(text) as JsonRow)
      .flatMap((one) => tradeOf(one, base, counter) ?? [])
      .toSorted((a, b) => a.at - b.at)
  const tapes = makeTapes(ledger.size, (symbol): MarketTape => {
    const pair = pairNamed(symbol)
    return tapeOf(pair, pair === undefined ? [] : fillsOf(pair.base.toLowerCase(), pair.counter.toLowerCase()), (trade) => trade)
  })
  return ({ segment, fields, faults, at }) => {
    const pair = pairNamed(segment)
    if (pair === undefined) return reject("404.002", "Currency pair not found.", 404)
    const numbers = ["step", "limit", "start", "end"].map((name) => {
      const text = fields.get(name)
      return text === null ? null : /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
    })
    const [step = null, limit = null, from = null, to = null] = numbers
    if (step === null || !steps.has(step)) return malformed("step", "400.005")
    if (limit === null || !(limit >= 1 && limit <= most)) return malformed("limit", "400.011")
    if (Number.isNaN(from) || Number.isNaN(to)) return malformed("start", "400.013")
    const sizeMs = step * 1000
    const end = to === null ? at + 1 : to * 1000 + 1
    const last = Math.floor((Math.min(end, at + 1) - 1) / sizeMs) * sizeMs
    const start = from === null ? last - (limit - 1) * sizeMs : from * 1000
    const found = marketCandles(tapes(segment), { sizeMs, start, end, now: at, most: limit })
    return success(`{"data":{"pair":${JSON.stringify(pair.name)},"ohlc":[${bendCandles(found.map(row), false, faults)}]}}`)
  }
}
