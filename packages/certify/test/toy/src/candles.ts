import { type CandleReader, Candles, Decimal, type Json, LosslessJson, type Market, type Reply, type Ticker } from "@caudal/exchange"

/** Both ends are inclusive, in milliseconds. */
const request: CandleReader["request"] = ({ market, spanMs, from, to }) => ({
  endpoint: "candles",
  path: { market },
  query: [
    ["span", String(spanMs)],
    ["from", String(from)],
    ["to", String(to - 1)]
  ]
})

export const rowsIn = ({ json }: Reply): Json | undefined => (LosslessJson.isObject(json) ? json["rows"] : undefined)

const parse: CandleReader["parse"] = (reply) =>
  Candles.read(rowsIn(reply), "/rows", (row) => {
    if (!LosslessJson.isObject(row)) return "the row is not an object"
    const { at, open, high, low, close, volume = null } = row
    return Candles.make(typeof at === "number" ? at : undefined, { open, high, low, close, volume })
  })

export const candles: CandleReader = { request, parse }

export const parsePairs = (reply: Reply): { readonly items: ReadonlyArray<Market>; readonly quarantined: [] } => ({
  items: (rowsIn(reply) as unknown as ReadonlyArray<Pick<Market, "market" | "base" | "quote">>).map(({ market, base, quote }) => ({
    market,
    base,
    quote,
    minAmount: null,
    maxAmount: null,
    priceTick: null
  })),
  quarantined: []
})

export const parseTickers = (reply: Reply): { readonly items: ReadonlyArray<Ticker>; readonly quarantined: [] } => {
  const rows = rowsIn(reply)
  const read = Array.isArray(rows) ? (rows as ReadonlyArray<Json>) : []
  return {
    items: read.flatMap((row): ReadonlyArray<Ticker> => {
      const { market, base, quote, bid, ask } = LosslessJson.isObject(row) ? row : {}
      return typeof market === "string" && typeof base === "string" && typeof quote === "string"
        ? [{ market, base, quote, bid: Decimal.parse(bid) ?? null, ask: Decimal.parse(ask) ?? null, last: null, at: null }]
        : []
    }),
    quarantined: []
  }
}
