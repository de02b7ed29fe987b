/** A toy from which only prices come: a list of markets, and prices by market, as texts. */
import { type Adapter, Decimal, defineAdapter, LosslessJson, type Market, type Reply, type Ticker } from "@caudal/exchange"
import { pond } from "./Pond.ts"

type Row = Readonly<Record<string, unknown>>

const rowsIn = ({ json }: Reply): ReadonlyArray<Row> => {
  const rows = LosslessJson.isObject(json) ? json["rows"] : undefined
  return Array.isArray(rows) ? (rows as ReadonlyArray<Row>) : []
}

const open = (path: string) => ({
  method: "GET" as const,
  host: "main",
  path,
  signed: false,
  rate: Object.keys(pond.manifest.rates)[0]!,
  cost: 1
})

const marketsOf = (reply: Reply): ReadonlyArray<Market> =>
  rowsIn(reply).map(({ id, base, quote }) => ({
    market: String(id),
    base: String(base),
    quote: String(quote),
    minAmount: null,
    maxAmount: null,
    priceTick: null
  }))

/** Zero is printed where nobody offers. */
const priceOf = (value: unknown): Ticker["bid"] => {
  const price = Decimal.parse(value)
  return price === undefined || Decimal.isZero(price) ? null : price
}

export const readTickers = (reply: Reply, also: ReadonlyArray<Reply> = []): ReadonlyArray<Ticker> => {
  const markets = new Map(marketsOf(also[0] ?? reply).map((one) => [one.market, one]))
  return rowsIn(reply).flatMap(({ id, bid, ask }): ReadonlyArray<Ticker> => {
    const market = markets.get(String(id))
    const prices = { bid: priceOf(bid), ask: priceOf(ask), last: null }
    if (market === undefined || (prices.bid === null && prices.ask === null)) return []
    return [{ market: market.market, base: market.base, quote: market.quote, ...prices, at: null }]
  })
}

const nobody = { answer: "no", evidence: "there is no key" } as const
const rights = { trade: nobody, withdraw: nobody, ipRestricted: nobody, reads: {} }
const nothing = { balances: [], quarantined: [], complete: false }

const { candles: _none, ...bare } = pond

export const dew: Adapter = defineAdapter({
  ...bare,
  manifest: {
    ...pond.manifest,
    id: "dew",
    name: "Dew",
    endpoints: { markets: open("/v1/markets"), tickers: open("/v1/tickers") },
    credentials: { ...pond.manifest.credentials, fields: [], steps: [] },
    streams: [],
    books: [],
    wallets: [],
    kinds: [],
    market: { tickers: true, markets: true }
  },
  classify: ({ status, json }) =>
    status === 200 && json !== undefined ? null : pond.classify({ status: 503, contentType: null, text: "" }, ""),
  streams: {},
  documents: {
    ticker: {
      call: { endpoint: "tickers", query: [["kind", "spot"]] },
      also: [{ endpoint: "markets" }],
      parse: (reply, also) => ({ items: readTickers(reply, also), quarantined: [] })
    },
    market: { call: { endpoint: "markets" }, parse: (reply) => ({ items: marketsOf(reply), quarantined: [] }) }
  },
  plans: {
    identity: { start: { done: { accountKey: null } }, next: () => ({ done: { accountKey: null } }) },
    keyRights: { start: { done: rights }, next: () => ({ done: rights }) },
    balances: { start: { done: nothing }, next: () => ({ done: nothing }) }
  }
})
