/**
 * At which level prices of the sandboxes' past were: a course like the real one, so that what personas paid then is near what others
 * paid, and made up in between. Sums and products alone, as with {@link makeRandom}: the same on every machine.
 */
import { type Course, courses } from "./courses.ts"
import { makeRandom, seedOf } from "./Random.ts"

export const dayMs = 86_400_000

const money: ReadonlySet<string> = new Set(["EUR", "MXN", "BRL"])
const dollars: ReadonlySet<string> = new Set(["USD", "USDT", "USDC"])

/** The day on which a month begins, in days since 1970. */
const dayOfMonth = (months: number): number => Date.UTC(Math.floor(months / 12), months % 12) / dayMs

/** On the line from the price before to the one after. */
const onCourse = ({ from, months, prices }: Course, day: number): number => {
  const date = new Date(day * dayMs)
  const place = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth() - from) / months)
  if (place < 0) return prices[0]!
  if (place >= prices.length - 1) return prices.at(-1)!
  const [start, end] = [dayOfMonth(from + place * months), dayOfMonth(from + (place + 1) * months)]
  return prices[place]! + ((prices[place + 1]! - prices[place]!) * (day - start)) / (end - start)
}

/** In [-1, 1]: from one number drawn every so many days to the next. */
const drift = (asset: string, every: number, day: number): number => {
  const drawn = (knot: number): number => makeRandom(seedOf(`${asset}:${every}`) ^ Math.imul(knot, 0x9e3779b1)).next() * 2 - 1
  const knot = Math.floor(day / every)
  const part = day / every - knot
  return drawn(knot) * (1 - part) + drawn(knot + 1) * part
}

/** What one was worth on a day, over what it is worth in the still picture. One without a course wanders around that. */
const shareOf = (asset: string, day: number): number => {
  if (dollars.has(asset)) return 1
  const known = courses.get(asset)
  const most = money.has(asset) ? 0.004 : 0.04
  const wandered = (1 + most * drift(asset, 9, day)) * (1 + (most / 2) * drift(asset, 1, day))
  return known === undefined ? wandered : (onCourse(known, day) / known.prices.at(-1)!) * wandered
}

/** From here on every day is the still picture's (days since 1970): what stands in a ticker is what was traded last, whenever it is asked for. */
export const stillFrom = Date.UTC(2026, 6, 1) / dayMs

/** What prices of a market were on a day, over those of the still picture. By the usual symbols of what is traded. */
export const levelOn = ([base, quote]: readonly [base: string, quote: string], day: number): number =>
  day >= stillFrom ? 1 : shareOf(base, day) / shareOf(quote, day)
