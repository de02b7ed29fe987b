/** What is suspicious about prices that are to be imported, with the evidence. Pure: statistics, where `number` may stand for money. */
import { dayTextOf } from "./civilDay.ts"

/**
 * - `shifted`: the prices move as those known do, but one day earlier or later.
 * - `another-asset`: they are of another size than those known, or move in other ways: a code that means two things.
 * - `jump`: from one price to the next by a factor that no market moves by.
 */
export type FindingCode = "shifted" | "another-asset" | "jump"

export interface ImportFinding {
  readonly code: FindingCode
  /** Asset ids. */
  readonly base: string
  readonly quote: string
  /** What was compared, with figures. */
  readonly evidence: string
}

/** Prices by day number (days since 1970). */
export type DayPrices = ReadonlyMap<number, number>

/** Fewer days than that prove nothing. */
const fewestDays = 30
/** A price ten times the one before, or a tenth of it, within a week. */
const absurdFactor = 10
/** Median of the ratios: beyond a factor of two it is not the same thing. */
const sameSize = 2
/** Returns of the same asset at two exchanges correlate far above it, those of two assets often, too: only together with size or shift it tells. */
const unrelated = 0.2
/** Pegged pairs move too little to tell by their returns. */
const livelyDeviation = 0.005

const round = (figure: number): string => String(Number(figure.toPrecision(3)))

/** Logarithmic returns of both over the days that both have, `lag` days apart; gaps of more than four days are left out. */
const returnsAt = (own: DayPrices, known: DayPrices, lag: number): ReadonlyArray<readonly [number, number]> => {
  const days = [...own.keys()].filter((day) => known.has(day + lag)).sort((a, b) => a - b)
  return days.flatMap((day, i) => {
    const before = days[i - 1]
    if (before === undefined || day - before > 4) return []
    return [[Math.log(own.get(day)! / own.get(before)!), Math.log(known.get(day + lag)! / known.get(before + lag)!)] as const]
  })
}

const mean = (figures: ReadonlyArray<number>): number => figures.reduce((sum, figure) => sum + figure, 0) / figures.length
const deviation = (figures: ReadonlyArray<number>): number => {
  const middle = mean(figures)
  return Math.sqrt(mean(figures.map((figure) => (figure - middle) ** 2)))
}

/** `null` where too little moves to tell. */
const correlation = (pairs: ReadonlyArray<readonly [number, number]>): number | null => {
  if (pairs.length < fewestDays) return null
  const [xs, ys] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
  const [mx, my, dx, dy] = [mean(xs), mean(ys), deviation(xs), deviation(ys)]
  if (dx === 0 || dy === 0) return null
  return mean(pairs.map(([x, y]) => (x - mx) * (y - my))) / (dx * dy)
}

const median = (figures: ReadonlyArray<number>): number => figures.toSorted((a, b) => a - b)[figures.length >> 1]!

const shifted = (own: DayPrices, known: DayPrices): string | null => {
  const here = correlation(returnsAt(own, known, 0))
  if (here === null) return null
  for (const lag of [-1, 1]) {
    const there = correlation(returnsAt(own, known, lag))
    if (there === null || there < 0.5 || there < here + 0.2) continue
    return `daily returns correlate by ${round(here)} with those known of the same day and by ${round(there)} with those of the day ${lag < 0 ? "before" : "after"}`
  }
  return null
}

const anotherAsset = (own: DayPrices, known: DayPrices): string | null => {
  const common = [...own.keys()].filter((day) => known.has(day))
  if (common.length < fewestDays) return null
  const ratio = median(common.map((day) => own.get(day)! / known.get(day)!))
  if (ratio > sameSize || ratio < 1 / sameSize) return `the prices are ${round(ratio)} times those known (median of ${common.length} days)`
  const returns = returnsAt(own, known, 0)
  const lively = [0, 1].every((side) => deviation(returns.map((pair) => pair[side]!)) > livelyDeviation)
  const best = Math.max(...[-1, 0, 1].map((lag) => correlation(returnsAt(own, known, lag)) ?? 1))
  return lively && best < unrelated ? `daily returns correlate by at most ${round(best)} with those known (${returns.length} days)` : null
}

const jumps = (own: DayPrices): string | null => {
  const days = [...own.keys()].sort((a, b) => a - b)
  const at = days.findIndex((day, i) => {
    const before = days[i - 1]
    if (before === undefined || day - before > 7) return false
    const factor = own.get(day)! / own.get(before)!
    return factor >= absurdFactor || factor <= 1 / absurdFactor
  })
  if (at < 0) return null
  const [before, day] = [days[at - 1]!, days[at]!]
  return `${own.get(before)} on ${dayTextOf(before)} is followed by ${own.get(day)} on ${dayTextOf(day)}`
}

/** `known`: what other sources say of the same pair. */
export const importFindings = (base: string, quote: string, own: DayPrices, known: DayPrices): ReadonlyArray<ImportFinding> => {
  const found = (code: FindingCode, evidence: string | null): ReadonlyArray<ImportFinding> =>
    evidence === null ? [] : [{ code, base, quote, evidence: `${base} in ${quote}: ${evidence}` }]
  return [...found("shifted", shifted(own, known)), ...found("another-asset", anotherAsset(own, known)), ...found("jump", jumps(own))]
}
