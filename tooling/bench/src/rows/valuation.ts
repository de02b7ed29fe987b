import { type ClosePrice, dailyValues, PriceTable, readLedger, twr, valuedPeriods, type LotEvent } from "@caudal/accounting"
import { inTurns } from "../Measure.ts"
import type { Random } from "../Random.ts"
import type { Comparison, Row } from "../Row.ts"
import { dailyTrades, type TightTrades } from "../DailyTrades.ts"
import { tightValuation } from "../TightValuation.ts"

const dayMs = 86_400_000
const firstDay = Date.UTC(2015, 0, 1) / dayMs
const dateOf = (day: number): string => new Date((firstDay + day) * dayMs).toISOString().slice(0, 10)

const eventOf = ({ days, assets, quantities, totals }: TightTrades, i: number): LotEvent => {
  const buys = quantities[i]! > 0
  return {
    id: `e${i}`,
    time: new Date((firstDay + days[i]!) * dayMs + 3_600_000).toISOString(),
    type: buys ? "buy" : "sell",
    asset: `A${assets[i]}`,
    quantity: (Math.abs(quantities[i]!) / 1e6).toFixed(6),
    total: (totals[i]! / 100).toFixed(2)
  }
}

const compared = (random: Random, count: number, assets: number, days: number): Comparison => {
  const trades = dailyTrades(random, { count, assets, days })
  const ledger = readLedger(trades.days.map((_, i) => eventOf(trades, i)))
  const closes = trades.prices.flatMap((column, asset) =>
    column.map((cents, day): ClosePrice => ({ asset: `A${asset}`, date: dateOf(day), price: (cents / 100).toFixed(2) }))
  )
  const table = new PriceTable(closes)
  const span = { from: dateOf(0), until: dateOf(days - 1) }
  const ours = () => twr(valuedPeriods(dailyValues(ledger, table, span)).periods)
  const loop = () => tightValuation(trades)
  const [exact, near] = [ours().index, loop()]
  if (Math.abs(exact / near - 1) > 1e-9) throw new Error(`valuation: the index is ${exact}, the plain loop's ${near}`)
  const [figures = [], baseline = []] = inTurns([ours, loop], { rounds: 15, sampleMs: 20, warmUp: 3 })
  return {
    name: `valuation: ${days.toLocaleString("en")} days × ${assets} assets × ${count.toLocaleString("en")} transactions, with TWR`,
    unit: "ms",
    ours: figures.map((ns) => ns / 1e6),
    baseline: { name: "bigint loop", figures: baseline.map((ns) => ns / 1e6) },
    goal: { of: "ratio", limit: 5 }
  }
}

export const valuation: Row = {
  name: "valuation",
  meaning:
    "The curve of a portfolio's value and its return are drawn from this: slower is a page that waits each time the period or the currency is changed.",
  run: ({ random, small }) => [compared(random, small ? 10_000 : 100_000, 50, small ? 365 : 3_650)]
}
