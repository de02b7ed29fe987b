import type { Book, Sale } from "../lots/Book.ts"
import { decimal, scaled, tenTo } from "../number/Decimal.ts"
import { bounded, type Cause, type Measured, type PriceRange } from "./Measured.ts"

/** Units that a disposal may have taken, and what they cost together. */
interface Parcel {
  readonly quantity: bigint
  /** Null: no limit. */
  readonly low: bigint
  readonly high: bigint | null
}

type RangeOf = (asset: string, event: string | null) => PriceRange | null

const roundUp = (over: bigint, under: bigint): bigint => (over + under - 1n) / under

/** Cost of `wanted` units, the parcels taken in their order; the last parcel has no end. */
const costOfUnits = (wanted: bigint, parcels: ReadonlyArray<{ quantity: bigint; cost: bigint }>, up: boolean): bigint => {
  let left = wanted
  let cost = 0n
  for (const parcel of parcels) {
    if (left === 0n) break
    const units = left < parcel.quantity ? left : parcel.quantity
    cost += up ? roundUp(parcel.cost * units, parcel.quantity) : (parcel.cost * units) / parcel.quantity
    left -= units
  }
  return cost
}

/** Negative where a unit of `a` costs less. */
const byUnit = (a: { quantity: bigint; cost: bigint }, b: { quantity: bigint; cost: bigint }): number => {
  const difference = a.cost * b.quantity - b.cost * a.quantity
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/**
 * A disposal took at least the cheapest and at most the dearest of the units that it can have taken: all that had come in
 * by then (or, where purchases of the next thirty days count, until then) and any number that no row tells of.
 */
export const unitCostBounds = (
  sale: Sale,
  { ledger, policy }: Book,
  causes: ReadonlyArray<Cause>,
  rangeOf: RangeOf,
  linked: boolean
): Measured => {
  const { asset, entry, quantity, proceeds } = sale
  const name = ledger.assets[asset]!
  const scale = ledger.scales[asset]!
  const text = (units: bigint) => decimal(units, ledger.moneyScale)
  const worth = (range: PriceRange, units: bigint, end: "low" | "high"): bigint => {
    const price = scaled(range[end])
    const product = price.units * units
    const spare = price.scale + scale - ledger.moneyScale
    return spare <= 0 ? product * tenTo(-spare) : end === "low" ? product / tenTo(spare) : roundUp(product, tenTo(spare))
  }
  const given = rangeOf(name, entry.event.id)
  const fetched =
    proceeds !== null
      ? { low: proceeds, high: proceeds }
      : given === null
        ? { low: 0n, high: null }
        : { low: worth(given, quantity, "low"), high: worth(given, quantity, "high") }
  // A split makes units of one day others than those of the next, a carried basis comes from another asset, and a denied
  // loss goes into the cost: then a cost is only known to be at least nothing.
  const plain = !linked && policy.method !== "CA_ACB" && !ledger.entries.some((each) => each.asset === asset && each.event.type === "split")
  const highest = fetched.high === null ? null : policy.method === "CA_ACB" && fetched.high < 0n ? 0n : fetched.high
  if (!plain) return bounded(null, highest === null ? null : text(highest), causes)
  const window = policy.method === "UK_S104" ? 32 * 86_400_000 : 0
  const parcels: Array<Parcel> = []
  for (const each of ledger.entries) {
    if (each.at.ms > entry.at.ms + window) break
    const converted = each.event.type === "conversion" && each.toAsset === asset
    const bought = each.asset === asset && ["buy", "income", "fork", "opening"].includes(each.event.type)
    const units = converted ? each.received : bought ? each.quantity : 0n
    if (units === 0n) continue
    const cost = converted ? each.receivedCost : each.total
    const fee = bought && policy.acquisitionFee === "capitalise" ? (each.fee ?? 0n) : 0n
    const range = cost === null ? rangeOf(name, each.event.id) : null
    if (cost !== null) parcels.push({ quantity: units, low: cost + fee, high: cost + fee })
    else if (range === null) parcels.push({ quantity: units, low: fee < 0n ? fee : 0n, high: null })
    else parcels.push({ quantity: units, low: worth(range, units, "low") + fee, high: worth(range, units, "high") + fee })
  }
  if (causes.some(({ code }) => code === "rows missing")) {
    const range = rangeOf(name, null)
    parcels.push({
      quantity,
      low: range === null ? 0n : worth(range, quantity, "low"),
      high: range === null ? null : worth(range, quantity, "high")
    })
  }
  const cheapest = parcels.map(({ quantity: units, low }) => ({ quantity: units, cost: low })).sort(byUnit)
  const dearest = parcels
    .map(({ quantity: units, high }) => ({ quantity: units, cost: high }))
    .filter((parcel): parcel is { quantity: bigint; cost: bigint } => parcel.cost !== null)
  // What a cost was rounded down by elsewhere may turn up in any slice.
  const slack = BigInt(parcels.length + ledger.entries.length)
  const low = costOfUnits(quantity, cheapest, false) - slack
  const high =
    dearest.length < parcels.length
      ? null
      : costOfUnits(
          quantity,
          dearest.sort((a, b) => byUnit(b, a)),
          true
        ) + slack
  return bounded(high === null ? null : text(fetched.low - high), highest === null ? null : text(highest - low), causes)
}
