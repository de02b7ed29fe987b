/** How much of a gain came from exchange rates. Pure. */
import {
  add,
  type Cause,
  causesOf,
  type Decimal,
  decimal,
  exact,
  type Measured,
  scaled,
  subtractMeasured,
  sumMeasured,
  addMeasured,
  tenTo
} from "@caudal/accounting"
import type { CloseOf } from "./ClosePrices.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import type { Valuer } from "./Valuer.ts"

export interface CurrencyEffectInput {
  readonly projection: FlowProjection
  readonly valuer: Valuer
  readonly scope: ReturnScope
  /** Asset ids: of the answer, and the one that coins are priced in. */
  readonly currency: string
  readonly quote: string
  /** In the currency, and in the quote currency. */
  readonly closeOf: CloseOf
  readonly quoteCloseOf: CloseOf
  readonly start: number
  readonly end: number
}

const missing = (asset: string): Measured => {
  const causes: ReadonlyArray<Cause> = [{ code: "price missing", asset, event: null }]
  return { state: "unavailable", causes }
}

/** What money of other currencies gained: it has no price of its own. */
const ofMoney = ({ projection, valuer, scope, currency }: CurrencyEffectInput): Measured =>
  sumMeasured(
    valuer
      .cells(scope)
      .filter(({ asset }) => asset !== currency && projection.assets.get(asset)!.identity.kind === "fiat")
      .map(({ start, end, netInflow, income, fees }) =>
        addMeasured(subtractMeasured(subtractMeasured(end, start), addMeasured(netInflow, income)), fees)
      )
  )

/**
 * Money: all that its value changed. Everything else: each day's worth in the quote currency the day before × the change of that
 * currency's rate. The rest of the gain is what prices did.
 */
export const currencyEffectOf = (input: CurrencyEffectInput): Measured => {
  const { projection, valuer, scope, currency, quote, closeOf, quoteCloseOf, start, end } = input
  const money = ofMoney(input)
  if (quote === currency) return money
  const changes: Array<Decimal> = []
  const rates = Array.from({ length: end - start + 1 }, (_, i) => closeOf(quote, start + i)?.amount ?? null)
  for (const [asset, { identity }] of projection.assets) {
    if (identity.kind === "fiat") continue
    const { scale, units } = valuer.positions(scope, asset)
    for (let i = 1; i < units.length; i++) {
      if (units[i - 1] === 0n) continue
      const price = quoteCloseOf(asset, start + i - 1)
      const [before, after] = [rates[i - 1], rates[i]]
      if (price === null) return missing(asset)
      if (before == null || after == null) return missing(quote)
      const a = scaled(price.amount)
      const [b, c] = [scaled(before), scaled(after)]
      const rateScale = Math.max(b.scale, c.scale)
      const moved = c.units * tenTo(rateScale - c.scale) - b.units * tenTo(rateScale - b.scale)
      changes.push(decimal(units[i - 1]! * a.units * moved, scale + a.scale + rateScale))
    }
  }
  const effect = changes.reduce((total, each) => add(total, each), "0" as Decimal)
  return causesOf(money).length > 0 ? money : addMeasured(money, exact(effect))
}
