/** A long candle is made of short ones. */
import { type Candle, Candles, Decimal } from "@caudal/exchange"
import { type Case, must } from "../Case.ts"
import { aPage, instant, lately, mustBeRead, reading, words } from "./candleReading.ts"

/** What nobody traded in may be shown with the price of before; so may what so little was traded in that it is printed as nothing. */
const hadTrade = ({ volume }: Candle): boolean => volume === null || !Decimal.isZero(volume)

/** So many long ones: in a quiet market one may open and close at the same price. */
const some = 12

const mustBeMadeOf = (long: Candle, longMs: number, short: ReadonlyArray<Candle>, parts: string): void => {
  const [first, last] = [short.findIndex(hadTrade), short.findLastIndex(hadTrade)]
  if (first < 0) return
  const mustBe = (what: string, is: string, could: ReadonlyArray<string>): void =>
    must(
      could.includes(is),
      () => `the candle of ${longMs / 60_000} min at ${instant(long.at)} ${what} at ${is}, and the ${parts} within it at ${could.at(-1)}`
    )
  mustBe(
    "opens",
    long.open,
    short.slice(0, first + 1).map(({ open }) => open)
  )
  mustBe(
    "closes",
    long.close,
    short
      .slice(last)
      .map(({ close }) => close)
      .toReversed()
  )
}

export const longCandles: ReadonlyArray<Case> = [
  reading(
    "K-10",
    "a long candle opens with the first of the short ones within it, and closes with the last",
    "Who takes the price at which a day began for the one at which it ended is wrong by a day everywhere.",
    async ({ candles: read }, spec) => {
      const { spansMs } = spec
      for (const [i, spanMs] of spansMs.slice(0, -1).entries()) {
        const longMs = spansMs[i + 1]!
        const shown = spec.depth === "full" ? some * longMs : aPage(spec) * spanMs
        const { to } = lately(spec, spanMs, 1)
        const end = Candles.nextStart(spec, longMs, to - longMs)
        const start = end - longMs * Math.min(some, Math.floor((shown - (to - end)) / longMs))
        if (start >= end) continue
        const short = mustBeRead(await read({ spanMs, from: start, to: end }), words(spanMs))
        for (const long of mustBeRead(await read({ spanMs: longMs, from: start, to: end }), words(longMs)))
          mustBeMadeOf(
            long,
            longMs,
            short.filter(({ at }) => at >= long.at && at < long.at + longMs),
            words(spanMs)
          )
      }
    }
  )
]
