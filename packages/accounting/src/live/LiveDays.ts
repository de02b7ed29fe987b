import { type BigColumn } from "../number/BigColumn.ts"
import { tenTo } from "../number/Decimal.ts"
import type { FlowTiming } from "../performance/Periods.ts"
import { LiveAsset, type LivePrices, lengthened } from "./LiveAsset.ts"
import { type DayCuts, LiveChain, type LinkedUntil } from "./LiveChain.ts"

/** What money is of; a flow is what came in from outside. */
export const moneyKinds = ["flow", "income", "fees", "paid"] as const
export type MoneyKind = (typeof moneyKinds)[number]

/** 2^62, half of what 64 bits hold, as a double. */
const half = 2 ** 62

/** Money of one kind by day, and whose closes it lacks. */
class Money {
  readonly units: Array<bigint> = []
  readonly lacking = new Map<number, Set<string>>()
}

const note = (lacking: Map<number, Set<string>>, place: number, asset: string, lacks: boolean): void => {
  const known = lacking.get(place)
  if (lacks) {
    if (known === undefined) lacking.set(place, new Set([asset]))
    else known.add(asset)
  } else if (known?.delete(asset) === true && known.size === 0) lacking.delete(place)
}

/** What a day came to, in units of `scale` decimals. */
export interface LiveDay {
  /** At the close; without what is `unpriced`. */
  readonly value: bigint
  /** Held without a close that anybody knows, by id. */
  readonly unpriced: ReadonlyArray<string>
  /** Held assets whose close is from an earlier day. */
  readonly carried: number
}

/**
 * Days in a row that live as long as their owner: what is held, what it is worth at each close, what flowed, and the
 * time-weighted return. A change is added to the column of its asset from its day on, and only the days from then on are
 * valued and linked again, once somebody reads them. At any time it says the same as one that was just made of everything.
 *
 * Exact: all money has the decimals that the finest units × closes need; finer ones that come later make all finer.
 */
export class LiveDays {
  /** Day number of the first: a beginning; what came before it is only ever held. */
  readonly first: number
  readonly #assets = new Map<string, LiveAsset>()
  #count: number
  /** Places that columns have room for. */
  #room: number
  #scale = 0
  #values: BigColumn
  #carried: Int32Array
  readonly #unpriced = new Map<number, Set<string>>()
  readonly #moneys: Readonly<Record<MoneyKind, Money>> = { flow: new Money(), income: new Money(), fees: new Money(), paid: new Money() }
  readonly #chains = new Map<FlowTiming, LiveChain>()
  /** By the day's number. */
  readonly #cuts = new Map<number, DayCuts>()
  /** Assets whose column is not worked out to the end. */
  readonly #unsettled = new Set<LiveAsset>()
  /** Days valued since the beginning, by asset. */
  #valued = 0

  constructor(first: number, last: number) {
    this.first = first
    this.#count = last - first + 1
    this.#room = this.#count
    this.#values = new BigInt64Array(this.#room)
    this.#carried = new Int32Array(this.#room)
  }

