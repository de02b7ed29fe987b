/** The exchanges' markets as ways to a currency, with what each code in them stands for. Pure. */
import type { Resolve } from "../assets/resolve.ts"
import type { Quote } from "../storage/QuoteStore.ts"
import type { ValuationCurrency } from "./Portfolios.ts"

/** The currencies' ids among the known assets. */
export const currencyAssets: Readonly<Record<ValuationCurrency, string>> = {
  mxn: "mxn",
  usd: "usd",
  btc: "bitcoin",
  gbp: "gbp",
  eur: "eur",
  cad: "cad",
  brl: "brl",
  ars: "ars",
  cop: "cop"
}

/**
 * A code counts as the currency when it is that asset, or when the exchange prints it so: Bitso's `usd` is its own pool of
 * stablecoins, and the dollar that its markets quote in.
 */
export const isCurrency = (code: string, id: string, currency: ValuationCurrency): boolean =>
  id === currencyAssets[currency] || code.toLowerCase() === currency

/** One exchange's markets. */
export interface Markets {
  readonly quotes: ReadonlyArray<Quote>
  /** Asset ids by printed code, and the other way round. */
  readonly ids: ReadonlyMap<string, string>
  readonly codes: ReadonlyMap<string, ReadonlyArray<string>>
  /** Codes that count as the currency here. */
  readonly currency: ReadonlyArray<string>
}

export interface AllMarkets {
  readonly byExchange: ReadonlyMap<string, Markets>
  /** Every exchange's quotes in one, between asset ids instead of codes. */
  readonly joined: ReadonlyArray<Quote>
}

export const noMarkets: Markets = { quotes: [], ids: new Map(), codes: new Map(), currency: [] }

const marketsOf = (quotes: ReadonlyArray<Quote>, currency: ValuationCurrency, resolve: Resolve): Markets => {
  const ids = new Map(
    quotes.flatMap(({ exchange, base, quote, at }) => [base, quote].map((code) => [code, resolve({ exchange, code, at }).id] as const))
  )
  return {
    quotes,
    ids,
    codes: Map.groupBy(ids.keys(), (code) => ids.get(code)!),
    currency: [...ids].flatMap(([code, id]) => (isCurrency(code, id, currency) ? [code] : []))
  }
}

export const allMarketsOf = (
  quotes: ReadonlyMap<string, ReadonlyArray<Quote>>,
  currency: ValuationCurrency,
  resolve: Resolve
): AllMarkets => {
  const byExchange = new Map([...quotes].map(([exchange, own]) => [exchange, marketsOf(own, currency, resolve)]))
  const joined = [...byExchange.values()].flatMap(({ quotes: own, ids }) =>
    own.map((each) => ({ ...each, base: ids.get(each.base)!, quote: ids.get(each.quote)! }))
  )
  return { byExchange, joined }
}
