/** Reads the prices that a market had, page by page. */
import { type Adapter, type Candle, type CandleRequest, Candles, failure, type FailureCode, type QuarantinedRow } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import { CallFailed, Host } from "../host/Host.ts"

export interface CandleHistory {
  /** Oldest first, each once. Those in which nobody traded may be missing. */
  readonly candles: ReadonlyArray<Candle>
  readonly quarantined: ReadonlyArray<QuarantinedRow>
  /**
   * Half-open `[from, to)`, whole candles: what was asked for and is over, as far back as the exchange shows it. Where nothing was
   * quarantined, there is no candle in it but these. Empty (`from` = `to`) where nothing of it can be seen.
   */
  readonly from: number
  readonly to: number
}

const refused = (adapter: Adapter, endpoint: string, message: string, code: FailureCode = "ADAPTER_BUG") =>
  new CallFailed({ exchange: adapter.manifest.id, endpoint, failure: failure(code, message) })

/**
 * Candles of one market that begin in `[from, to)`. However long the stretch, each call asks for as many candles as one reply
 * holds. The candle that is not over is left out, and so is whatever lies before the exchange's depth. A reply counts as read at
 * the exchange's own time. `CallFailed` with `ADAPTER_BUG` where the adapter has no such candles,
 * and with `SCHEMA_DRIFT` where of a reply nothing but what cannot be read was wanted.
 */
export const candlesOf = Effect.fnUntraced(function* (adapter: Adapter, { market, spanMs, from, to }: CandleRequest) {
  const host = yield* Host
  const spec = adapter.manifest.market.candles
  const reader = adapter.candles
  if (spec === undefined || reader === undefined) return yield* refused(adapter, "candles", "the exchange shows no candles")
  if (!spec.spansMs.includes(spanMs)) return yield* refused(adapter, spec.endpoint, `there are no candles of ${spanMs} ms`)
  const start = (at: number) => Candles.nextStart(spec, spanMs, at)
  const over = start((yield* Clock.currentTimeMillis) - spanMs + 1)
  const end = Math.min(start(to), over)
  // Of the candles that are shown, one is not over yet.
  const deepest = spec.depth === "full" ? -Infinity : over - (spec.depth.candles - 1) * spanMs
  const oldest = Math.max(start(from), deepest)
  if (oldest >= end) return { candles: [], quarantined: [], from: end, to: end } satisfies CandleHistory

  const found = new Map<number, Candle>()
  const quarantined: Array<QuarantinedRow> = []
  let known = end
  for (let page = oldest; page < end; page += spec.most * spanMs) {
    const request = { market, spanMs, from: page, to: Math.min(end, page + spec.most * spanMs) }
    const attempt = <A>(what: string, run: () => A) =>
      Effect.try({ try: run, catch: () => refused(adapter, spec.endpoint, `the adapter's ${what} of candles threw`) })
    const call = yield* attempt("request", () => reader.request(request))
    const { reply, at } = yield* host.call({ adapter, signer: null, account: "", onWait: () => Effect.void }, call)
    const { items, quarantined: rows } = yield* attempt("parser", () => reader.parse(reply, request))
    const odd = [...rows]
    const before = found.size
    // Our clock may be ahead of theirs.
    const seen = Math.min(request.to, start(at - spanMs + 1))
    if (seen < request.to) known = Math.min(known, Math.max(oldest, seen))
    for (const candle of items) {
      if (candle.at < request.from || candle.at >= seen) continue
      if (start(candle.at) === candle.at) found.set(candle.at, candle)
      else odd.push({ pointer: "", reason: `a candle begins at ${candle.at}, where none should` })
    }
    const [first] = odd
    // An odd row is one candle less; nothing but odd ones is no answer.
    if (first !== undefined && found.size === before)
      return yield* refused(adapter, spec.endpoint, `no candle could be read: ${first.reason}`, "SCHEMA_DRIFT")
    quarantined.push(...odd)
  }
  const candles = [...found.values()].sort((a, b) => a.at - b.at)
  return { candles, quarantined, from: oldest, to: known } satisfies CandleHistory
})
