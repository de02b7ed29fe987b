/**
 * What others trade in a market on a day. Every day is the same one but for the level of its prices, so that any 24 hours of the
 * still picture have the ticker's high, low and volume. Trades come in sweeps: one order eats through a few prices and always ends
 * at the last one, so that the newest trade has the ticker's price at any time.
 */
import { addExact, type Exact, formatExact, multiplyExact, readExact, zeroExact } from "./ExactSum.ts"
import { dayMs, levelOn } from "./MarketCourse.ts"
import { makeRandom, type Random } from "./Random.ts"

/** A market as one still picture. */
export interface QuotedMarket {
  readonly name: string
  /** By their usual symbols (`BTC`, `USD`), so that prices of the past are those of other exchanges; absent: prices of its own. */
  readonly assets?: readonly [base: string, quote: string]
  /** Others trade from this midnight (UTC, epoch milliseconds) on; absent: as long as anywhere. */
  readonly opens?: number
  readonly last: number
  /** Of a price. */
  readonly places: number
  /** Of any 24 hours, in the base. */
  readonly volume: string
}

/** The last price times a factor, to the places of the market. */
export const priceOf = ({ last, places }: QuotedMarket, factor: number): string => (last * factor).toFixed(places)

/** Prices of the day of an instant (epoch milliseconds), over those of the still picture. */
export const levelThen = ({ name, assets = [name, "USD"] }: QuotedMarket, at: number): number => levelOn(assets, Math.floor(at / dayMs))

/** What others pay in a market at the end of the day of an instant (epoch milliseconds): what a persona pays, too. */
export const paidThen = (market: QuotedMarket, at: number): number => market.last * levelThen(market, at)

export interface DayTrade {
  /** Milliseconds since midnight. */
  readonly offset: number
  /** Of the last price. */
  readonly factor: number
  readonly price: string
  readonly amount: string
  /** The side that rested: buyers when prices fall. */
  readonly makerSide: "buy" | "sell"
}

/** The ticker's extremes; the first sweep starts at the one, the second at the other. */
export const highest = 1.021
export const lowest = 0.974

/** Of the past there are so many days that less was traded on each; still, no hour is without a trade. */
const sweepsADay = { still: 144, past: 48 }
type Kind = keyof typeof sweepsADay

/** Factors of the last price, ending with 1. */
const sweep = (index: number, random: Random): ReadonlyArray<number> => {
  const start = index === 0 ? highest : index === 1 ? lowest : lowest + (highest - lowest) * random.next()
  const steps = index < 2 ? 2 : random.int(0, 2)
  return Array.from({ length: steps + 1 }, (_, step) => (step === steps ? 1 : start + ((1 - start) * step) / steps))
}

/** Shares of the volume in its own units, which sum to it exactly. */
const shared = (volume: string, count: number, random: Random): ReadonlyArray<string> => {
  const { units, scale } = readExact(volume)!
  const weights = Array.from({ length: count }, () => BigInt(random.int(1, 1000)))
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  const parts = weights.map((weight) => (units * weight) / whole)
  const left = units - parts.reduce((sum, part) => sum + part, 0n)
  return parts.map((part, index) => formatExact({ units: index === 0 ? part + left : part, scale }, scale))
}

const makeDay = (market: QuotedMarket, kind: Kind): ReadonlyArray<DayTrade> => {
  const random = makeRandom(`${kind === "still" ? "day" : kind}:${market.name}`)
  const slotMs = dayMs / sweepsADay[kind]
  const trades = Array.from({ length: sweepsADay[kind] }, (_, index) => {
    // Now and then nobody trades for longer than a bucket.
    const second = Math.floor((index * slotMs + random.int(0, slotMs - 60_000)) / 1000) * 1000
    const factors = sweep(index, random)
    const makerSide = factors[0]! > 1 ? ("buy" as const) : ("sell" as const)
    return factors.map((factor, step) => ({ offset: second + 90 + 7 * step, factor, price: priceOf(market, factor), makerSide }))
  }).flat()
  const amounts = shared(market.volume, trades.length, random)
  return trades.map((trade, index) => ({ ...trade, amount: amounts[index]! }))
}

const days = { still: new WeakMap<QuotedMarket, ReadonlyArray<DayTrade>>(), past: new WeakMap<QuotedMarket, ReadonlyArray<DayTrade>>() }

/** Oldest first. */
export const dayOf = (market: QuotedMarket, kind: Kind = "still"): ReadonlyArray<DayTrade> => {
  const known = days[kind].get(market) ?? makeDay(market, kind)
  days[kind].set(market, known)
  return known
}

/** Value over volume, cut after so many places. */
export const meanPrice = (value: Exact, volume: Exact, places: number): string => {
  if (volume.units === 0n) return "0"
  const units = (value.units * 10n ** BigInt(volume.scale + places)) / (volume.units * 10n ** BigInt(value.scale))
  return formatExact({ units, scale: places }, places)
}

/** The mean price of trades, cut at the digits the ticker prints. */
export const vwapOf = (trades: Iterable<{ readonly price: string; readonly amount: string }>, places: number): string => {
  let value = zeroExact
  let volume = zeroExact
  for (const trade of trades) {
    const amount = readExact(trade.amount)!
    volume = addExact(volume, amount)
    value = addExact(value, multiplyExact(readExact(trade.price)!, amount))
  }
  return meanPrice(value, volume, places)
}
