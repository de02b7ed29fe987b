/** The market as one still picture: a few pairs in the wire's shape, with invented prices. */
const pairs = [
  ["BTC", "USD", 98_512, 0],
  ["BTC", "EUR", 91_204, 0],
  ["ETH", "USD", 3_424.8, 1],
  ["ETH", "BTC", 0.03477, 8],
  ["XRP", "USD", 2.34911, 5],
  ["LINK", "EUR", 14.236, 3],
  ["USDC", "EUR", 0.86047, 5],
  ["EUR", "USD", 1.08012, 5]
] as const

export const markets = (): string =>
  JSON.stringify(
    pairs.map(([base, counter, , places]) => ({
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
      name: `${base}/${counter}`,
      trading: "Enabled"
    }))
  )

/** `at`: epoch milliseconds. */
export const tickers = (at: number): string =>
  JSON.stringify(
    pairs.map(([base, counter, last, places]) => {
      const price = (factor: number) => (last * factor).toFixed(places)
      return {
        timestamp: String(Math.floor(at / 1000)),
        open: price(0.99),
        high: price(1.02),
        low: price(0.97),
        last: price(1),
        volume: "3563.13819902",
        vwap: price(0.998),
        bid: price(0.9995),
        ask: price(1.0005),
        side: "0",
        open_24: price(0.985),
        percent_change_24: "1.24",
        pair: `${base}/${counter}`
      }
    })
  )