  /** Days valued (by asset) and linked since the beginning: what changes cost. */
  get work(): number {
    return [...this.#chains.values()].reduce((sum, { work }) => sum + work, this.#valued)
  }

  /** Decimals of all money. */
  get scale(): number {
    return this.#scale
  }

  get last(): number {
    return this.first + this.#count - 1
  }

  /** Further days at the end; closes of them come with {@link asset}. */
  extend(last: number): void {
    const count = last - this.first + 1
    if (count <= this.#count) return
    if (count > this.#room) {
      this.#room = count + 64 + (count >> 4)
      this.#values = lengthened(this.#values, this.#room)
      const carried = new Int32Array(this.#room)
      carried.set(this.#carried)
      this.#carried = carried
      for (const asset of this.#assets.values()) asset.lengthen(this.#room)
    }
    this.#count = count
    for (const asset of this.#assets.values()) this.#unsettled.add(asset)
  }

  /** Names an asset before anything of it comes, with the decimals of its units and its closes; or gives it other closes. */
  asset(id: string, scale: number, prices: LivePrices): void {
    const known = this.#assets.get(id)
    this.#refine(scale + prices.scale)
    if (known === undefined) {
      this.#assets.set(id, new LiveAsset(id, scale, prices, this.#room))
      return
    }
    if (known.scale !== scale) throw new RangeError(`units of ${id} have ${known.scale} decimals, not ${scale}`)
    const from = known.differsAt(prices, this.#count)
    // Taken out at the old closes, put in again at the new ones.
    this.#hold(known, from, -1n)
    this.#payAll(known, from, -1n)
    const before = this.#mostOf(known)
    known.prices = prices
    this.#widen(before)
    this.#hold(known, from, 1n)
    this.#payAll(known, from, 1n)
  }

  /** Whether an asset was named. */
  has(id: string): boolean {
    return this.#assets.has(id)
  }

  #of(id: string): LiveAsset {
    const known = this.#assets.get(id)
    if (known === undefined) throw new RangeError(`no asset ${id}`)
    return known
  }

  #shift({ scale, prices }: LiveAsset): bigint {
    return tenTo(this.#scale - scale - prices.scale)
  }

  /** Money with more decimals makes all money finer. */
  #refine(scale: number): void {
    if (scale <= this.#scale) return
    const by = tenTo(scale - this.#scale)
    this.#scale = scale
    this.#widen(0)
    const values = this.#values
    if (values instanceof BigInt64Array) values.forEach((units, place) => (values[place] = units * by))
    else values.forEach((units, place) => (values[place] = units * by))
    for (const { units } of Object.values(this.#moneys)) units.forEach((money, place) => (units[place] = money * by))
    for (const chain of this.#chains.values()) chain.forget(0)
  }

  /** Units that came (or went) on a day; of a day before the first: that are there from the beginning. Not after the last. */
  move(id: string, day: number, units: bigint): void {
    if (units === 0n) return
    const asset = this.#of(id)
    asset.change(day - this.first, units)
    this.#unsettled.add(asset)
  }

  /** Units whose worth at the day's close is money of a kind. Before the first day it is none. */
  pay(id: string, day: number, kind: MoneyKind, units: bigint): void {
    const place = day - this.first
    if (place < 0 || units === 0n) return
    const asset = this.#of(id)
    const all = asset.paid.get(place) ?? moneyKinds.map(() => 0n)
    const at = moneyKinds.indexOf(kind)
    this.#pay(asset, place, at, all[at]!, -1n)
    all[at]! += units
    this.#pay(asset, place, at, all[at]!, 1n)
    if (all.some((each) => each !== 0n)) asset.paid.set(place, all)
    else asset.paid.delete(place)
  }

  #pay(asset: LiveAsset, place: number, at: number, units: bigint, sign: 1n | -1n): void {
    if (units === 0n) return
    const kind = moneyKinds[at]!
    const money = this.#moneys[kind]
    const { prices } = asset
    if (prices.isKnown[place] === 1) {
      // Without holes: an array that has some is slow to read.
      while (money.units.length <= place) money.units.push(0n)
      money.units[place]! += sign * units * prices.units[place]! * this.#shift(asset)
    } else note(money.lacking, place, asset.id, sign > 0n)
    if (kind === "flow") for (const chain of this.#chains.values()) chain.forget(place)
  }

  /** These days, by number, and no others are cut at their flows: the return of such a day is that of its parts, linked. */
  cut(days: ReadonlyMap<number, DayCuts>): void {
    for (const day of new Set([...this.#cuts.keys(), ...days.keys()])) {
      const [was, is] = [this.#cuts.get(day), days.get(day)]
      if (was !== undefined && is !== undefined && sameCuts(was, is)) continue
      if (is === undefined) this.#cuts.delete(day)
      else this.#cuts.set(day, is)
      for (const chain of this.#chains.values()) chain.forget(day - this.first)
    }
  }

  #payAll(asset: LiveAsset, from: number, sign: 1n | -1n): void {
    for (const [place, all] of asset.paid)
      if (place >= from) for (const [at, units] of all.entries()) this.#pay(asset, place, at, units, sign)
  }

  /** What the values have of an asset from a place on counts, or counts no more. */
  #hold(asset: LiveAsset, from: number, sign: 1n | -1n): void {
    const held = asset.held.slice(from, this.#count)
    const zeros = new BigInt64Array(held.length)
    const [was, is] = sign > 0n ? [zeros, held] : [held, zeros]
    this.#revalue(asset, from, was, is)
  }

  /** No worth of an asset at a close was ever further from zero. */
  #mostOf(asset: LiveAsset): number {
    return asset.most * asset.prices.most * Number(this.#shift(asset))
  }

  /** Values that may not fit 64 bits are plain integers from now on. `besides`: what is in them that no asset says any more. */
  #widen(besides: number): void {
    if (!(this.#values instanceof BigInt64Array)) return
    let most = besides
    for (const asset of this.#assets.values()) most += this.#mostOf(asset)
    if (most >= half) this.#values = Array.from(this.#values)
  }

  /** From a place on so many units are held instead of so many. */
  #revalue(asset: LiveAsset, from: number, was: BigColumn, is: BigColumn): void {
    const { id, prices } = asset
    const { isKnown, from: dates } = prices
    const shift = this.#shift(asset)
    const [values, carried, first] = [this.#values, this.#carried, this.first]
    this.#valued += is.length
    for (const chain of this.#chains.values()) chain.forget(from)
    if (
      values instanceof BigInt64Array &&
      prices.units instanceof BigInt64Array &&
      was instanceof BigInt64Array &&
      is instanceof BigInt64Array
    )
      narrowly(values, prices.units, isKnown, shift, from, was, is)
    else widely(values, prices.units, isKnown, shift, from, was, is)
    for (let i = 0; i < is.length; i++) {
      const at = from + i
      const change = (is[i] === 0n ? 0 : 1) - (was[i] === 0n ? 0 : 1)
      if (change === 0) continue
      if (isKnown[at] !== 1) note(this.#unpriced, at, id, change > 0)
      else if (dates[at]! < first + at) carried[at]! += change
    }
  }

  #settle(): void {
    for (const asset of this.#unsettled) {
      const from = asset.stale
      if (from >= this.#count) continue
      const is = asset.ahead(this.#count)
      const was = asset.held.slice(from, this.#count)
      this.#widen(0)
      this.#revalue(asset, from, was, is)
      for (let i = 0; i < is.length; i++) asset.held[from + i] = is[i]!
      asset.stale = this.#count
    }
    this.#unsettled.clear()
  }

  /** By the day's number. */
  day(day: number): LiveDay {
    this.#settle()
    const place = day - this.first
    return { value: this.#values[place]!, unpriced: sorted(this.#unpriced.get(place)), carried: this.#carried[place]! }
  }

  /** Money of a kind on a day, without what is `unvalued`: assets without a close that anybody knows, by id. */
  money(kind: MoneyKind, day: number): { readonly units: bigint; readonly unvalued: ReadonlyArray<string> } {
    const { units, lacking } = this.#moneys[kind]
    const place = day - this.first
    return { units: units[place] ?? 0n, unvalued: sorted(lacking.get(place)) }
  }

  /** Units of an asset at the close of a day. */
  held(id: string, day: number): bigint {
    this.#settle()
    return this.#of(id).held[day - this.first]!
  }

  /** The time-weighted return from the close of the first day until that of a day. */
  linkedUntil(day: number, timing: FlowTiming = "inStartOutEnd"): LinkedUntil {
    this.#settle()
    let chain = this.#chains.get(timing)
    if (chain === undefined) this.#chains.set(timing, (chain = this.#chainOf(timing)))
    return chain.until(day - this.first)
  }

  #chainOf(timing: FlowTiming): LiveChain {
    const { units, lacking } = this.#moneys.flow
    const scale = (): number => this.#scale
    return new LiveChain(timing, {
      get scale() {
        return scale()
      },
      valueAt: (place) => (this.#unpriced.size > 0 && this.#unpriced.has(place) ? null : this.#values[place]!),
      flowAt: (place) => (lacking.size > 0 && lacking.has(place) ? null : (units[place] ?? 0n)),
      cutsAt: (place) => (this.#cuts.size > 0 ? this.#cuts.get(this.first + place) : undefined)
    })
  }
}

const sameCuts = (a: DayCuts, b: DayCuts): boolean =>
  a.scale === b.scale &&
  a.flows.length === b.flows.length &&
  a.flows.every(({ before, flow }, i) => before === b.flows[i]!.before && flow === b.flows[i]!.flow)

const sorted = (ids: ReadonlySet<string> | undefined): ReadonlyArray<string> => (ids === undefined ? [] : [...ids].sort())

const widely = (
  values: BigColumn,
  closes: BigColumn,
  isKnown: Uint8Array,
  shift: bigint,
  from: number,
  was: BigColumn,
  is: BigColumn
): void => {
  // One change changes all days after it by as much.
  let last = 0n
  let shifted = 0n
  for (let i = 0; i < is.length; i++) {
    const change = is[i]! - was[i]!
    if (change === 0n || isKnown[from + i] !== 1) continue
    if (change !== last) {
      last = change
      shifted = change * shift
    }
    values[from + i]! += shifted * closes[from + i]!
  }
}

/** Where everything fits 64 bits: apart, so that the engine makes no objects of the numbers. */
const narrowly = (
  values: BigInt64Array,
  closes: BigInt64Array,
  isKnown: Uint8Array,
  shift: bigint,
  from: number,
  was: BigInt64Array,
  is: BigInt64Array
): void => {
  for (let i = 0; i < is.length; i++) {
    const change = BigInt.asIntN(64, is[i]! - was[i]!)
    if (change !== 0n && isKnown[from + i] === 1)
      values[from + i] = BigInt.asIntN(64, values[from + i]! + BigInt.asIntN(64, change * shift) * closes[from + i]!)
  }
}
