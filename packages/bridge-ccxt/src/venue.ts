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
}

interface About {
  readonly name: string
  readonly www: string | null
  readonly docs: string | null
  readonly countries: ReadonlyArray<string>
  readonly rateLimit: number
  readonly tickers: boolean
}

interface Asked {
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
    tickers: first
  }
}
