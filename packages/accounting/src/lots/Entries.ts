/** Events read into entries of scaled integers, at the least scales that hold them. */
import { decimalsOf, scaled, unitsAt } from "../number/Decimal.ts"
import { parseInstant } from "../time/Instant.ts"
import type { Fee, LotEvent } from "./Event.ts"
import type { Entry } from "./Entry.ts"

/** Digits kept beyond those of the inputs when a cost is divided. */
const guardDigits = 12
const leastMoneyScale = 18

const none: ReadonlyArray<number> = []

/** Names by number, in order of appearance. */
class Names {
  readonly list: Array<string> = []
  readonly #numbers = new Map<string, number>()
  of(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.list.length)
    return this.list.push(name) - 1
  }
}

/** How often each number of decimals occurs, so that the largest is known when events come and go. */
class Decimals {
  readonly #counts: Array<number> = []

  count(decimals: number, by: 1 | -1): void {
    this.#counts[decimals] = (this.#counts[decimals] ?? 0) + by
    while (this.#counts.length > 0 && !(this.#counts.at(-1)! > 0)) this.#counts.pop()
  }

  get largest(): number {
    return Math.max(this.#counts.length - 1, 0)
  }
}

/** Quantities of an event by asset, for the scale of each. A lot may be named for a part that is cut finer than any event. */
const quantitiesOf = (event: LotEvent): ReadonlyArray<readonly [asset: string, quantity: string]> => {
  const moved = movedBy(event)
  if (!("lots" in event) || event.lots === undefined) return moved
  const [asset] = moved[0]!
  return [...moved, ...event.lots.map(({ quantity }) => [asset, quantity] as const)]
}

const movedBy = (event: LotEvent): ReadonlyArray<readonly [asset: string, quantity: string]> => {
  switch (event.type) {
    case "conversion":
      return [
        [event.from.asset, event.from.quantity],
        [event.to.asset, event.to.quantity]
      ]
    case "transfer":
      return [
        [event.asset, event.quantity],
        [event.asset, event.received]
      ]
    case "split":
      return []
    default:
      return event.fee === undefined
        ? [[event.asset, event.quantity]]
        : [
            [event.asset, event.quantity],
            [event.fee.asset, event.fee.quantity]
          ]
  }
}

/** The asset whose units an event cuts finer than any quantity says: by a ratio, or into the shares of the lots that a wrap carries. */
const cutBy = (event: LotEvent): { readonly asset: string; readonly decimals: number } | null => {
  if (event.type === "split") return { asset: event.asset, decimals: decimalsOf(event.ratio) }
  return event.type === "conversion" && event.trade !== true ? { asset: event.to.asset, decimals: 0 } : null
}

const moneyOf = (event: LotEvent): ReadonlyArray<string | null | undefined> => {
  switch (event.type) {
    case "conversion":
      return [event.value, event.proceeds, event.cost, event.fee?.value]
    case "transfer":
      return [event.feeValue]
    case "split":
      return []
    default:
      return [event.total, event.fee?.value, "unitKey" in event ? event.unitKey : undefined]
  }
}

/** Reads events; scales grow and shrink with what is counted in, and an entry is good as long as its scales stay. */
export class Entries {
  readonly assets = new Names()
  readonly accounts = new Names()
  /** Decimals of each asset's quantities. */
  readonly scales: Array<number> = []
  moneyScale = leastMoneyScale
  readonly #aliases: Readonly<Record<string, string>>
  readonly #quantities: Array<Decimals> = []
  /** Splits, and conversions that may cut lots; a ratio with decimals moves the point of every quantity before it. */
  readonly #cuts: Array<{ count: number; decimals: number }> = []
  readonly #money = new Decimals()

  constructor(aliases: Readonly<Record<string, string>>) {
    this.#aliases = aliases
  }

  /** Number of an asset by any of its names. */
  asset(name: string): number {
    return this.assets.of(Object.hasOwn(this.#aliases, name) ? this.#aliases[name]! : name)
  }

  /** Counts an event in, or out again. Gives the assets whose scale became another, or `all` where that of money did. */
  count(event: LotEvent, by: 1 | -1): ReadonlyArray<number> | "all" {
    let changed = none
    for (const [asset, quantity] of quantitiesOf(event)) {
      const number = this.asset(asset)
      ;(this.#quantities[number] ??= new Decimals()).count(decimalsOf(quantity), by)
      if (this.#rescale(number)) changed = [...changed, number]
    }
    const cutting = cutBy(event)
    if (cutting !== null) {
      const number = this.asset(cutting.asset)
      const cuts = (this.#cuts[number] ??= { count: 0, decimals: 0 })
      cuts.count += by
      cuts.decimals += by * cutting.decimals
      if (this.#rescale(number)) changed = [...changed, number]
    }
    for (const money of moneyOf(event)) if (money != null) this.#money.count(decimalsOf(money), by)
    const moneyScale = Math.max(leastMoneyScale, this.#money.largest + guardDigits)
    if (moneyScale === this.moneyScale) return changed
    this.moneyScale = moneyScale
    return "all"
  }

  #rescale(asset: number): boolean {
    const cuts = this.#cuts[asset]
    // After a split a unit may also be cut backwards.
    const cut = cuts === undefined || cuts.count === 0 ? 0 : guardDigits + cuts.decimals
    const scale = (this.#quantities[asset]?.largest ?? 0) + cut
    if (scale === this.scales[asset]) return false
    this.scales[asset] = scale
    return true
  }

  #quantity(asset: string, text: string): bigint {
    return unitsAt(text, this.scales[this.asset(asset)]!)
  }

  #moneyUnits(text: string | null | undefined): bigint | null {
    return text == null ? null : unitsAt(text, this.moneyScale)
  }

  #feeUnits(asset: string, fee: Fee | undefined): bigint {
    return fee !== undefined && this.asset(fee.asset) === this.asset(asset) ? this.#quantity(fee.asset, fee.quantity) : 0n
  }

  /**
   * Reads an event that was counted in. Throws a `RangeError` for text that is no decimal or time, and for a quantity
   * below zero.
   */
  read(event: LotEvent): Entry {
    const entry = this.#read(event)
    const { quantity, received, feeUnits } = entry
    // A fee may be below zero, as a rebate is; units never are.
    if (quantity < 0n || received < 0n) throw new RangeError(`${event.id}: a quantity below zero`)
    if (event.type === "transfer" && feeUnits < 0n) throw new RangeError(`${event.id}: more received than sent`)
    return entry
  }

  #read(event: LotEvent): Entry {
    const at = parseInstant(event.time)
    const account = this.accounts.of(event.account ?? "")
    const common = { event, at, acquired: at, account, toAsset: -1, toAccount: account, received: 0n, receivedCost: null, unitKey: null }
    switch (event.type) {
      case "conversion":
        return {
          ...common,
          asset: this.asset(event.from.asset),
          quantity: this.#quantity(event.from.asset, event.from.quantity),
          total: this.#moneyUnits(event.proceeds ?? event.value),
          fee: this.#moneyUnits(event.fee?.value ?? "0"),
          feeUnits: 0n,
          toAsset: this.asset(event.to.asset),
          received: this.#quantity(event.to.asset, event.to.quantity),
          receivedCost: this.#moneyUnits(event.cost ?? event.value)
        }
      case "transfer":
        return {
          ...common,
          asset: this.asset(event.asset),
          quantity: this.#quantity(event.asset, event.quantity),
          total: null,
          fee: this.#moneyUnits(event.feeValue),
          feeUnits: this.#quantity(event.asset, event.quantity) - this.#quantity(event.asset, event.received),
          toAccount: this.accounts.of(event.toAccount ?? event.account ?? ""),
          received: this.#quantity(event.asset, event.received)
        }
      case "split": {
        if (!(scaled(event.ratio).units > 0n)) throw new RangeError(`${event.id}: not a ratio: ${event.ratio}`)
        return { ...common, asset: this.asset(event.asset), quantity: 0n, total: null, fee: 0n, feeUnits: 0n }
      }
      default:
        return {
          ...common,
          asset: this.asset(event.asset),
          quantity: this.#quantity(event.asset, event.quantity),
          total: this.#moneyUnits(event.total),
          fee: this.#moneyUnits(event.fee?.value ?? "0"),
          feeUnits: this.#feeUnits(event.asset, event.fee),
          acquired: "acquired" in event && event.acquired !== undefined ? parseInstant(event.acquired) : at,
          unitKey: "unitKey" in event ? this.#moneyUnits(event.unitKey) : null
        }
    }
  }
}
