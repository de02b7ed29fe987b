/** The market as one still picture: a static set of products in the wire's shape, with invented prices. */
import type { QuotedMarket } from "@caudal/exchange/simulator"

interface Product extends QuotedMarket {
  readonly base: string
  readonly quote: string
  readonly price: string
  readonly tick: string
}

const product = (base: string, quote: string, price: string, tick: string): Product => ({
  base,
  quote,
  price,
  tick,
  name: `${base}-${quote}`,
  assets: [base, quote],
  last: Number(price),
  places: price.length - price.indexOf(".") - 1,
  volume: "1908.432"
})

const products: ReadonlyArray<Product> = [
  product("BTC", "USD", "98512.31", "0.01"),
  product("BTC", "USDC", "98512.31", "0.01"),
  product("BTC", "EUR", "91204.7", "0.01"),
  product("ETH", "USD", "3424.81", "0.01"),
  product("ETH", "BTC", "0.03477", "0.00001"),
  product("SOL", "USD", "181.42", "0.01"),
  product("ADA", "USD", "0.6123", "0.0001"),
  product("DOGE", "USD", "0.18234", "0.00001"),
  product("DOT", "USD", "6.7321", "0.0001"),
  product("USDT", "USD", "0.99981", "0.00001"),
  product("CGLD", "USD", "0.7312", "0.0001")
]

const row = ({ name, base, quote, price, tick, volume }: Product) => ({
  product_id: name,
  price,
  // Every day ends where it began.
  price_percentage_change_24h: "0",
  volume_24h: volume,
  base_increment: "0.00000001",
  quote_increment: tick,
  quote_min_size: "1",
  quote_max_size: "150000000",
  base_min_size: "0.00000001",
  base_max_size: "3400",
  base_name: base,
  quote_name: quote,
  is_disabled: false,
  status: "online",
  trading_disabled: false,
  product_type: "SPOT",
  base_currency_id: base,
  quote_currency_id: quote,
  mid_market_price: "",
  alias: "",
  alias_to: [],
  price_increment: tick,
  display_name: name
})

export const productList = (): string => JSON.stringify({ products: products.map(row), num_products: products.length })

/** `undefined`: there is no such product. */
export const productNamed = (name: string): QuotedMarket | undefined => products.find((one) => one.name === name)
