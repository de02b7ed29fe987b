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

type Move = (asset: number, units: bigint) => void

/** Tells what an entry moves in or out of everything, or of one account. */
const move = (entry: Entry, account: number | null, into: Move): void => {
  const { event, asset, quantity } = entry
  const here = account === null || entry.account === account
  switch (event.type) {
    case "buy":
    case "income":
    case "fork":
    case "opening":
      if (here) into(asset, quantity)
      return
    case "sell":
    case "fee":
    case "gift_out":
      if (here) into(asset, -quantity)
      return
    case "conversion":
      if (!here) return
      into(asset, -quantity)
      into(entry.toAsset, entry.received)
      return
    case "transfer":
      if (here) into(asset, -quantity)
      if (account === null || entry.toAccount === account) into(asset, entry.received)
  }
}

/** Units whose value at the close is an entry's flow. */
const unitsFlowing = ({ event, quantity, received, toAccount }: Entry, account: number | null): bigint => {
  // What pays for a transfer is a cost of the sender, no flow.
  if (event.type === "transfer") return toAccount === account ? received : -received
  return event.type === "sell" || event.type === "gift_out" ? -quantity : quantity
}

/** Where coins paid the fee of a trade they leave by an event of their own, at the time of the trade. */
const paymentOf = (entry: Entry, asset: string): string => `${entry.at.ms} ${asset}`

/** Fees of trades that coins paid: what each says of its own flow depends on them. */
export const paymentsIn = (entries: ReadonlyArray<Entry>): ReadonlySet<string> =>
  new Set(
    entries.flatMap((entry) => ("fee" in entry.event && entry.event.fee !== undefined ? [paymentOf(entry, entry.event.fee.asset)] : []))
  )

/** External money that an entry says of itself; `market`: its units at the day's close. */
const flowOf = (entry: Entry, account: number | null, payments: ReadonlySet<string>): bigint | "market" => {
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
    case "fee":
      // The trade counts its fee as paid from outside: these coins paid it. A fee of no trade is a loss.
      return payments.has(paymentOf(entry, event.asset)) ? -(total ?? 0n) : 0n
    default:
      // Income, forks and conversions are return, not flow; what was paid for them came from outside.
      return fee ?? 0n
  }
}

/**
 * Day by day from `from` until `until`. Money is not tracked: a purchase is an inflow of its cost and a sale an outflow of
 * what it fetched; income and fees paid in coins are return.
 */
export const dailyValues = (ledger: Ledger, prices: PriceTable, options: DailyOptions): ReadonlyArray<ValuedDay> =>
  dailyValuesWith(ledger, prices, options, paymentsIn(ledger.entries))

/** The same of a part of a ledger, with the payments of the whole. */
export const dailyValuesWith = (
  ledger: Ledger,
  prices: PriceTable,
  { from, until, zone = "UTC", account: name }: DailyOptions,
  payments: ReadonlySet<string>
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

  let day = first
  const into: Move = (asset, moved) => {
    const list = changes[asset]!
    const before = list.at(-1)
    if (before?.day === day) before.units += moved
    else list.push({ day, units: (before?.units ?? 0n) + moved })
  }
  const moneyShift = tenTo(scale - moneyScale)
  for (const entry of entries) {
    day = dayOf(entry.at)
    if (day > last) break
    move(entry, account, into)
    if (entry.event.type === "split") {
      const { units: ratio, scale: places } = scaled(entry.event.ratio)
      const before = changes[entry.asset]!.at(-1)
      if (before !== undefined) changes[entry.asset]!.push({ day, units: (before.units * ratio) / tenTo(places) })
    }
    const place = day - first
    if (place < 0) continue
    const flow = flowOf(entry, account, payments)
    if (flow !== "market") {
      flows[place]! += flow * moneyShift
      continue
    }
    const price = priceOn(entry.asset, day)
    if (price === null) note(unvalued, place, { code: "price missing", asset: assets[entry.asset]!, event: entry.event.id })
    else flows[place]! += worth(entry.asset, unitsFlowing(entry, account), price)
  }

  changes.forEach((list, asset) => {
    const column = prices.column(assets[asset]!)
    const missing: Cause = { code: "price missing", asset: assets[asset]!, event: null }
    const shift = tenTo(scale - scales[asset]! - prices.scale)
    list.forEach(({ day, units }, i) => {
      const end = Math.min((list[i + 1]?.day ?? last + 1) - 1, last)
      if (units === 0n) return
      const shifted = units * shift
      const begin = Math.max(day, first)
      const priced = column === undefined ? end + 1 : Math.max(begin, column.firstDay)
      for (let at = begin; at < priced && at <= end; at++) note(unpriced, at - first, missing)
      if (column === undefined) return
      const { firstDay, units: closes, from: dates } = column
      const known = closes.length - 1
      for (let at = priced; at <= end; at++) {
        const place = Math.min(at - firstDay, known)
        values[at - first]! += shifted * closes[place]!
        if (dates[place]! < at) stale[at - first]!++
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
