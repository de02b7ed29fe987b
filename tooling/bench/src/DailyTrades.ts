import type { Random } from "./Random.ts"

/** Parallel columns: trades by day, and a close of each asset for each day. Quantities in millionths, > 0 bought; money in cents. */
export interface TightTrades {
  readonly days: ReadonlyArray<number>
  readonly assets: ReadonlyArray<number>
  readonly quantities: ReadonlyArray<number>
  readonly totals: ReadonlyArray<number>
  /** By asset, then day. */
  readonly prices: ReadonlyArray<ReadonlyArray<number>>
}

/** Never more sold than held; prices walk at random and never reach zero. */
export const dailyTrades = (
  random: Random,
  { count, assets: width, days: length }: { readonly count: number; readonly assets: number; readonly days: number }
): TightTrades => {
  const prices = Array.from({ length: width }, () => {
    let cents = 1_000 + random.below(1_000_000)
    return Array.from(
      { length },
      () => (cents = Math.max(100, cents + random.below(2 * Math.ceil(cents / 50) + 1) - Math.ceil(cents / 50)))
    )
  })
  const held = prices.map(() => 0)
  const trades = { days: [] as Array<number>, assets: [] as Array<number>, quantities: [] as Array<number>, totals: [] as Array<number> }
  for (let i = 0; i < count; i++) {
    const day = Math.floor((i * length) / count)
    const asset = random.below(width)
    const buys = held[asset]! < 1_000_000 || random.below(100) < 52
    const units = 10_000 + random.below(buys ? 990_000 : Math.min(held[asset]! - 20_000, 990_000))
    held[asset] = held[asset]! + (buys ? units : -units)
    trades.days.push(day)
    trades.assets.push(asset)
    trades.quantities.push(buys ? units : -units)
    trades.totals.push(Math.max(1, Math.round((units * prices[asset]![day]!) / 1e6)))
  }
  return { ...trades, prices }
}
