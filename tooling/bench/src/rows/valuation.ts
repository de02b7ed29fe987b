import { dailyValues, readLedger, twr, valuedPeriods } from "@caudal/accounting"
import { inTurns } from "../Measure.ts"
import type { Random } from "../Random.ts"
import type { Comparison, Row } from "../Row.ts"
import { dateOf, eventOf, tableOf, tradesOf } from "../DailyLedger.ts"
import { dailyTrades } from "../DailyTrades.ts"
import { tightValuation } from "../TightValuation.ts"

const compared = (random: Random, count: number, assets: number, days: number): Comparison => {
  const trades = dailyTrades(random, { count, assets, days })
  const ledger = readLedger(tradesOf(trades).map(eventOf))
  const table = tableOf(trades)
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
