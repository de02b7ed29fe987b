/** What the holdings of a ledger were worth at the close of each day, and what flowed in and out. */
import { bounded, type Cause, exact, type Measured } from "../bounds/Measured.ts"
import type { Entry } from "../lots/Entry.ts"
import type { Ledger } from "../lots/Ledger.ts"
import { type BigColumn, bigColumn } from "../number/BigColumn.ts"
import { add, type Decimal, decimal, scaled, tenTo } from "../number/Decimal.ts"
import { dayText, parseDay } from "../time/CivilDay.ts"
import { dayIn } from "../time/Zone.ts"
import type { PriceColumn, PriceTable } from "./PriceTable.ts"
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
export const paymentsIn = (entries: ReadonlyArray<Entry>): ReadonlySet<string> => {
  const payments = new Set<string>()
  for (const entry of entries)
    if ("fee" in entry.event && entry.event.fee !== undefined) payments.add(paymentOf(entry, entry.event.fee.asset))
  return payments
}

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

/** What an asset's units changed by, day by day. */
interface Held {
  /** Before the first day. */
  opening: bigint
  units: bigint
  /** They were never further from zero. */
  most: number
  readonly changes: BigColumn
}

/** Bounds of what the entries move: of each asset's units, and of the money that they name. */
const bounds = ({ entries, assets }: Ledger): { readonly units: Float64Array; readonly money: number } => {
  const units = new Float64Array(assets.length)
  let money = 0
  for (const { event, asset, quantity, received, toAsset, total, fee } of entries) {
    units[asset]! += event.type === "split" ? Infinity : Number(quantity)
    if (received !== 0n) units[event.type === "conversion" ? toAsset : asset]! += Number(received)
    money += Math.abs(Number(total ?? 0n)) + Math.abs(Number(fee ?? 0n))
  }
  return { units, money }
}

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
  const most = bounds(ledger)
  const money = bigColumn(count, most.money)
  const held: Array<Held | undefined> = []
  const unpriced = new Map<number, Array<Cause>>()
  const unvalued = new Map<number, Array<Cause>>()
  /** Flows at the day's close, in the result's scale: they are few. */
  const atClose = new Map<number, bigint>()
  const priceOn = (asset: number, day: number): bigint | null => {
    const column = prices.column(assets[asset]!)
    if (column === undefined || day < column.firstDay) return null
    return column.units[Math.min(day - column.firstDay, column.units.length - 1)]!
  }
  const shiftOf = (asset: number): bigint => tenTo(scale - scales[asset]! - prices.scale)
  const note = (list: Map<number, Array<Cause>>, place: number, cause: Cause): void => {
    const known = list.get(place)
    if (known === undefined) list.set(place, [cause])
    else if (!known.some(({ asset, event }) => asset === cause.asset && event === cause.event)) known.push(cause)
  }

  let place = 0
  const into: Move = (asset, moved) => {
    const one = (held[asset] ??= { opening: 0n, units: 0n, most: 0, changes: bigColumn(count, most.units[asset]!) })
    one.units += moved
    if (place < 0) one.opening = one.units
    else one.changes[place]! += moved
    one.most = Math.max(one.most, Math.abs(Number(one.units)))
  }
  for (const entry of entries) {
    const day = dayOf(entry.at)
    if (day > last) break
    place = day - first
    move(entry, account, into)
    if (entry.event.type === "split") {
      const { units: ratio, scale: places } = scaled(entry.event.ratio)
      const before = held[entry.asset]?.units ?? 0n
      into(entry.asset, (before * ratio) / tenTo(places) - before)
    }
    if (place < 0) continue
    const flow = flowOf(entry, account, payments)
    if (flow !== "market") {
      if (flow !== 0n) money[place]! += flow
      continue
    }
    const price = priceOn(entry.asset, day)
    if (price === null) note(unvalued, place, { code: "price missing", asset: assets[entry.asset]!, event: entry.event.id })
    else atClose.set(place, (atClose.get(place) ?? 0n) + unitsFlowing(entry, account) * price * shiftOf(entry.asset))
  }

  const worth = (one: Held | undefined, asset: number): number =>
    (one?.most ?? 0) * (prices.column(assets[asset]!)?.most ?? 0) * Number(shiftOf(asset))
  const values = bigColumn(
    count,
    held.reduce((sum, one, asset) => sum + worth(one, asset), 0)
  )
  const stale = new Int32Array(count)
  held.forEach((one, asset) => {
    if (one === undefined) return
    const column = prices.column(assets[asset]!)
    const priced = column === undefined ? count : Math.min(Math.max(column.firstDay - first, 0), count)
    let units = one.opening
    for (let at = 0; at < priced; at++) {
      units += one.changes[at]!
      if (units !== 0n) note(unpriced, at, { code: "price missing", asset: assets[asset]!, event: null })
    }
    if (column !== undefined)
      valueFrom({ at: priced, units, changes: one.changes, shift: shiftOf(asset), column, first, into: values, stale })
  })

  const moneyShift = tenTo(scale - moneyScale)
  return Array.from(stale, (carried, at): ValuedDay => {
    const text = decimal(values[at]!, scale)
    const lacking = unpriced.get(at)
    const missing = unvalued.get(at)
    const flow = money[at]! * moneyShift + (atClose.get(at) ?? 0n)
    return {
      date: dayText(first + at),
      value: lacking === undefined ? exact(text) : bounded(text, null, lacking),
      flow: missing === undefined ? exact(decimal(flow, scale)) : { state: "unavailable", causes: missing },
      stale: carried
    }
  })
}

/** Adds what an asset is worth to each day from `at` on: the loop that a long history spends its time in. */
const valueFrom = ({
  at,
  units,
  changes,
  shift,
  column,
  first,
  into,
  stale
}: {
  at: number
  units: bigint
  readonly changes: BigColumn
  readonly shift: bigint
  readonly column: PriceColumn
  readonly first: number
  readonly into: BigColumn
  readonly stale: Int32Array
}): void => {
  const { firstDay, units: closes, from: dates } = column
  const known = closes.length - 1
  for (; at < into.length; at++) {
    units += changes[at]!
    if (units === 0n) continue
    const place = Math.min(at + first - firstDay, known)
    into[at]! += units * shift * closes[place]!
    if (dates[place]! < at + first) stale[at]!++
  }
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
