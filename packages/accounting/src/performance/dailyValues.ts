/** What the holdings of a ledger were worth at the close of each day, and what flowed in and out. */
import type { Cause } from "../bounds/Measured.ts"
import type { Ledger } from "../lots/Ledger.ts"
import { addedAt, type BigColumn, bigColumn, runningSums } from "../number/BigColumn.ts"
import { scaled, tenTo } from "../number/Decimal.ts"
import { parseDay } from "../time/CivilDay.ts"
import { dayIn } from "../time/Zone.ts"
import { addWorth } from "./addWorth.ts"
import { flowOf, type Move, move, Payments, unitsFlowing } from "./externalFlow.ts"
import type { PriceTable } from "./PriceTable.ts"
import { ValuedDays } from "./ValuedDays.ts"

export interface DailyOptions {
  readonly from: string
  readonly until: string
  /** Zone whose days count; `UTC` without it. */
  readonly zone?: string
  /** One account: then own transfers are external, at the day's close. */
  readonly account?: string
}

/**
 * Day by day from `from` until `until`. Money is not tracked: a purchase is an inflow of its cost and a sale an outflow of
 * what it fetched; income and fees paid in coins are return.
 */
export const dailyValues = (ledger: Ledger, prices: PriceTable, options: DailyOptions): ValuedDays =>
  dailyValuesWith(ledger, prices, options, new Payments(ledger.entries))

/** What an asset's units changed by, day by day. */
interface Held {
  /** Before the first day. */
  opening: bigint
  changes: BigColumn
}

/** Units at the close of a day. */
const unitsUntil = ({ opening, changes }: Held, place: number): bigint => {
  let units = opening
  for (let at = 0; at <= place; at++) units += changes[at]!
  return units
}

/** Notes a cause once a place, asset and event. */
class Causes {
  readonly byPlace = new Map<number, Array<Cause>>()

  note(place: number, asset: string, event: string | null): void {
    const cause: Cause = { code: "price missing", asset, event }
    const known = this.byPlace.get(place)
    if (known === undefined) this.byPlace.set(place, [cause])
    else if (!known.some((each) => each.asset === asset && each.event === event)) known.push(cause)
  }
}

/** Zeros that all units have at the end, up to `most`. */
const spareZeros = (units: ReadonlyArray<bigint>, most: number): number => {
  let zeros = most
  for (const each of units) while (zeros > 0 && each % tenTo(zeros) !== 0n) zeros--
  return zeros
}

/** The same of a part of a ledger, with the payments of the whole. */
export const dailyValuesWith = (
  ledger: Ledger,
  prices: PriceTable,
  { from, until, zone = "UTC", account: name }: DailyOptions,
  payments: Payments
): ValuedDays => {
  const { entries, assets, scales, moneyScale } = ledger
  const dayOf = dayIn(zone)
  const first = parseDay(from)
  const last = parseDay(until)
  const account = name === undefined ? null : ledger.accounts.indexOf(name)
  const count = Math.max(last - first + 1, 0)
  /** Of units × price. */
  const worthScale = prices.scale + Math.max(0, ...scales)
  const money = Array.from({ length: count }, () => 0n)
  /** Flows at the day's close: they are few. */
  const atClose = new Map<number, bigint>()
  const held: Array<Held | undefined> = assets.map(() => undefined)
  const unpriced = new Causes()
  const unvalued = new Causes()

  let place = 0
  /** Place of the day that is being summed, and its sum so far. */
  let summed = 0
  let sum = 0n
  const into: Move = (asset, moved) => {
    const one = (held[asset] ??= { opening: 0n, changes: new BigInt64Array(count) })
    if (place < 0) one.opening += moved
    else one.changes = addedAt(one.changes, place, moved)
  }
  for (const entry of entries) {
    const day = dayOf(entry.at)
    if (day > last) break
    place = day - first
    if (entry.event.type === "split") {
      const { units: ratio, scale } = scaled(entry.event.ratio)
      const one = held[entry.asset]
      const before = one === undefined ? 0n : unitsUntil(one, place)
      into(entry.asset, (before * ratio) / tenTo(scale) - before)
      continue
    }
    move(entry, account, into)
    if (place < 0) continue
    const flow = flowOf(entry, account, payments)
    if (flow === "market") {
      const price = prices.unitsOn(assets[entry.asset]!, day)
      if (price === null) unvalued.note(place, assets[entry.asset]!, entry.event.id)
      else {
        const worth = unitsFlowing(entry, account) * price * tenTo(worthScale - scales[entry.asset]! - prices.scale)
        atClose.set(place, (atClose.get(place) ?? 0n) + worth)
      }
    } else if (place === summed) sum += flow
    else {
      money[summed]! += sum
      summed = place
      sum = flow
    }
  }
  if (count > 0) money[summed]! += sum

  // Money has digits to spare that are zero unless a cost was divided.
  const moneyZeros = spareZeros(money, Math.max(moneyScale - worthScale, 0))
  const scale = Math.max(worthScale, moneyScale - moneyZeros)
  const columns = held.map((one) => (one === undefined ? undefined : runningSums(one.changes, one.opening)))
  const worths = columns.map((units, asset) => {
    const column = prices.column(assets[asset]!)
    const shift = tenTo(scale - scales[asset]! - prices.scale)
    return { asset, units, column, shift, most: (units?.most ?? 0) * (column?.most ?? 0) * Number(shift) }
  })
  const values = bigColumn(
    count,
    worths.reduce((sum, { most }) => sum + most, 0)
  )
  const stale = new Int32Array(count)
  for (const { asset, units, column, shift } of worths) {
    if (units === undefined) continue
    const priced = column === undefined ? count : Math.min(Math.max(column.firstDay - first, 0), count)
    for (let at = 0; at < priced; at++) if (units.sums[at] !== 0n) unpriced.note(at, assets[asset]!, null)
    if (column !== undefined) addWorth({ values, stale, units: units.sums, shift, prices: column, first, from: priced })
  }

  const flows = money.map((units, at) => {
    const named = scale < moneyScale ? units / tenTo(moneyScale - scale) : units * tenTo(scale - moneyScale)
    return named + (atClose.get(at) ?? 0n) * tenTo(scale - worthScale)
  })
  return new ValuedDays({ first, scale, values, flows, stale, unpriced: unpriced.byPlace, unvalued: unvalued.byPlace })
}
