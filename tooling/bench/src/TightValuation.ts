/**
 * The least that a daily value and a time-weighted return can cost exactly: columns of bigints, no causes, no gaps, no text.
 * What the package adds is the price of saying what each day rests on.
 */
import type { TightTrades } from "./DailyTrades.ts"

export const tightValuation = ({ days, assets, quantities, totals, prices }: TightTrades): number => {
  const length = prices[0]!.length
  const moved = prices.map(() => new BigInt64Array(length))
  const flows = new BigInt64Array(length)
  for (let i = 0; i < days.length; i++) {
    const day = days[i]!
    const quantity = quantities[i]!
    moved[assets[i]!]![day]! += BigInt(quantity)
    flows[day]! += quantity > 0 ? BigInt(totals[i]!) : -BigInt(totals[i]!)
  }
  const values = new BigInt64Array(length)
  for (let asset = 0; asset < prices.length; asset++) {
    const column = moved[asset]!
    const closes = prices[asset]!
    let units = 0n
    for (let day = 0; day < length; day++) {
      units += column[day]!
      values[day]! += units * BigInt(closes[day]!)
    }
  }
  let index = 1
  for (let day = 1; day < length; day++) {
    // Cents of a millionth: a flow has the scale of cents only.
    const flow = flows[day]! * 1_000_000n
    const before = flow > 0n ? values[day - 1]! + flow : values[day - 1]!
    const after = flow > 0n ? values[day]! : values[day]! - flow
    if (before > 0n) index *= 1 + Number(after - before) / Number(before)
  }
  return index
}
