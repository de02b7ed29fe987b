/** The market as one still picture: a few pairs in the wire's shape, with invented prices. */
import { dayOf, highest, lowest, priceOf, vwapOf, type QuotedMarket } from "@caudal/exchange/simulator"

interface Pair extends QuotedMarket {
  readonly base: string
  readonly counter: string
}

const pair = (base: string, counter: string, last: number, places: number): Pair => ({
  base,
  counter,
  name: `${base}/${counter}`,
  assets: [base, counter],
  last,
  places,
  volume: "3563.13819902"
})

const pairs: ReadonlyArray<Pair> = [
  pair("BTC", "USD", 98_512, 0),
  pair("BTC", "EUR", 91_204, 0),
  pair("ETH", "USD", 3_424.8, 1),
  pair("ETH", "BTC", 0.03477, 8),
  pair("XRP", "USD", 2.34911, 5),
  pair("LINK", "EUR", 14.236, 3),
  pair("USDC", "EUR", 0.86047, 5),
  pair("EUR", "USD", 1.08012, 5)
]

export const markets = (): string =>
  JSON.stringify(
    pairs.map(({ base, counter, places, name }) => ({
      base_currency: base,
      base_decimals: 8,
      counter_currency: counter,
      counter_decimals: places,
      description: `${base} / ${counter}`,
      instant_and_market_orders: "Enabled",
      instant_order_counter_decimals: 2,
      market_symbol: `${base}${counter}`.toLowerCase(),
      market_type: "SPOT",
      minimum_order_value: "10",
      name,
      trading: "Enabled"
    }))
  )

/** `at`: epoch milliseconds. */
export const tickers = (at: number): string =>
  JSON.stringify(
    pairs.map((one) => {
      const price = (factor: number) => priceOf(one, factor)
      return {
        timestamp: String(Math.floor(at / 1000)),
        // Every day ends where it began.
        open: price(1),
        high: price(highest),
        low: price(lowest),
        last: price(1),
        volume: one.volume,
        vwap: vwapOf(dayOf(one), one.places),
        bid: price(0.9995),
        ask: price(1.0005),
        side: "0",
        open_24: price(1),
        percent_change_24: "0.00",
        pair: one.name
      }
    })
  )

/** By its name in a path, `btcusd`. `undefined`: there is no such pair. */
export const pairNamed = (symbol: string): Pair | undefined =>
  pairs.find(({ base, counter }) => symbol === `${base}${counter}`.toLowerCase())
