/** The market as one still picture: a static set of pairs in the wire's shape, with invented prices. */
import { dayOf, highest, lowest, priceOf, vwapOf, type QuotedMarket } from "@caudal/exchange/simulator"

interface Pair extends QuotedMarket {
  readonly id: string
  readonly altname: string
  readonly base: string
  readonly quote: string
  /** Of the smallest step of a price; prices are printed with at least five. */
  readonly tickPlaces: number
  readonly ordermin: string
}

/** `XXBT`, `ZUSD`: BTC, USD. */
const usual = (code: string): string => code.replace(/^[XZ](?=...$)/, "").replace("XBT", "BTC")

const pair = (id: string, altname: string, base: string, quote: string, last: number, tickPlaces: number, ordermin: string): Pair => ({
  id,
  altname,
  base,
  quote,
  name: id,
  assets: [usual(base), usual(quote)],
  last,
  places: Math.max(5, tickPlaces),
  volume: "4412.73601799",
  tickPlaces,
  ordermin
})

const pairs: ReadonlyArray<Pair> = [
  pair("XXBTZUSD", "XBTUSD", "XXBT", "ZUSD", 98_512.3, 1, "0.00005"),
  pair("XXBTZEUR", "XBTEUR", "XXBT", "ZEUR", 91_204.7, 1, "0.00005"),
  pair("XBTUSDT", "XBTUSDT", "XXBT", "USDT", 98_540.1, 1, "0.00005"),
  pair("XETHZUSD", "ETHUSD", "XETH", "ZUSD", 3_424.81, 2, "0.002"),
  pair("XETHZEUR", "ETHEUR", "XETH", "ZEUR", 3_170.2, 2, "0.002"),
  pair("XETHXXBT", "ETHXBT", "XETH", "XXBT", 0.03477, 5, "0.002"),
  pair("XXRPZUSD", "XRPUSD", "XXRP", "ZUSD", 2.34911, 5, "2"),
  pair("DOTUSD", "DOTUSD", "DOT", "ZUSD", 6.7321, 4, "0.5"),
  pair("SOLUSD", "SOLUSD", "SOL", "ZUSD", 181.42, 2, "0.02"),
  pair("ADAEUR", "ADAEUR", "ADA", "ZEUR", 0.612345, 6, "4"),
  pair("XTZUSD", "XTZUSD", "XTZ", "ZUSD", 0.8123, 4, "4"),
  pair("USDTZUSD", "USDTUSD", "USDT", "ZUSD", 0.9998, 4, "5"),
  pair("ZEURZUSD", "EURUSD", "ZEUR", "ZUSD", 1.08012, 5, "0.5")
]

const names = ({ id, altname, base, quote }: Pair) => [id, altname, `${base}/${quote}`]

const assetPair = ({ altname, base, quote, tickPlaces, ordermin }: Pair) => ({
  altname,
  wsname: altname.replace(/(USDT?|EUR|XBT)$/, "/$1"),
  aclass_base: "currency",
  base,
  aclass_quote: "currency",
  quote,
  lot: "unit",
  cost_decimals: 5,
  pair_decimals: tickPlaces,
  lot_decimals: 8,
  lot_multiplier: 1,
  leverage_buy: [2, 3],
  leverage_sell: [2, 3],
  fees: [
    [0, 0.4],
    [10_000, 0.35]
  ],
  fees_maker: [
    [0, 0.25],
    [10_000, 0.2]
  ],
  fee_volume_currency: "ZUSD",
  margin_call: 80,
  margin_stop: 40,
  ordermin,
  costmin: "0.5",
  tick_size: (10 ** -tickPlaces).toFixed(tickPlaces),
  status: "online"
})

const tickerRow = (one: Pair) => {
  const price = (factor: number) => priceOf(one, factor)
  const vwap = vwapOf(dayOf(one), one.places)
  return {
    a: [price(1.0006), "1", "1.000"],
    b: [price(0.9994), "1", "1.000"],
    c: [price(1), "0.00067643"],
    v: ["4083.67001100", one.volume],
    p: [vwap, vwap],
    t: [dayOf(one).length, dayOf(one).length],
    l: [price(lowest), price(lowest)],
    h: [price(highest), price(highest)],
    // Every day begins where the one before ended.
    o: price(1)
  }
}

/** `undefined`: one of the names is no pair. */
const chosen = (wanted: string | null): ReadonlyArray<Pair> | undefined => {
  if (wanted === null || wanted === "") return pairs
  const found = wanted.split(",").map((name) => pairs.find((one) => names(one).includes(name)))
  return found.every((one) => one !== undefined) ? found : undefined
}

const printed = (wanted: string | null, row: (one: Pair) => object): string | undefined => {
  const found = chosen(wanted)
  return found === undefined ? undefined : JSON.stringify(Object.fromEntries(found.map((one) => [one.id, row(one)])))
}

export const assetPairs = (wanted: string | null): string | undefined => printed(wanted, assetPair)
export const ticker = (wanted: string | null): string | undefined => printed(wanted, tickerRow)

/** `undefined`: there is no such pair. */
export const pairNamed = (name: string): QuotedMarket | undefined => pairs.find((one) => names(one).includes(name))
