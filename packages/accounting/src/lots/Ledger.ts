/** Events read once into scaled integers, in order, so that folding them again under another policy parses nothing. */
import { decimalsOf, scaled, unitsAt } from "../number/Decimal.ts"
import { type Instant, parseInstant } from "../time/Instant.ts"
import type { Fee, LotEvent } from "./Event.ts"
import { PolicyError } from "./Policy.ts"

/** Digits kept beyond those of the inputs when a cost is divided. */
const guardDigits = 12
const leastMoneyScale = 18

/** One event; money and quantities in units of the ledger's scales. Fields that an event does not have are zero or null. */
export interface Entry {
  readonly event: LotEvent
  readonly at: Instant
  /** When its units were acquired: `at`, or earlier for carried ones. */
  readonly acquired: Instant
  readonly asset: number
  readonly account: number
  readonly quantity: bigint
  /** `total`, or a conversion's proceeds; null unknown. */
  readonly total: bigint | null
  /** Value of the fee on a buy or sale, or of a transfer's fee units (null unknown). */
  readonly fee: bigint | null
  /** Units of the entry's own asset that paid the fee. */
  readonly feeUnits: bigint
  readonly toAsset: number
  readonly toAccount: number
  /** Received by a transfer, or a conversion's incoming units. */
  readonly received: bigint
  /** A conversion's cost of the incoming units; null unknown. */
  readonly receivedCost: bigint | null
  readonly unitKey: bigint | null
}

export interface Ledger {
  readonly entries: ReadonlyArray<Entry>
  readonly assets: ReadonlyArray<string>
  readonly accounts: ReadonlyArray<string>
  /** Decimals of each asset's quantities. */
  readonly scales: ReadonlyArray<number>
  readonly moneyScale: number
}

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

/** Quantities of an event by asset, for the scale of each. */
const quantitiesOf = (event: LotEvent): ReadonlyArray<readonly [asset: string, quantity: string]> => {
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

/**
 * Sorts by time (the given order decides between equal times) and reads every number. Throws a `RangeError` for text
 * that is no decimal or time, and for a quantity below zero.
 */
export const readLedger = (given: ReadonlyArray<LotEvent>, aliases: Readonly<Record<string, string>> = {}): Ledger => {
  const name = (asset: string): string => (Object.hasOwn(aliases, asset) ? aliases[asset]! : asset)
  const assets = new Names()
  const accounts = new Names()
  const scales: Array<number> = []
  const splits: Array<number> = []
  let moneyDecimals = 0
  for (const event of given) {
    for (const [asset, quantity] of quantitiesOf(event)) {
      const number = assets.of(name(asset))
      scales[number] = Math.max(scales[number] ?? 0, decimalsOf(quantity))
    }
    if (event.type === "split") {
      // A ratio with decimals moves the point of every quantity before it; a unit may also be cut backwards.
      const number = assets.of(name(event.asset))
      splits[number] = (splits[number] ?? guardDigits) + decimalsOf(event.ratio)
    }
    for (const money of moneyOf(event)) if (money != null) moneyDecimals = Math.max(moneyDecimals, decimalsOf(money))
  }
  for (let asset = 0; asset < assets.list.length; asset++) scales[asset] = (scales[asset] ?? 0) + (splits[asset] ?? 0)
  const moneyScale = Math.max(leastMoneyScale, moneyDecimals + guardDigits)

  const quantity = (asset: string, text: string): bigint => unitsAt(text, scales[assets.of(name(asset))]!)
  const money = (text: string | null | undefined): bigint | null => (text == null ? null : unitsAt(text, moneyScale))
  const feeUnits = (asset: string, fee: Fee | undefined): bigint =>
    fee !== undefined && name(fee.asset) === name(asset) ? quantity(fee.asset, fee.quantity) : 0n

  const read = (event: LotEvent): Entry => {
    const at = parseInstant(event.time)
    const account = accounts.of(event.account ?? "")
    const common = { event, at, acquired: at, account, toAsset: -1, toAccount: account, received: 0n, receivedCost: null, unitKey: null }
    switch (event.type) {
      case "conversion":
        return {
          ...common,
          asset: assets.of(name(event.from.asset)),
          quantity: quantity(event.from.asset, event.from.quantity),
          total: money(event.proceeds ?? event.value),
          fee: money(event.fee?.value ?? "0"),
          feeUnits: 0n,
          toAsset: assets.of(name(event.to.asset)),
          received: quantity(event.to.asset, event.to.quantity),
          receivedCost: money(event.cost ?? event.value)
        }
      case "transfer":
        return {
          ...common,
          asset: assets.of(name(event.asset)),
          quantity: quantity(event.asset, event.quantity),
          total: null,
          fee: money(event.feeValue),
          feeUnits: quantity(event.asset, event.quantity) - quantity(event.asset, event.received),
          toAccount: accounts.of(event.toAccount ?? event.account ?? ""),
          received: quantity(event.asset, event.received)
        }
      case "split": {
        if (!(scaled(event.ratio).units > 0n)) throw new RangeError(`${event.id}: not a ratio: ${event.ratio}`)
        return { ...common, asset: assets.of(name(event.asset)), quantity: 0n, total: null, fee: 0n, feeUnits: 0n }
      }
      default:
        return {
          ...common,
          asset: assets.of(name(event.asset)),
          quantity: quantity(event.asset, event.quantity),
          total: money(event.total),
          fee: money(event.fee?.value ?? "0"),
          feeUnits: feeUnits(event.asset, event.fee),
          acquired: "acquired" in event && event.acquired !== undefined ? parseInstant(event.acquired) : at,
          unitKey: "unitKey" in event ? money(event.unitKey) : null
        }
    }
  }
  const entries = given.map(read)
  for (const { event, quantity: units, received, feeUnits: fee } of entries) {
    // A fee may be below zero, as a rebate is; units never are.
    if (units < 0n || received < 0n) throw new RangeError(`${event.id}: a quantity below zero`)
    if (event.type === "transfer" && fee < 0n) throw new RangeError(`${event.id}: more received than sent`)
  }
  const ids = new Set(given.map(({ id }) => id))
  if (ids.size !== given.length) throw new PolicyError("two events have the same id")
  // Array.prototype.sort is stable: the given order decides between equal times.
  entries.sort((a, b) => a.at.ms - b.at.ms)
  return { entries, assets: assets.list, accounts: accounts.list, scales, moneyScale }
}
