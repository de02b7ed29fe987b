/** Prices of the past: of what others traded, newest first, without those in which nobody did. */
import { type ActiveFaults, bendCandles, dayMs, marketCandles, type QuotedMarket, tapeOf } from "@caudal/exchange/simulator"
import { manifest } from "../manifest.ts"
import { type Answer, ok, refuse } from "./answers.ts"

const pair: QuotedMarket = { name: "btc-usd", assets: ["BTC", "USD"], last: 42_100.5, places: 1, volume: "310.5" }
const { most, spansMs, dayStartMs } = manifest.market.candles!
const tape = tapeOf(pair, [], (trade) => trade)

export const pairsRead = (): Answer => ok('{"rows":[{"market":"btc-usd","base":"btc","quote":"usd"}]}')

export const tickersRead = (): Answer =>
  ok('{"rows":[{"market":"btc-usd","base":"btc","quote":"usd","bid":"42100.123456789012345678","ask":42100.5}]}')

/** More than it has room for is cut off at the newest, without a word. */
export const candleRead = ({ pathname, searchParams }: URL, faults: ActiveFaults, now: number): Answer => {
  const [sizeMs = 0, from = 0, to = 0] = ["span", "from", "to"].map((name) => Number(searchParams.get(name) ?? Number.NaN))
  if (!pathname.endsWith(`/${pair.name}`) || !spansMs.includes(sizeMs) || !(from <= to)) return refuse("BAD_CANDLES", 400)
  const found = marketCandles(tape, { sizeMs, phaseMs: sizeMs === dayMs ? dayStartMs : 0, start: from, end: to + 1, now, most })
  const rows = found
    .filter(({ count }) => count > 0)
    .map(({ start: at, open, high, low, close, volume }) => ({ at, open, high, low, close, volume }))
  return ok(`{"rows":[${bendCandles(rows.reverse(), true, faults)}]}`)
}
