/** How ccxt reads the pages that we read: each of its `fetch…` methods from the reply's text on, as its source has it. */
import type { LedgerEvent } from "@caudal/exchange"

/** What is called of ccxt; its own types say no more than `any`. */
export interface CcxtExchange {
  readonly safeMarketStructure: (market: object) => object
  readonly setMarkets: (markets: ReadonlyArray<object>, currencies: Readonly<Record<string, object>>) => unknown
  readonly parseTrades: (rows: ReadonlyArray<Row>) => ReadonlyArray<unknown>
  readonly parseLedger: (rows: ReadonlyArray<Row>) => ReadonlyArray<unknown>
  readonly parseTransactions: (rows: ReadonlyArray<Row>) => ReadonlyArray<unknown>
}
type Row = Record<string, unknown>
type ListOf = (json: never) => ReadonlyArray<Row>
type Method = "parseTrades" | "parseLedger" | "parseTransactions"

const itself = (json: ReadonlyArray<Row>): ReadonlyArray<Row> => json
const typed =
  (type: string) =>
  (json: ReadonlyArray<Row>): ReadonlyArray<Row> => {
    for (const row of json) row["type"] = type
    return json
  }
const payload = (json: { readonly payload: ReadonlyArray<Row> }): ReadonlyArray<Row> => json.payload
const keyed =
  (name: string) =>
  (json: { readonly result: Readonly<Record<string, Readonly<Record<string, Row>>>> }): ReadonlyArray<Row> =>
    Object.entries(json.result[name] ?? {}).map(([id, row]) => {
      row["id"] = id
      return row
    })

/** Lists that ccxt has no reader for (dividends, Earn, P2P) are not compared. */
const readers: Readonly<Record<string, Readonly<Record<string, readonly [Method, ListOf]>>>> = {
  binance: {
    trades: ["parseTrades", itself],
    deposits: ["parseTransactions", typed("deposit")],
    withdrawals: ["parseTransactions", typed("withdrawal")]
  },
  bitso: {
    ledger: ["parseLedger", payload],
    user_trades: ["parseTrades", payload],
    fundings: ["parseTransactions", payload],
    withdrawals: ["parseTransactions", payload]
  },
  bitstamp: { user_transactions: ["parseLedger", itself] },
  coinbase: {
    transactions: ["parseLedger", (json: { readonly data: ReadonlyArray<Row> }) => json.data],
    fills: ["parseTrades", (json: { readonly fills: ReadonlyArray<Row> }) => json.fills]
  },
  kraken: { ledger: ["parseLedger", keyed("ledger")], trades: ["parseTrades", keyed("trades")] }
}

/** How an exchange joins the codes of a market's name. */
const markets: Readonly<Record<string, string>> = { bitso: "_", coinbase: "-" }

/** ccxt refuses or guesses where it does not know a market or currency: it is told those that the rows speak of. */
export const tellMarkets = (ccxt: CcxtExchange, exchange: string, events: ReadonlyArray<LedgerEvent>): void => {
  const pairs = new Map(events.flatMap(({ price }) => (price === null ? [] : [[`${price.base} ${price.quote}`, price] as const])))
  const codes = new Set(events.flatMap(({ postings }) => postings.map(({ asset }) => asset)))
  ccxt.setMarkets(
    [...pairs.values()].map(({ base, quote }) =>
      ccxt.safeMarketStructure({
        id: base + (markets[exchange] ?? "") + quote,
        symbol: `${base.toUpperCase()}/${quote.toUpperCase()}`,
        base: base.toUpperCase(),
        quote: quote.toUpperCase(),
        baseId: base,
        quoteId: quote,
        type: "spot",
        spot: true
      })
    ),
    Object.fromEntries([...codes].map((code) => [code.toUpperCase(), { id: code, code: code.toUpperCase() }]))
  )
}

/** From text to ccxt's rows; `undefined` where ccxt does not read such a list. */
export const ccxtReader = (
  ccxt: CcxtExchange,
  exchange: string,
  stream: string
): ((text: string) => ReadonlyArray<unknown>) | undefined => {
  const reader = readers[exchange]?.[stream]
  if (reader === undefined) return undefined
  const [method, listOf] = reader
  return (text) => ccxt[method](listOf(JSON.parse(text) as never))
}
