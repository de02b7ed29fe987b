/** What the same money would have become on the same days, had it been left alone. */
import { type Decimal, decimal, divideFloor, scaled, tenTo } from "../number/Decimal.ts"

/** Units a benchmark buys are cut off at this many decimals. */
const unitDecimals = 24
const moneyDecimals = 24

export interface BenchmarkFlow {
  readonly date: string
  /** Money in the base currency; > 0 came in. */
  readonly amount: string
}

/** Units that came in (> 0) or went out. */
export interface UnitFlow {
  readonly date: string
  readonly asset: string
  readonly quantity: string
}

/** Price of one unit in the base currency at the close of a day; null: nobody knows. */
export type CloseOf = (asset: string, date: string) => string | null

export interface BenchmarkDay {
  readonly date: string
  /** At the close, after the day's flows; null with the reason. */
  readonly value: Decimal | null
  readonly reason: string | null
}

export interface Benchmark {
  readonly days: ReadonlyArray<BenchmarkDay>
  /** The first day on which more went out than there was: the benchmark ends there, never below zero. */
  readonly bust: { readonly date: string; readonly missing: Decimal } | null
}

const at = (text: string, decimals: number): bigint => {
  const { units, scale } = scaled(text)
  return scale <= decimals ? units * tenTo(decimals - scale) : divideFloor(units, tenTo(scale - decimals))
}

/** What a day's flows did: nothing else, or why the benchmark ends. */
type Outcome = { readonly missing: bigint } | { readonly unpriced: string } | null

/** Units of each asset, worth something at each close. */
class Holdings {
  readonly units = new Map<string, bigint>()
  readonly #closeOf: CloseOf

  constructor(closeOf: CloseOf) {
    this.#closeOf = closeOf
  }

  /** In units of `moneyDecimals`. */
  price(asset: string, date: string): bigint | null {
    const close = this.#closeOf(asset, date)
    return close === null ? null : at(close, moneyDecimals)
  }

  change(asset: string, units: bigint): void {
    this.units.set(asset, (this.units.get(asset) ?? 0n) + units)
  }

  /** In units of both decimals together; the first asset without a price instead, where there is one. */
  value(date: string): bigint | string {
    let sum = 0n
    for (const [asset, units] of this.units) {
      if (units === 0n) continue
      const price = this.price(asset, date)
      if (price === null) return asset
      sum += units * price
    }
    return sum
  }

  /** Sells that much (in units of both decimals) of everything alike. */
  sellAlike(wanted: bigint, date: string): Outcome {
    const whole = this.value(date)
    if (typeof whole === "string") return { unpriced: whole }
    if (wanted > whole) return { missing: wanted - whole }
    for (const [asset, units] of this.units) if (units !== 0n) this.units.set(asset, units - (units * wanted) / whole)
    return null
  }
}

const noPrice = (asset: string, date: string): string => `no price of ${asset} on ${date}`

/** Values of the days; `flow` does a day's flows. After a day that ends the benchmark there are none. */
const run = (dates: ReadonlyArray<string>, holdings: Holdings, flow: (date: string) => Outcome): Benchmark => {
  let ended: string | null = null
  let bust: Benchmark["bust"] = null
  const days = dates.map((date): BenchmarkDay => {
    const outcome = ended === null ? flow(date) : null
    if (outcome !== null && "missing" in outcome) {
      bust = { date, missing: decimal(outcome.missing, moneyDecimals + unitDecimals) }
      ended = `more went out on ${date} than the benchmark was worth`
    } else if (outcome !== null) ended = `${noPrice(outcome.unpriced, date)}, when money flowed`
    const value = ended === null ? holdings.value(date) : null
    if (typeof value === "bigint") return { date, value: decimal(value, moneyDecimals + unitDecimals), reason: null }
    return { date, value: null, reason: value === null ? ended : noPrice(value, date) }
  })
  return { days, bust }
}

/**
 * Each inflow buys by fixed weights (`{ BTC: "1" }`: all in Bitcoin; the weights of the start: start weights) and is left
 * alone, never rebalanced; each outflow sells of everything alike. Throws a `RangeError` for weights that do not add up
 * to 1.
 */
export const byWeights = (
  dates: ReadonlyArray<string>,
  flows: ReadonlyArray<BenchmarkFlow>,
  weights: Readonly<Record<string, string>>,
  closeOf: CloseOf
): Benchmark => {
  const shares = Object.entries(weights).map(([asset, weight]) => [asset, at(weight, moneyDecimals)] as const)
  if (shares.reduce((sum, [, share]) => sum + share, 0n) !== tenTo(moneyDecimals)) throw new RangeError("weights do not add up to 1")
  const holdings = new Holdings(closeOf)
  const byDate = Map.groupBy(flows, ({ date }) => date)
  return run(dates, holdings, (date) => {
    const money = (byDate.get(date) ?? []).reduce((sum, { amount }) => sum + at(amount, moneyDecimals), 0n)
    if (money < 0n) return holdings.sellAlike(-money * tenTo(unitDecimals), date)
    for (const [asset, share] of money === 0n ? [] : shares) {
      const price = holdings.price(asset, date)
      if (price === null || price === 0n) return { unpriced: asset }
      holdings.change(asset, (money * share * tenTo(unitDecimals - moneyDecimals)) / price)
    }
    return null
  })
}

/**
 * No trades: what came in is kept as it came, and only what went out is sold: of its own asset first, then of everything
 * alike for the value that is missing.
 */
export const unitsHeld = (dates: ReadonlyArray<string>, flows: ReadonlyArray<UnitFlow>, closeOf: CloseOf): Benchmark => {
  const holdings = new Holdings(closeOf)
  const byDate = Map.groupBy(flows, ({ date }) => date)
  return run(dates, holdings, (date) => {
    for (const { asset, quantity } of byDate.get(date) ?? []) {
      const left = (holdings.units.get(asset) ?? 0n) + at(quantity, unitDecimals)
      holdings.units.set(asset, left > 0n ? left : 0n)
      if (left >= 0n) continue
      const price = holdings.price(asset, date)
      const outcome = price === null ? { unpriced: asset } : holdings.sellAlike(-left * price, date)
      if (outcome !== null) return outcome
    }
    return null
  })
}
