/** The market as one still picture: a static set of books in the shape of the 2026 wire, with invented prices. */
import { priceOf, type QuotedMarket } from "@caudal/exchange/simulator"

export interface Book extends QuotedMarket {
  readonly book: string
  readonly minimumAmount: string
}

/** Trade for dollars came late. */
const dollarsFrom = Date.UTC(2021, 6, 1)

const book = (name: string, last: number, places: number, minimumAmount: string, volume: string): Book => ({
  book: name,
  name,
  assets: name.toUpperCase().split("_") as [string, string],
  ...(/_usdt?$/.test(name) ? { opens: dollarsFrom } : {}),
  last,
  places,
  minimumAmount,
  volume
})

/** Books that sleep (eth_btc, bch_mxn, gnt_mxn) are absent here and stay in histories. */
export const books: ReadonlyArray<Book> = [
  book("btc_mxn", 1_785_210, 0, "0.0000006", "41.22834105"),
  book("eth_mxn", 62_104.5, 2, "0.00002", "318.50219944"),
  book("xrp_mxn", 42.57, 2, "0.5", "301233.41270061"),
  book("ltc_mxn", 1_733.6, 2, "0.001", "812.93310000"),
  book("usd_mxn", 18.124, 3, "0.05", "2189440.12341100"),
  book("btc_usd", 98_512, 0, "0.0000006", "22.10557800"),
  book("eth_usd", 3_424.8, 2, "0.00002", "190.77421300"),
  book("xrp_usd", 2.3491, 4, "0.5", "88412.00000000"),
  book("sol_usd", 181.42, 2, "0.001", "1204.51000000"),
  book("usdt_usd", 0.9998, 4, "0.1", "510220.77000000"),
  book("btc_usdt", 98_540, 0, "0.0000006", "3.41220000"),
  book("xrp_btc", 0.00002385, 8, "0.000001", "20411.00000000"),
  book("btc_brl", 531_480, 0, "0.0000006", "1.90233000")
]

export const bookNamed = (name: string): Book | undefined => books.find((one) => one.book === name)

/** What a balance lists even at zero. */
export const listedCurrencies: ReadonlyArray<string> = [
  ...new Set([
    ...books.flatMap((one) => one.book.split("_")),
    "ada",
    "ars",
    "bat",
    "bch",
    "cop",
    "eur",
    "link",
    "mana",
    "pol",
    "tusd",
    "uni"
  ])
].sort()

/** Gone from the balance list once empty. */
export const delistedCurrencies: ReadonlySet<string> = new Set(["gnt"])

/** [maker, taker] of the first tier, as fractions, by minor currency. */
const firstTier: Readonly<Record<string, readonly [number, number]>> = {
  usd: [0.003, 0.0036],
  usdt: [0.003, 0.0036],
  mxn: [0.006, 0.0078],
  brl: [0.002, 0.004],
  btc: [0.00075, 0.00098]
}

const tierVolumes = ["1000", "5000", "10000", "50000", "100000", "1000000", "9999999999"]

const ratesOf = (name: string): readonly [number, number] => firstTier[name.split("_")[1]!]!
const plain = (value: number, places: number): string => value.toFixed(places).replace(/\.?0+$/, "")

const availableBook = (one: Book) => {
  const { book: name, places, minimumAmount } = one
  const [maker, taker] = ratesOf(name)
  const tier = (share: number) => ({ maker: plain(maker * share, 6), taker: plain(taker * share, 6) })
  return {
    default_chart: "tradingview",
    minimum_price: priceOf(one, 0.05),
    fees: { flat_rate: tier(1), structure: tierVolumes.map((volume, index) => ({ volume, ...tier(1 - index * 0.12) })) },
    maximum_price: priceOf(one, 20),
    book: name,
    minimum_value: "0.5",
    maximum_amount: "600",
    margin_enabled: name === "btc_usd",
    maximum_value: "10000000",
    minimum_amount: minimumAmount,
    tick_size: places === 0 ? "1" : (10 ** -places).toFixed(places)
  }
}

export const availableBooks = JSON.stringify(books.map(availableBook))

const feeRow = ({ book: name }: Book) => {
  const [maker, taker] = ratesOf(name)
  const percent = (rate: number) => (rate * 100).toFixed(4)
  return {
    book: name,
    fee_percent: percent(taker),
    fee_decimal: taker.toFixed(8),
    taker_fee_percent: percent(taker),
    taker_fee_decimal: taker.toFixed(8),
    maker_fee_percent: percent(maker),
    maker_fee_decimal: maker.toFixed(8),
    volume_currency: name.split("_")[1],
    current_volume: "0.00",
    next_volume: "1500000.00",
    next_maker_fee_percent: (maker * 95).toFixed(3),
    next_taker_fee_percent: (taker * 95).toFixed(3),
    nextVolume: "1500000.00",
    nextFee: (maker * 95).toFixed(3),
    nextTakerFee: (taker * 95).toFixed(3)
  }
}

export const fees = JSON.stringify({
  fees: books.map(feeRow),
  deposit_fees: [{ currency: "btc", method: "rewards", fee: "0.00", is_fixed: false }],
  withdrawal_fees: { btc: "0.00001209", eth: "0.00119000", xrp: "0.10000000", mxn: "0" }
})
