/** The best way from one asset to another through an exchange's own markets. Pure. */
import type { DecimalText } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { BigDecimal } from "effect"
import type { Quote } from "../storage/QuoteStore.ts"
import type { PriceStep } from "./Portfolios.ts"

/** Digits kept when a price must be turned round (1 / price): far more than any exchange prints. */
const inverseScale = 24
const mostSteps = 3

/** Between bid and ask where both are shown, else the last trade; `null` for a market that shows neither. */
export const midPrice = ({ bid, ask, last }: Quote): DecimalText | null => {
  const usable = (price: DecimalText | null) => price !== null && !Decimal.isZero(price) && !Decimal.isNegative(price)
  if (usable(bid) && usable(ask) && Decimal.compare(bid!, ask!) <= 0) return Decimal.multiply(Decimal.add(bid!, ask!), Decimal.make("0.5"))
  return usable(last) ? last : null
}

export const inverse = (price: DecimalText): DecimalText => {
  const { value, scale } = BigDecimal.normalize(Decimal.toBigDecimal(price))
  const numerator = 10n ** BigInt(inverseScale + Math.max(scale, 0))
  const divisor = scale < 0 ? value * 10n ** BigInt(-scale) : value
  return Decimal.fromScaled((numerator + divisor / 2n) / divisor, inverseScale)
}

/** (ask − bid) / ask, as a ratio for comparing markets only; unknown spreads, and those of crossed markets, count as wide. */
const spread = ({ bid, ask }: Quote): number =>
  bid === null || ask === null || Number(ask) === 0 || Number(bid) > Number(ask) ? 1 : (Number(ask) - Number(bid)) / Number(ask)

interface Edge {
  readonly to: string
  readonly cost: number
  readonly step: PriceStep
}

const edgesOf = (quotes: ReadonlyArray<Quote>): ReadonlyMap<string, ReadonlyArray<Edge>> => {
  const edges = new Map<string, Array<Edge>>()
  const add = (from: string, edge: Edge) => {
    // a price too small for its digits is not known; it is not zero
    if (!Decimal.isZero(edge.step.rate)) edges.set(from, [...(edges.get(from) ?? []), edge])
  }
  for (const quote of quotes) {
    const rate = midPrice(quote)
    if (rate === null) continue
    const step = { market: quote.market, exchange: quote.exchange, at: quote.at }
    const cost = spread(quote)
    add(quote.base, { to: quote.quote, cost, step: { ...step, from: quote.base, to: quote.quote, rate } })
    add(quote.quote, { to: quote.base, cost, step: { ...step, from: quote.quote, to: quote.base, rate: inverse(rate) } })
  }
  return edges
}

/** Fewest markets first; among those, the smallest sum of spreads. `null`: no way within three markets. */
export const bestPath = (quotes: ReadonlyArray<Quote>, from: string, to: string): ReadonlyArray<PriceStep> | null => {
  if (from === to) return []
  const edges = edgesOf(quotes)
  let frontier = new Map<string, { readonly cost: number; readonly path: ReadonlyArray<PriceStep> }>([[from, { cost: 0, path: [] }]])
  const reached = new Set([from])
  for (let steps = 0; steps < mostSteps; steps++) {
    const next = new Map<string, { readonly cost: number; readonly path: ReadonlyArray<PriceStep> }>()
    for (const [asset, { cost, path }] of frontier) {
      for (const edge of edges.get(asset) ?? []) {
        const total = cost + edge.cost
        const known = next.get(edge.to)
        if (reached.has(edge.to) || (known !== undefined && known.cost <= total)) continue
        next.set(edge.to, { cost: total, path: [...path, edge.step] })
      }
    }
    const found = next.get(to)
    if (found !== undefined) return found.path
    for (const asset of next.keys()) reached.add(asset)
    frontier = next
  }
  return null
}
