/** What each asset at each exchange (account) contributed to a period's gain, from a ledger and closes. */
import { type Cause, causesOf } from "../bounds/Measured.ts"
import type { Entry } from "../lots/Entry.ts"
import type { Ledger } from "../lots/Ledger.ts"
import { type Decimal, sum } from "../number/Decimal.ts"
import { type Attribution, attribution, type Position } from "./attribution.ts"
import { type DailyOptions, dailyValuesWith } from "./dailyValues.ts"
import { Payments } from "./externalFlow.ts"
import type { PriceTable } from "./PriceTable.ts"
import type { ValuedDay } from "./ValuedDays.ts"

export interface Contributions extends Attribution {
  readonly positions: ReadonlyArray<Position>
  /** Assets at exchanges that could not be valued, and why: they are in no figure. */
  readonly without: ReadonlyArray<{ readonly asset: string; readonly exchange: string; readonly causes: ReadonlyArray<Cause> }>
}

/** Of one asset, a swap in one step is a sale or a purchase, both at the value that was received. */
const oneSided = (entry: Entry, asset: number): Entry => {
  const { event, total } = entry
  if (event.type !== "conversion") return entry
  const common = { id: event.id, time: event.time, quantity: "", total: null }
  if (entry.asset === asset) return { ...entry, event: { ...common, type: "sell", asset: event.from.asset } }
  return { ...entry, event: { ...common, type: "buy", asset: event.to.asset }, asset, quantity: entry.received, total, fee: 0n }
}

/** Average capital of the inflows after the first day, each from the end of its day on. */
const weighted = (days: ReadonlyArray<ValuedDay>): number =>
  days.reduce(
    (all, { flow }, i) => (i > 0 && flow.state === "exact" ? all + (Number(flow.value) * (days.length - 1 - i)) / (days.length - 1) : all),
    0
  )

/**
 * P&L = end − start − net inflow, by asset and account; income and fees paid in coins are in it. Rows add up to the gain of
 * the whole exactly (a swap whose value nobody knows counts at the closes of both sides, which may differ); contributions are shares of the average capital of the whole, as {@link attribution} has them. The
 * first day is only a beginning.
 */
export const contributions = (ledger: Ledger, prices: PriceTable, options: Omit<DailyOptions, "account">): Contributions => {
  const positions: Array<Position> = []
  const without: Array<Contributions["without"][number]> = []
  const payments = new Payments(ledger.entries)
  let capital = 0
  ledger.assets.forEach((asset, number) => {
    const entries = ledger.entries
      .filter((entry) => entry.asset === number || entry.toAsset === number)
      .map((entry) => oneSided(entry, number))
    if (entries.length === 0) return
    for (const exchange of ledger.accounts) {
      const days = dailyValuesWith({ ...ledger, entries }, prices, { ...options, account: exchange }, payments).list()
      const start = days[0]
      const end = days.at(-1)
      if (start === undefined || end === undefined || days.length < 2) continue
      const moved = days.slice(1).map(({ flow }) => flow)
      const lacking = [start.value, end.value, ...moved].filter(({ state }) => state !== "exact")
      if (lacking.length > 0) {
        without.push({ asset, exchange, causes: lacking.flatMap(causesOf) })
        continue
      }
      const exact = (figure: ValuedDay["value"]): Decimal => (figure.state === "exact" ? figure.value : ("0" as Decimal))
      const netInflow = sum(moved.map(exact))
      const [startValue, endValue] = [exact(start.value), exact(end.value)]
      if (startValue === "0" && endValue === "0" && moved.every((flow) => exact(flow) === "0")) continue
      capital += Number(startValue) + weighted(days)
      positions.push({ asset, exchange, startValue, endValue, netInflow, inflowWeight: "0", income: "0", fees: "0" })
    }
  })
  // The weights of flows that cancel each other still count: capital is worked out from the days.
  return { ...attribution(positions, capital.toFixed(12)), positions, without }
}
