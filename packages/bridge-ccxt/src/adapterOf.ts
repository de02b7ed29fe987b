/** An adapter for the prices of one of ccxt's exchanges. The host asks; ccxt only says what to ask for and reads the replies. */
import {
  Decimal,
  defineAdapter,
  failure,
  type Adapter,
  type Failure,
  type Market,
  type QuarantinedRow,
  type Reply,
  type Right,
  type Ticker
} from "@caudal/exchange"
import { candleFailure, candleReader } from "./candleReader.ts"
import { describe } from "./manifestOf.ts"
import { ask } from "./room.ts"
import { type Told, venueOf } from "./venue.ts"

interface ReadTicker {
  readonly id: string
  readonly base: string | null
  readonly quote: string | null
  /** `null`: the price is of no market that is listed. */
  readonly spot: boolean | null
  readonly bid: string | null
  readonly ask: string | null
  readonly last: string | null
  readonly at: number | null
}

interface ReadMarket {
  readonly id: string
  readonly base: string
  readonly quote: string
  readonly min: string | null
  readonly max: string | null
  readonly tick: string | null
}

const amount = (text: string | null): Decimal.Decimal | null => (text === null ? null : (Decimal.parse(text) ?? null))
/** Where nobody offers, venues print zero as often as nothing. */
const price = (text: string | null): Decimal.Decimal | null => {
  const read = amount(text)
  return read === null || Decimal.isZero(read) || Decimal.isNegative(read) ? null : read
}

const classify = (reply: Reply, endpoint: string): Failure | null => {
  const { status, json } = reply
  if (status === 418 || status === 420 || status === 429) return failure("RATE_LIMITED", `${endpoint}: too many requests.`)
  if (status === 451) return failure("REGION_BLOCKED", `${endpoint}: not served where this call comes from.`)
  if (status >= 500) return failure("MAINTENANCE", `${endpoint}: the exchange failed inside.`)
  if (status < 200 || status > 299) return failure("SCHEMA_DRIFT", `${endpoint}: refused with status ${status}.`)
  return json === undefined ? failure("NETWORK", `${endpoint}: the answer is not JSON.`) : null
}

const nobody: Right = { answer: "no", evidence: "There is no key: only public prices are read." }

/** `venue`: an id of ccxt's, such as `gemini`. Throws a `TypeError` that says why, where its prices cannot be read this way. */
export const adapterOf = (venue: string): Adapter => {
  const found = venueOf(venue)
  const { manifest, markets, tickers } = describe(found)

  const read = <A, B>(
    what: "markets" | "tickers",
    urls: ReadonlyArray<string>,
    replies: ReadonlyArray<Reply>,
    item: (one: A) => B | string | null
  ) => {
    const texts = Object.fromEntries(urls.map((url, index) => [url, JSON.stringify(replies[index]?.json ?? null)]))
    const { value, reason } = ask<Told<A>>(what, venue, texts, found.candles !== null)
    const items: Array<B> = []
    const quarantined: Array<QuarantinedRow> = []
    if (value === null) return { items, quarantined: [{ pointer: "", reason: `ccxt could not read it: ${String(reason).slice(0, 200)}` }] }
    for (const one of value) {
      const made = item(one)
      if (typeof made === "string") quarantined.push({ pointer: "", reason: made })
      else if (made !== null) items.push(made)
    }
    return { items, quarantined }
  }

  /** Prices of other things than spot markets are left out; a price of no known market is no price of ours. */
  const tickerOf = ({ id, base, quote, spot, bid, ask: offer, last, at }: ReadTicker): Ticker | string | null => {
    if (spot === false) return null
    if (spot === null || base === null || quote === null) return `${id} is no market that is listed`
    const prices = { bid: price(bid), ask: price(offer), last: price(last) }
    if (prices.bid === null && prices.ask === null && prices.last === null) return null
    return { market: id, base, quote, ...prices, at: at === null || at === 0 || !Number.isSafeInteger(at) ? null : at }
  }

  const parseMarkets = (reply: Reply, also: ReadonlyArray<Reply> = []) =>
    read<ReadMarket, Market>("markets", lists, [reply, ...also], ({ id, base, quote, min, max, tick }) => ({
      market: id,
      base,
      quote,
      minAmount: amount(min),
      maxAmount: amount(max),
      priceTick: amount(tick)
    }))

  const lists = found.markets.length > 0 ? found.markets : [found.tickers]
  const [firstMarkets, ...moreMarkets] = found.markets.length > 0 ? markets : [tickers]
  return defineAdapter({
    manifest,
    // Nothing is signed.
    sign: () => ({}),
    classify: (reply, endpoint) =>
      classify(reply, endpoint) ?? (endpoint === "candles" && reply.json !== undefined ? candleFailure(venue, reply.json) : null),
    redact: (_endpoint, text) => text,
    streams: {},
    documents: {
      ticker: {
        call: tickers,
        also: markets,
        parse: (reply, also = []) => read("tickers", [found.tickers, ...found.markets], [reply, ...also], tickerOf)
      },
      ...(firstMarkets === undefined ? {} : { market: { call: firstMarkets, also: moreMarkets, parse: parseMarkets } })
    },
    ...(found.candles === null ? {} : { candles: candleReader(venue, found.candles) }),
    plans: {
      identity: { start: { done: { accountKey: null } }, next: () => ({ done: { accountKey: null } }) },
      keyRights: { start: { done: rights }, next: () => ({ done: rights }) },
      balances: { start: { done: nothing }, next: () => ({ done: nothing }) }
    }
  })
}

const rights = { trade: nobody, withdraw: nobody, ipRestricted: nobody, reads: {} }
const nothing = { balances: [], quarantined: [], complete: false }
