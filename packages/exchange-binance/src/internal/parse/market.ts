/**
 * Takes a market's name apart: `BNBBTC` is BNB quoted in BTC. Trades and tickers print nothing else. The list of codes that
 * markets are quoted in is short and changes rarely; the catalogue tells both codes of every market, and is what decides
 * which ones are read.
 */
export interface Market {
  readonly base: string
  readonly quote: string
}

const quotes: ReadonlySet<string> = new Set([
  "FDUSD",
  "BFUSD",
  "USDT",
  "USDC",
  "BUSD",
  "TUSD",
  "USDP",
  "USD1",
  "USDS",
  "EURI",
  "AEUR",
  "BIDR",
  "IDRT",
  "BKRW",
  "BVND",
  "DOGE",
  "DAI",
  "UST",
  "PAX",
  "VAI",
  "NGN",
  "RUB",
  "TRY",
  "EUR",
  "GBP",
  "AUD",
  "BRL",
  "UAH",
  "ZAR",
  "PLN",
  "RON",
  "ARS",
  "JPY",
  "MXN",
  "CZK",
  "COP",
  "IDR",
  "USD",
  "BTC",
  "ETH",
  "BNB",
  "XRP",
  "TRX",
  "DOT",
  "SOL"
])
/** Of two that a name ends in, the longer: `BTCUSDT` is quoted in USDT, `BTCTUSD` in TUSD. */
const lengths = [5, 4, 3]

/** `null` when the name does not end in a code that markets are known to be quoted in. Case does not matter, and stays. */
export const marketOf = (symbol: string): Market | null => {
  const name = symbol.toUpperCase()
  for (const length of lengths) {
    const border = name.length - length
    if (border > 0 && quotes.has(name.slice(border))) return { base: symbol.slice(0, border), quote: symbol.slice(border) }
  }
  return null
}
