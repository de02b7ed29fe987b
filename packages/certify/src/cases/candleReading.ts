/** What cases about candles ask for, and of which. */
import type { CandleHistory } from "@caudal/engine"
import { type Candle, Candles, type CandleSpec, type Manifest } from "@caudal/exchange"
import { type Case, must, type Subject } from "../Case.ts"
import { type Market, withMarket } from "../rig/Market.ts"
import { now } from "../rig/Rig.ts"

const skip = ({ market, library }: Manifest): string | null => {
  if (market.candles === undefined) return "it shows no candles"
  return library === undefined
    ? null
    : `the manifest declares that ${library} reads its candles: the bridge's own tests do, on replies on record`
}

/** A case that asks for candles. */
export const reading = (
  id: string,
  name: string,
  why: string,
  look: (market: Market, spec: CandleSpec, subject: Subject) => Promise<void>
): Case => ({
  id,
  group: "candles",
  name,
  why,
  skip,
  run: (subject) => withMarket(subject, (market) => look(market, subject.adapter.manifest.market.candles!, subject))
})

export const instant = (at: number): string => (Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : String(at))
export const words = (spanMs: number): string => `candles of ${spanMs / 60_000} min`

/** The last `count` candles that are over, with room for a clock that is a little off. */
export const lately = (
  spec: CandleSpec,
  spanMs: number,
  count: number
): { readonly spanMs: number; readonly from: number; readonly to: number } => {
  const to = Candles.nextStart(spec, spanMs, now() - 3 * spanMs)
  return { spanMs, from: to - count * spanMs, to }
}

/** As many as can be asked for at once. */
export const aPage = ({ most, depth }: CandleSpec): number => (depth === "full" ? most : Math.min(most, depth.candles - 4))

export const mustBeRead = ({ candles, quarantined, from, to }: CandleHistory, what: string): ReadonlyArray<Candle> => {
  const [odd] = quarantined
  must(odd === undefined, () => `${what}: ${odd!.pointer} cannot be read: ${odd!.reason}`)
  must(candles.length > 0, () => `${what}: there are none between ${instant(from)} and ${instant(to)}, when there was trade`)
  return candles
}
