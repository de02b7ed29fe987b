/** The market as one still picture: a static set of products in the wire's shape, with invented prices. */
interface Product {
  readonly base: string
  readonly quote: string
  readonly last: string
  readonly tick: string
}

const product = (base: string, quote: string, last: string, tick: string): Product => ({ base, quote, last, tick })

const products: ReadonlyArray<Product> = [
  product("BTC", "USD", "98512.31", "0.01"),
  product("BTC", "USDC", "98512.31", "0.01"),
  product("BTC", "EUR", "91204.7", "0.01"),
  product("ETH", "USD", "3424.81", "0.01"),
  product("ETH", "BTC", "0.03477", "0.00001"),
  product("SOL", "USD", "181.42", "0.01"),
  product("ADA", "USD", "0.6123", "0.0001"),
  product("DOGE", "USD", "0.18234", "0.00001"),
  product("USDT", "USD", "0.99981", "0.00001"),
  product("CGLD", "USD", "0.7312", "0.0001")
]

const row = ({ base, quote, last, tick }: Product) => ({
  product_id: `${base}-${quote}`,
  price: last,
  price_percentage_change_24h: "1.23",
  volume_24h: "1908.432",
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
  display_name: `${base}-${quote}`
})

export const productList = (): string => JSON.stringify({ products: products.map(row), num_products: products.length })
