/** What one holding is worth through the exchanges' own markets. Pure. */
import { Decimal } from "@caudal/exchange"
import { bestPath } from "./bestPath.ts"
import { type AllMarkets, currencyAssets, isCurrency, noMarkets } from "./markets.ts"
import type { Holding, PriceStep, Valuation, ValuationCurrency } from "./Portfolios.ts"

const holdersOf = ({ parts }: Holding): ReadonlyArray<string> => [...new Set(parts.map((part) => part.exchange))]

/** Through one exchange: those that hold the asset first, by the codes they print, then any other that trades it. */
const withinOne = (holding: Holding, currency: ValuationCurrency, { byExchange }: AllMarkets): ReadonlyArray<PriceStep> | undefined => {
  const { identity, parts } = holding
  for (const exchange of new Set([...holdersOf(holding), ...byExchange.keys()])) {
    const { quotes, codes, currency: targets } = byExchange.get(exchange) ?? noMarkets
    const held = parts.flatMap((part) => (part.exchange === exchange ? [part.asset] : []))
    for (const from of new Set([...held, ...(codes.get(identity.id) ?? [])])) {
      const paths = isCurrency(from, identity.id, currency) ? [[]] : targets.map((to) => bestPath(quotes, from, to))
      const path = paths.find((found) => found !== null)
      if (path != null) return path
    }
  }
  return undefined
}

/** Over several exchanges, where no single one leads there: euros at one, through bitcoin, to pesos at another. */
const overSeveral = ({ identity }: Holding, currency: ValuationCurrency, { joined, byExchange }: AllMarkets) => {
  const printed = (exchange: string, id: string) => byExchange.get(exchange)?.codes.get(id)?.[0] ?? id
  return bestPath(joined, identity.id, currencyAssets[currency])?.map((step) => ({
    ...step,
    from: printed(step.exchange, step.from),
    to: printed(step.exchange, step.to)
  }))
}

export const valueOf = (holding: Holding, currency: ValuationCurrency, markets: AllMarkets): Valuation => {
  const { asset, identity, total } = holding
  const common = { asset, identity, quantity: total, currency }
  const unavailable = (reason: string): Valuation => ({ ...common, value: null, price: null, path: [], reason })
  if (identity.status === "unknown") return unavailable(`${identity.reason}: correct it to see its value`)
  const path = withinOne(holding, currency, markets) ?? overSeveral(holding, currency, markets)
  if (path === undefined) return unavailable(`no market of ${holdersOf(holding).join(", ")} leads from ${asset} to ${currency}`)
  const price = path.reduce((rate, step) => Decimal.multiply(rate, step.rate), Decimal.make("1"))
  return { ...common, value: Decimal.multiply(total, price), price, path, reason: null }
}
