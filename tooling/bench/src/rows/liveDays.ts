import { dailyValues, LiveDays, type PriceTable, readLedger, twr, valuedPeriods } from "@caudal/accounting"
import { type DayTrade, dateOf, eventOf, firstDay, tableOf, tradesOf } from "../DailyLedger.ts"
import { dailyTrades, type TightTrades } from "../DailyTrades.ts"
import { heldBy } from "../Heap.ts"
import { inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"

const money = "USD"
const [unitDecimals, centDecimals] = [6, 2]

const put = (live: LiveDays, { place, asset, quantity, total }: DayTrade): void => {
  live.move(`A${asset}`, firstDay + place, BigInt(quantity))
  live.pay(money, firstDay + place, "flow", BigInt(quantity > 0 ? total : -total))
}

const liveOf = ({ prices }: TightTrades, table: PriceTable, days: number, trades: Iterable<DayTrade>): LiveDays => {
  const live = new LiveDays(firstDay, firstDay + days - 1)
  const isKnown = new Uint8Array(days).fill(1)
  const from = Int32Array.from({ length: days }, (_, place) => firstDay + place)
  live.asset(money, centDecimals, { scale: 0, units: new BigInt64Array(days).fill(1n), most: 1, isKnown, from })
  for (const asset of prices.keys()) live.asset(`A${asset}`, unitDecimals, { ...table.column(`A${asset}`)!, scale: table.scale, isKnown })
  for (const trade of trades) put(live, trade)
  return live
}

const compared = (
  tight: TightTrades,
  days: number,
  table: PriceTable,
  late: "of today" | "of last week" | "of the first day",
  digits = ""
): Comparison => {
  const trades = [...tradesOf(tight)]
  const live = liveOf(tight, table, days, trades)
  const place = { "of today": days - 1, "of last week": days - 8, "of the first day": 0 }[late]
  const anew = (all: ReadonlyArray<DayTrade>) => {
    const ledger = readLedger(all.toSorted((a, b) => a.place - b.place).map(eventOf))
    return () => twr(valuedPeriods(dailyValues(ledger, table, { from: dateOf(0), until: dateOf(days - 1) })).periods).index
  }
  const full = anew(trades)
  let count = 0
  const append = () => {
    const trade: DayTrade = { id: `late ${count++}`, place, asset: count % tight.prices.length, quantity: 1_000, total: 7 }
    put(live, trade)
    const linked = live.linkedUntil(live.last)
    if (linked.state !== "linked") throw new Error("there is no return")
    return { trade, index: linked.index }
  }
  for (let i = 0; i < 20; i++) {
    const { trade, index } = append()
    trades.push(trade)
    if (i === 19 && index !== anew(trades)()) throw new Error("live days say something else")
  }
  const [ours = [], baseline = []] = inTurns([append, full], { rounds: 15, sampleMs: 20, warmUp: 3 })
  return {
    name: `live days: a trade ${late} after ${tight.days.length.toLocaleString("en")}, with TWR${digits}`,
    unit: "ns",
    ours,
    baseline: { name: "all days anew", figures: baseline },
    goal: { of: "figure", limit: late === "of today" ? 50_000 : 1_000_000 }
  }
}

export const liveDays: Row = {
  name: "live-days",
  meaning:
    "Every new trade makes the value and the return be looked at again: slower is a page that lags behind the market on a long history.",
  run: ({ random, small }) => {
    const days = small ? 365 : 3_650
    const tight = dailyTrades(random, { count: small ? 10_000 : 100_000, assets: 50, days })
    const table = tableOf(tight)
    const trades = tradesOf(tight)
    const bytes = heldBy(() => {
      const live = liveOf(tight, table, days, trades)
      live.linkedUntil(live.last)
      return live
    })
    return [
      compared(tight, days, table, "of today"),
      compared(tight, days, table, "of last week"),
      compared(tight, days, table, "of the first day"),
      // No number of which fits 64 bits.
      compared(tight, days, tableOf(tight, "1234567890123457"), "of the first day", ", prices of 18 decimals"),
      {
        name: `live days: memory of ${days.toLocaleString("en")} days × 50 assets`,
        unit: "bytes",
        ours: [bytes],
        goal: { of: "figure", limit: 32 * 1_048_576 }
      }
    ]
  }
}
