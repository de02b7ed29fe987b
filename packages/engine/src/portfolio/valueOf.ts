/** What one holding is worth through the exchanges' own markets. Pure. */
import { Decimal } from "@caudal/exchange"
import type { Resolve } from "../assets/resolve.ts"
import type { Quote } from "../storage/QuoteStore.ts"
import { bestPath } from "./bestPath.ts"
import type { Holding, Valuation, ValuationCurrency } from "./Portfolios.ts"

/** The currencies' ids among the known assets. */
const currencyAssets: Readonly<Record<ValuationCurrency, string>> = { mxn: "mxn", usd: "usd", btc: "bitcoin" }

/** An exchange's markets, with what each code in them stands for. */
export interface Markets {
  readonly quotes: ReadonlyArray<Quote>
  /** Printed codes by the asset they are. */
  readonly codes: ReadonlyMap<string, ReadonlyArray<string>>
  /** Codes that count as the currency here. */
  readonly currency: ReadonlyArray<string>
}

/**
 * A code counts as the currency when it is that asset, or when the exchange prints it so: Bitso's `usd` is its own pool of
 * stablecoins, and the dollar that its markets quote in.
 */
const isCurrency = (code: string, id: string, currency: ValuationCurrency): boolean =>
  id === currencyAssets[currency] || code.toLowerCase() === currency

export const marketsOf = (quotes: ReadonlyArray<Quote>, currency: ValuationCurrency, resolve: Resolve): Markets => {
  const ids = new Map(
    quotes.flatMap(({ exchange, base, quote, at }) => [base, quote].map((code) => [code, resolve({ exchange, code, at }).id] as const))
  )
  return {
    quotes,
    codes: Map.groupBy(ids.keys(), (code) => ids.get(code)!),
    currency: [...ids].flatMap(([code, id]) => (isCurrency(code, id, currency) ? [code] : []))
  }
}

const noMarkets: Markets = { quotes: [], codes: new Map(), currency: [] }

/** Through the exchanges that hold the asset first, by the codes they print, then through any other that trades it. */
export const valueOf = (holding: Holding, currency: ValuationCurrency, markets: ReadonlyMap<string, Markets>): Valuation => {
  const { asset, identity, total, parts } = holding
  const common = { asset, identity, quantity: total, currency }
  const unavailable = (reason: string): Valuation => ({ ...common, value: null, price: null, path: [], reason })
  if (identity.status === "unknown") return unavailable(`${identity.reason}: correct it to see its value`)
  const holders = [...new Set(parts.map((part) => part.exchange))]
  for (const exchange of new Set([...holders, ...markets.keys()])) {
    const { quotes, codes, currency: targets } = markets.get(exchange) ?? noMarkets
    const held = parts.flatMap((part) => (part.exchange === exchange ? [part.asset] : []))
    for (const from of new Set([...held, ...(codes.get(identity.id) ?? [])])) {
      const paths = isCurrency(from, identity.id, currency) ? [[]] : targets.map((to) => bestPath(quotes, from, to))
      const path = paths.find((found) => found !== null)
      if (path == null) continue
      const price = path.reduce((rate, step) => Decimal.multiply(rate, step.rate), Decimal.make("1"))
      return { ...common, value: Decimal.multiply(total, price), price, path, reason: null }
    }
  }
  return unavailable(`no market of ${holders.join(", ")} leads from ${asset} to ${currency}`)
}
