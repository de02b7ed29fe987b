import { type CandleReader, Candles, type Json, LosslessJson, type Market, type Reply } from "@caudal/exchange"

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
