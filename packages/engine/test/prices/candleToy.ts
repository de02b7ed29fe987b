/** The toy exchange with a history of prices, by the hour and by days that begin at 06:00 UTC. */
import { type Adapter, type Candle, Candles, defineAdapter, type Json } from "@caudal/exchange"
import { toyAdapter, type ToyExchange } from "../../src/testing/index.ts"
import { dayMs, hourMs } from "../../src/prices/PriceSeries.ts"

const { manifest } = toyAdapter

/** Candles that one reply holds. */
export const mostOfReply = 10

export const candleSpec = {
  endpoint: "candles",
  spansMs: [hourMs, dayMs],
  dayStartMs: dayMs / 4,
  most: mostOfReply,
  depth: "full"
} as const

export const candleAdapter: Adapter = defineAdapter({
  ...toyAdapter,
  manifest: {
    ...manifest,
    endpoints: {
      ...manifest.endpoints,
      candles: { method: "GET", host: "main", path: "/candles", signed: false, rate: "private", cost: 1 }
    },
    market: { ...manifest.market, candles: candleSpec }
  },
  candles: {
    request: ({ market, spanMs, from, to }) => ({
      endpoint: "candles",
      query: [
        ["market", market],
        ["span", String(spanMs)],
        ["from", String(from)],
        ["to", String(to)]
      ]
    }),
    parse: (reply) =>
      Candles.read(reply.json, "", (row: Json): Candle | string => {
        const [at, close, volume] = row as unknown as readonly [number, string, string | null]
        return Candles.make(at, { open: close, high: close, low: close, close, volume })
      })
  }
})

export interface Asked {
  readonly market: string
  readonly spanMs: number
  readonly from: number
  readonly to: number
}

/** Answers for candles, and leaves the rest to the toy. `price`: of a market's candle by its start; `undefined` where there is none. */
export const withCandles = (toy: ToyExchange, price: (market: string, at: number, spanMs: number) => string | undefined) => {
  const asked: Array<Asked> = []
  const state = { asked, down: false }
  const fetch = async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input)
    if (url.pathname !== "/candles") return toy.fetch(input, init)
    const market = url.searchParams.get("market")!
    const [spanMs, from, to] = ["span", "from", "to"].map((name) => Number(url.searchParams.get(name))) as [number, number, number]
    asked.push({ market, spanMs, from, to })
    if (state.down) return Response.json({ error: "MAINTENANCE" }, { status: 503 })
    const rows: Array<readonly [number, string, string]> = []
    for (let at = Candles.nextStart(candleSpec, spanMs, from); at < to; at += spanMs) {
      const close = price(market, at, spanMs)
      if (close !== undefined) rows.push([at, close, "1"])
    }
    return Response.json(rows, { headers: { date: new Date(toy.now()).toUTCString() } })
  }
  return { fetch, state }
}
