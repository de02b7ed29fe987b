/** Candles of one market at a time: ccxt says what to ask for, and reads the reply. */
import { type Call, type CandleReader, type CandleRequest, Candles, type Failure, failure, type Json } from "@caudal/exchange"
import { ask } from "./room.ts"
import { type Asked, type AskedCandles, timeframes, type Told, type VenueCandles } from "./venue.ts"

type Row = readonly [at: string | null, open: unknown, high: unknown, low: unknown, close: unknown, volume: unknown]

const hasList = (json: Json): boolean =>
  typeof json === "object" &&
  json !== null &&
  (Array.isArray(json) || Object.values(json as { readonly [key: string]: Json }).some(hasList))

/** A refusal in the venue's own words, or nothing that holds a list: never a time in which nobody traded. `null`: an answer. */
export const candleFailure = (venue: string, json: Json): Failure | null =>
  ask<string | null>("refusal", venue, JSON.stringify(json)) !== null || !hasList(json)
    ? failure("SCHEMA_DRIFT", "candles: the exchange refused, or sent no list.")
    : null

export const candleReader = (venue: string, { path, most }: VenueCandles): CandleReader => {
  const open = path.split("/").indexOf("{market}")
  // As many as there can be: some venues answer with the last so many, whatever time is asked for.
  const asked = ({ market, spanMs, from, to }: CandleRequest): AskedCandles => ({
    market,
    timeframe: timeframes.get(spanMs) ?? "",
    since: from,
    until: to - 1,
    limit: most
  })
  return {
    request: (request): Call => {
      const [call] = ask<Asked>("candleCalls", venue, asked(request)).calls
      if (call === undefined) throw new TypeError(`${venue}: candles of ${request.market} cannot be asked for`)
      const { pathname, searchParams } = new URL(call.url)
      const filled = open < 0 ? {} : { path: { market: pathname.split("/")[open] ?? "" } }
      return { endpoint: "candles", ...filled, query: [...searchParams] }
    },
    parse: ({ json }, request) => {
      const { value, reason } = ask<Told<Row>>("candles", venue, JSON.stringify(json ?? null), asked(request))
      if (value === null)
        return { items: [], quarantined: [{ pointer: "", reason: `ccxt could not read it: ${String(reason).slice(0, 200)}` }] }
      return Candles.read(value as never, "", (row) => {
        const [at, first, high, low, close, volume] = row as unknown as Row
        return Candles.make(at !== null && /^\d{1,15}$/.test(at) ? Number(at) : undefined, { open: first, high, low, close, volume })
      })
    }
  }
}
