/** What the holdings of a ledger were worth at the close of each day, and what flowed in and out. */
import { bounded, type Cause, exact, type Measured } from "../bounds/Measured.ts"
import type { Entry } from "../lots/Entry.ts"
import type { Ledger } from "../lots/Ledger.ts"
import { add, type Decimal, decimal, scaled, tenTo } from "../number/Decimal.ts"
import { dayText, parseDay } from "../time/CivilDay.ts"
import { dayIn } from "../time/Zone.ts"
import type { PriceTable } from "./PriceTable.ts"
import type { TwrPeriod } from "./twr.ts"

export interface ValuedDay {
  readonly date: string
  /** At the close. Without a price of something held: at least what the rest is worth. */
  readonly value: Measured
  /** External money of the day, > 0 in: what was paid for purchases and came in from outside, less what sales fetched and left. */
  readonly flow: Measured
  /** Held assets whose close is carried from an earlier day. */
  readonly stale: number
}

export interface DailyOptions {
  readonly from: string
  readonly until: string
  /** Zone whose days count; `UTC` without it. */
  readonly zone?: string
  /** One account: then own transfers are external, at the day's close. */
  readonly account?: string
}

/** Units at the end of each day on which they changed. */
type Changes = Array<{ readonly day: number; units: bigint }>

const moveOf = (entry: Entry, account: number | null): ReadonlyArray<readonly [asset: number, units: bigint]> => {
  const { event, asset, quantity, toAsset, received, toAccount } = entry
  const here = account === null || entry.account === account
  switch (event.type) {
    case "buy":
    case "income":
    case "fork":
    case "opening":
      return here ? [[asset, quantity]] : []
    case "sell":
    case "fee":
    case "gift_out":
      return here ? [[asset, -quantity]] : []
    case "conversion":
      return here
        ? [
            [asset, -quantity],
            [toAsset, received]
          ]
        : []
    case "transfer": {
      const there = account === null || toAccount === account
      const units = (here ? -quantity : 0n) + (there ? received : 0n)
      return units === 0n ? [] : [[asset, units]]
    }
    case "split":
      return []
  }
}

/** External money that an entry says of itself; `market`: its units at the day's close. */
const flowOf = (entry: Entry, account: number | null): bigint | "market" => {
  const { event, total, fee, toAccount } = entry
  if (event.type === "transfer")
    return account !== null && entry.account !== toAccount && (entry.account === account || toAccount === account) ? "market" : 0n
  if (account !== null && entry.account !== account) return 0n
  switch (event.type) {
    case "buy":
      return total === null ? "market" : total + (fee ?? 0n)
    case "opening":
    case "gift_out":
      // From outside or to it: at market value, whatever it cost.
      return "market"
    case "sell":
      return total === null ? "market" : (fee ?? 0n) - total
    default:
      // Income, forks, fees and conversions are return, not flow.
      return 0n
  }
}

/**
 * Day by day from `from` until `until`. Money is not tracked: a purchase is an inflow of its cost and a sale an outflow of
 * what it fetched; income and fees paid in coins are return.
 */
