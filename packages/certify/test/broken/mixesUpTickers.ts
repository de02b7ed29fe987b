/** Two ways to read a ticker's fields in the order of another exchange. */
import type { Adapter, Ticker } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

const withTickers = (change: (ticker: Ticker) => Ticker): Adapter => {
  const { ticker } = pond.documents
  const parse: typeof ticker.parse = (reply) => ({ items: ticker.parse(reply).items.map(change), quarantined: [] })
  return { ...pond, documents: { ...pond.documents, ticker: { ...ticker, parse } } }
}

export const mixesUpBidAndAsk = withTickers((one) => ({ ...one, bid: one.ask, ask: one.bid }))
export const mixesUpBaseAndQuote = withTickers((one) => ({ ...one, base: one.quote, quote: one.base }))
