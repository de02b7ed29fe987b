/**
 * Takes a pair's name apart. Trades and tickers name pairs only by an id without separator, in two spellings: two codes of
 * the legacy kind (`XXBTZUSD`), or short names (`XBTUSDT`, `DOTUSD`) of which some stand for a legacy code. The list of
 * legacy codes is closed, Kraken having given them up long ago.
 */
export interface Pair {
  readonly base: string
  readonly quote: string
}

/** Short name → code as ledger and balances print it. Every other code is its own short name. */
const codeOfShort: ReadonlyMap<string, string> = new Map([
  ["XBT", "XXBT"],
  ["ETH", "XETH"],
  ["LTC", "XLTC"],
  ["XRP", "XXRP"],
  ["XLM", "XXLM"],
  ["XMR", "XXMR"],
  ["ZEC", "XZEC"],
  ["ETC", "XETC"],
  ["REP", "XREP"],
  ["XDG", "XXDG"],
  ["MLN", "XMLN"],
  ["ICN", "XICN"],
  ["NMC", "XNMC"],
  ["USD", "ZUSD"],
  ["EUR", "ZEUR"],
  ["GBP", "ZGBP"],
  ["CAD", "ZCAD"],
  ["JPY", "ZJPY"],
  ["AUD", "ZAUD"],
  ["KRW", "ZKRW"]
])
const legacy: ReadonlySet<string> = new Set(codeOfShort.values())

/** Short names of what pairs are quoted in; a longer one is tried before one it ends in (`PYUSD` before `USD`). */
const quotes = [
  "PYUSD",
  "RLUSD",
  "USDT",
  "USDC",
  "USDG",
  "USDQ",
  "EURQ",
  "EURR",
  "EURT",
  "DAI",
  "USD",
  "EUR",
  "GBP",
  "CAD",
  "JPY",
  "AUD",
  "KRW",
  "CHF",
  "AED",
  "XBT",
  "ETH"
]

const codeOf = (short: string): string => codeOfShort.get(short) ?? short

/** `null` when the name does not end in a code that pairs are known to be quoted in. */
export const pairOf = (name: string): Pair | null => {
  const slash = name.indexOf("/")
  if (slash >= 0)
    return slash > 0 && slash < name.length - 1 ? { base: codeOf(name.slice(0, slash)), quote: codeOf(name.slice(slash + 1)) } : null
  const head = name.slice(0, -4)
  const tail = name.slice(-4)
  // `XTZUSD` also ends in a legacy code: only after a legacy code, or USDT, is it one.
  if (legacy.has(tail) && (legacy.has(head) || head === "USDT")) return { base: head, quote: tail }
  const quote = quotes.find((short) => name.length > short.length && name.endsWith(short))
  return quote === undefined ? null : { base: codeOf(name.slice(0, -quote.length)), quote: codeOf(quote) }
}