export const dailyValues = (
  ledger: Ledger,
  prices: PriceTable,
  { from, until, zone = "UTC", account: name }: DailyOptions
): ReadonlyArray<ValuedDay> => {
  const { entries, assets, scales, moneyScale } = ledger
  const dayOf = dayIn(zone)
  const first = parseDay(from)
  const last = parseDay(until)
  const account = name === undefined ? null : ledger.accounts.indexOf(name)
  const count = Math.max(last - first + 1, 0)
  const scale = Math.max(moneyScale, prices.scale + Math.max(0, ...scales))
  const values = Array.from({ length: count }, () => 0n)
  const flows = Array.from({ length: count }, () => 0n)
  const stale = Array.from({ length: count }, () => 0)
  const unpriced = new Map<number, Array<Cause>>()
  const unvalued = new Map<number, Array<Cause>>()
  const changes: Array<Changes> = assets.map(() => [])
  const priceOn = (asset: number, day: number): bigint | null => {
    const column = prices.column(assets[asset]!)
    if (column === undefined || day < column.firstDay) return null
    return column.units[Math.min(day - column.firstDay, column.units.length - 1)]!
  }
  const worth = (asset: number, units: bigint, price: bigint): bigint => units * price * tenTo(scale - scales[asset]! - prices.scale)
  const note = (list: Map<number, Array<Cause>>, place: number, cause: Cause): void => {
    const known = list.get(place)
    if (known === undefined) list.set(place, [cause])
    else if (!known.some(({ asset, event }) => asset === cause.asset && event === cause.event)) known.push(cause)
  }

  for (const entry of entries) {
    const day = dayOf(entry.at)
    if (day > last) break
    for (const [asset, moved] of moveOf(entry, account)) {
      const list = changes[asset]!
      const before = list.at(-1)
      if (before?.day === day) before.units += moved
      else list.push({ day, units: (before?.units ?? 0n) + moved })
    }
    if (entry.event.type === "split") {
      const { units: ratio, scale: places } = scaled(entry.event.ratio)
      const before = changes[entry.asset]!.at(-1)
      if (before !== undefined) changes[entry.asset]!.push({ day, units: (before.units * ratio) / tenTo(places) })
    }
    const place = day - first
    if (place < 0) continue
    const flow = flowOf(entry, account)
    if (flow !== "market") {
      flows[place]! += flow * tenTo(scale - moneyScale)
      continue
    }
    const price = priceOn(entry.asset, day)
    // What pays for a transfer is a cost of the sender, no flow.
    const moved =
      entry.event.type === "transfer" ? (entry.toAccount === account ? 1n : -1n) * entry.received : moveOf(entry, account)[0]![1]
    if (price === null) note(unvalued, place, { code: "price missing", asset: assets[entry.asset]!, event: entry.event.id })
    else flows[place]! += worth(entry.asset, moved, price)
  }

  changes.forEach((list, asset) => {
    const column = prices.column(assets[asset]!)
    list.forEach(({ day, units }, i) => {
      const end = Math.min((list[i + 1]?.day ?? last + 1) - 1, last)
      if (units === 0n) return
      for (let at = Math.max(day, first); at <= end; at++) {
        const place = at - first
        const price = priceOn(asset, at)
        if (price === null) {
          note(unpriced, place, { code: "price missing", asset: assets[asset]!, event: null })
          continue
        }
        values[place]! += worth(asset, units, price)
        const of = column!.from[Math.min(at - column!.firstDay, column!.from.length - 1)]!
        if (of < at) stale[place]!++
      }
    })
  })

  return values.map((value, place): ValuedDay => {
    const text = decimal(value, scale)
    const lacking = unpriced.get(place)
    const missing = unvalued.get(place)
    return {
      date: dayText(first + place),
      value: lacking === undefined ? exact(text) : bounded(text, null, lacking),
      flow: missing === undefined ? exact(decimal(flows[place]!, scale)) : { state: "unavailable", causes: missing },
      stale: stale[place]!
    }
  })
}

export interface ValuedPeriods {
  /** For `twr`; each begins and ends on a day whose value is known. */
  readonly periods: ReadonlyArray<TwrPeriod>
  /** The days on which they end. */
  readonly dates: ReadonlyArray<string>
  /** Days between that could not be valued: their flows count at the next day that can. */
  readonly gaps: ReadonlyArray<string>
  /** Days with a flow that nobody can value: a return over one of them is not known. */
  readonly unknownFlows: ReadonlyArray<string>
}

/** Periods from one valued day to the next. The first day is only a beginning: take it from before the first event. */
export const valuedPeriods = (days: ReadonlyArray<ValuedDay>): ValuedPeriods => {
  const periods: Array<TwrPeriod> = []
  const dates: Array<string> = []
  const gaps: Array<string> = []
  const unknownFlows: Array<string> = []
  let start: string | null = null
  let flow = "0" as Decimal
  for (const day of days) {
    if (day.flow.state === "exact") flow = add(flow, day.flow.value)
    else unknownFlows.push(day.date)
    if (day.value.state !== "exact") {
      gaps.push(day.date)
      continue
    }
    if (start !== null) {
      periods.push({ startValue: start, endValue: day.value.value, flow })
      dates.push(day.date)
    }
    start = day.value.value
    flow = "0" as Decimal
  }
  return { periods, dates, gaps, unknownFlows }
}
