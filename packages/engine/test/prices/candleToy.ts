/** The toy exchange with a history of prices, whose days begin at 06:00 UTC. */
import { type Adapter, type Candle, Candles, defineAdapter, type Json } from "@caudal/exchange"
import { toyAdapter, type ToyExchange } from "../../src/testing/index.ts"
import { dayMs } from "../../src/prices/PriceSeries.ts"

const { manifest } = toyAdapter

/** Candles that one reply holds. */
export const mostOfReply = 10

export const candleSpec = { endpoint: "candles", spansMs: [dayMs], dayStartMs: dayMs / 4, most: mostOfReply, depth: "full" } as const

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
    request: ({ market, from, to }) => ({
      endpoint: "candles",
      query: [
        ["market", market],
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
  readonly from: number
  readonly to: number
}

/** Answers for candles, and leaves the rest to the toy. `price`: of a market's candle by its start; `undefined` where there is none. */
export const withCandles = (toy: ToyExchange, price: (market: string, at: number) => string | undefined) => {
  const asked: Array<Asked> = []
  const state = { asked, down: false }
  const fetch = async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input)
    if (url.pathname !== "/candles") return toy.fetch(input, init)
    const market = url.searchParams.get("market")!
    const [from, to] = [Number(url.searchParams.get("from")), Number(url.searchParams.get("to"))]
    asked.push({ market, from, to })
    if (state.down) return Response.json({ error: "MAINTENANCE" }, { status: 503 })
    const rows: Array<readonly [number, string, string]> = []
    for (let at = Candles.nextStart(candleSpec, dayMs, from); at < to; at += dayMs) {
      const close = price(market, at)
      if (close !== undefined) rows.push([at, close, "1"])
    }
    return Response.json(rows, { headers: { date: new Date(toy.now()).toUTCString() } })
  }
  return { fetch, state }
}
