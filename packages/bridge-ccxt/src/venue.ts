/** Which requests stand behind the markets and the tickers of a venue, found out by letting ccxt ask for them in vain. */
import { ask } from "./room.ts"

export interface Request {
  readonly url: string
  readonly method: string
  readonly body: string | null
}

export interface Venue {
  readonly id: string
  readonly name: string
  readonly homepage: string
  readonly docs: string
  readonly regions: ReadonlyArray<string>
  /** Milliseconds between two requests, as ccxt keeps them. */
  readonly pauseMs: number
  /** Addresses exactly as ccxt asks for them. */
  readonly markets: ReadonlyArray<string>
  readonly tickers: string
  /** `null`: its candles cannot be described beforehand. */
  readonly candles: VenueCandles | null
}

/** How candles of any market are asked for. */
export interface VenueCandles {
  readonly origin: string
  /** `{market}` where the market's id is a segment of it. */
  readonly path: string
  readonly most: number
  readonly spansMs: ReadonlyArray<number>
}

/** ccxt's words for the lengths that are asked for. */
export const timeframes: ReadonlyMap<number, string> = new Map([
  [60_000, "1m"],
  [3_600_000, "1h"],
  [86_400_000, "1d"]
])

export interface AskedCandles {
  readonly market: string
  readonly timeframe: string
  readonly since: number
  readonly until: number
  readonly limit: number
}

interface About {
  readonly name: string
  readonly www: string | null
  readonly docs: string | null
  readonly countries: ReadonlyArray<string>
  readonly rateLimit: number
  readonly tickers: boolean
  readonly candles: { readonly most: number; readonly timeframes: ReadonlyArray<string> } | null
}

/** What became of a reading: a value, or the reason why there is none. */
export interface Told<A> {
  readonly value: ReadonlyArray<A> | null
  readonly reason: string | null
}

export interface Asked {
  readonly calls: ReadonlyArray<Request>
  readonly ended: { readonly reason: string | null }
}

/** Plain reads over https whose path holds no parameter, and whose query does not depend on a clock. */
const isPlain = ({ url, method }: Request): boolean =>
  method === "GET" &&
  /^https:\/\/[\w.-]+(?::\d+)?\/[A-Za-z0-9/_.-]*(?:\?|$)/.test(url) &&
  !url.includes("..") &&
  !/timestamp|nonce/i.test(url)

const urlsOf = (venue: string, what: string, { calls, ended }: Asked): ReadonlyArray<string> => {
  const odd = calls.find((call) => !isPlain(call))
  if (odd !== undefined) throw new TypeError(`${venue}: its ${what} are not a plain read (${odd.method} ${odd.url})`)
  if (calls.length === 0 && ended.reason !== null) throw new TypeError(`${venue}: its ${what} cannot be asked for (${ended.reason})`)
  return [...new Set(calls.map(({ url }) => url))]
}

const day = 86_400_000
/** Of a reply this long nobody has said that it is cut; some venues allow far more. */
const mostCandles = 1000

/** The path of one plain read with the market's id left open; `null` where it is none, or hangs on a clock, which stands still in the room. */
const openPath = (id: string, asked: AskedCandles): { readonly origin: string; readonly path: string } | null => {
  const [call, ...more] = ask<Asked>("candleCalls", id, asked).calls
  if (call === undefined || more.length > 0 || !isPlain(call)) return null
  const { origin, pathname, searchParams } = new URL(call.url)
  const values = [...searchParams.values()]
  if (values.some((value) => /^-?\d+$/.test(value) && Number(value) <= 0) || call.url.includes("1970-")) return null
  const segments = pathname.split("/")
  const path = segments.map((one) => (one === asked.market ? "{market}" : one)).join("/")
  const places = segments.filter((one) => one === asked.market).length + values.filter((value) => value === asked.market).length
  return places === 1 ? { origin, path } : null
}

/** Asked for two markets at two times, a venue that can be described differs in nothing but what was asked. */
const candlesOf = (id: string, about: About["candles"]): VenueCandles | null => {
  if (about === null) return null
  const lengths = [...timeframes].filter(([, timeframe]) => about.timeframes.includes(timeframe))
  const most = Math.min(about.most, mostCandles)
  const paths = lengths.flatMap(([spanMs, timeframe]) =>
    ["AAABBB", "CCCDDD"].map((market, index) => {
      const since = (19_000 + index) * day
      return openPath(id, { market, timeframe, since, until: since + most * spanMs - 1, limit: most })
    })
  )
  const [first] = paths
  if (first === undefined || first === null || paths.some((one) => one?.path !== first.path || one.origin !== first.origin)) return null
  return { ...first, most, spansMs: lengths.map(([spanMs]) => spanMs) }
}

/** Throws a `TypeError` that says why a venue cannot be read this way. */
export const venueOf = (id: string): Venue => {
  const about = ask<About | null>("about", id)
  if (about === null)
    throw new TypeError(`ccxt knows no exchange ${JSON.stringify(id)}. It knows: ${ask<ReadonlyArray<string>>("ids").join(", ")}`)
  if (!about.tickers) throw new TypeError(`${id}: ccxt reads no list of all its spot prices in one call`)
  const tickers = urlsOf(id, "prices", ask<Asked>("tickerCalls", id))
  const [first, ...more] = tickers
  if (first === undefined || more.length > 0)
    throw new TypeError(`${id}: its prices take ${tickers.length} calls, and one is what is read here`)
  const markets = urlsOf(id, "markets", ask<Asked>("marketCalls", id))
  const homepage = about.www ?? new URL(first).origin
  return {
    id,
    name: about.name,
    homepage,
    docs: about.docs ?? homepage,
    regions: about.countries,
    pauseMs: about.rateLimit,
    // Some list their markets and prices in one.
    markets: markets.filter((url) => url !== first),
    tickers: first,
    candles: candlesOf(id, about.candles)
  }
}
