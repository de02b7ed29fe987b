/** Gains of disposals where a basis, a value or whole rows are missing: the true gain lies inside the bounds. */
import type { Book, Sale } from "../lots/Book.ts"
import { keepBook } from "../lots/keepBook.ts"
import { carries } from "../lots/movements.ts"
import type { Entry } from "../lots/Entry.ts"
import type { Ledger } from "../lots/Ledger.ts"
import type { LotMethod, Policy } from "../lots/Policy.ts"
import { isPoolMethod } from "../lots/Policy.ts"
import { gainOf } from "../lots/Report.ts"
import { decimal, scaled, tenTo } from "../number/Decimal.ts"
import { bounded, type Cause, exact, type Measured, type PriceRange, sumMeasured } from "./Measured.ts"
import { UnitCosts } from "./UnitCosts.ts"

export interface GainBoundsOptions {
  /**
   * What one unit may have cost or fetched: at the event of that id, or (null) at any time, for units that no row tells
   * of. Null: nobody can say; a cost is then at least zero.
   */
  readonly rangeOf: (asset: string, event: string | null) => PriceRange | null
  /** Assets of which rows may be missing, as a certificate says. More than was known to come in went out: one of them too. */
  readonly incomplete?: ReadonlyArray<string>
}

export interface DisposalBounds {
  readonly event: string
  readonly asset: string
  readonly gain: Measured
}

export interface GainBounds {
  readonly disposals: ReadonlyArray<DisposalBounds>
  readonly realised: Measured
}

/** Stands for "any cost": large enough to show on every disposal that it reaches. */
const anyUnitCost = "1000000000000"

type Side = "best" | "worst"

const isIn = ({ event }: Entry): boolean =>
  event.type === "buy" || event.type === "income" || event.type === "fork" || event.type === "opening"

/** The same ledger with every unknown money at one end of what it may be. */
const filled = (ledger: Ledger, side: Side, rangeOf: GainBoundsOptions["rangeOf"]): Ledger => {
  const money = (entry: Entry, asset: number, quantity: bigint, cost: boolean): bigint => {
    const range = rangeOf(ledger.assets[asset]!, entry.event.id)
    const lowest = (side === "best") === cost
    const price = scaled(range === null ? (lowest ? "0" : anyUnitCost) : lowest ? range.low : range.high)
    const product = price.units * quantity
    const spare = price.scale + ledger.scales[asset]! - ledger.moneyScale
    if (spare <= 0) return product * tenTo(-spare)
    return lowest ? product / tenTo(spare) : (product + tenTo(spare) - 1n) / tenTo(spare)
  }
  const entries = ledger.entries.map((entry): Entry => {
    const { asset, quantity, toAsset, received, event } = entry
    const total = entry.total ?? (event.type === "transfer" || event.type === "split" ? null : money(entry, asset, quantity, isIn(entry)))
    const fee = entry.fee ?? (event.type === "transfer" ? money(entry, asset, entry.feeUnits, false) : null)
    const receivedCost = entry.receivedCost ?? (event.type === "conversion" ? money(entry, toAsset, received, true) : null)
    return total === entry.total && fee === entry.fee && receivedCost === entry.receivedCost
      ? entry
      : { ...entry, total, fee, receivedCost }
  })
  return { ...ledger, entries }
}

const ordersByCost = (method: Policy["method"]): boolean => {
  const byCost = (each: LotMethod): boolean => each === "HIFO" || each === "LOFO"
  if (isPoolMethod(method)) return false
  return typeof method === "string" ? byCost(method) : (method as ReadonlyArray<{ value: LotMethod }>).some(({ value }) => byCost(value))
}

const hasUnknownCost = (entry: Entry): boolean =>
  entry.event.type === "conversion" ? entry.receivedCost === null : isIn(entry) && entry.total === null

const lacking = ({ ledger, sales }: Book, incomplete: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<Cause>> => {
  const causes: Array<Array<Cause>> = ledger.assets.map((asset) =>
    incomplete.includes(asset) ? [{ code: "rows missing" as const, asset, event: null }] : []
  )
  const add = (number: number, code: Cause["code"], event: string): void => {
    causes[number]!.push({ code, asset: ledger.assets[number]!, event })
  }
  for (const entry of ledger.entries) {
    const { event, total, asset } = entry
    if (total === null && event.type !== "transfer" && event.type !== "split")
      add(asset, isIn(entry) ? "basis unknown" : "value unknown", event.id)
    if (event.type === "transfer" && entry.fee === null && entry.feeUnits > 0n) add(asset, "value unknown", event.id)
    if (event.type === "conversion" && entry.receivedCost === null) add(entry.toAsset, "basis unknown", event.id)
  }
  for (const { slices, asset, entry } of sales) {
    // Units that came from nowhere, here or before a transfer.
    if (slices.some(({ rule, lot, cost }) => rule === "missing" || (cost === null && lot !== null && !hasUnknownCost(lot.origin))))
      add(asset, "rows missing", entry.event.id)
  }
  return causes
}

/** Assets of which units came at a cost that nobody can limit. */
const costIsAny = ({ entries, assets }: Ledger, rangeOf: GainBoundsOptions["rangeOf"]): ReadonlySet<number> =>
  new Set(
    entries.flatMap((entry) => {
      const came = entry.event.type === "conversion" ? entry.toAsset : entry.asset
      return hasUnknownCost(entry) && rangeOf(assets[came]!, entry.event.id) === null ? [came] : []
    })
  )

const boundsOf = (sale: Sale, { assets }: Ledger, gain: Measured): DisposalBounds => ({
  event: sale.entry.event.id,
  asset: assets[sale.asset]!,
  gain
})

/**
 * Bounds of every gain under a policy. Where order does not hang on cost, the book is kept twice, with every unknown at
 * either end; elsewhere (rows missing, dearest or cheapest first) a disposal cost at least the cheapest units it could
 * have taken and at most the dearest.
 */
export const gainBounds = (ledger: Ledger, policy: Partial<Policy>, { rangeOf, incomplete = [] }: GainBoundsOptions): GainBounds => {
  const known = keepBook(ledger, { ...policy, missingBasis: "unknown" })
  const causes = lacking(known, incomplete)
  const linked = ledger.entries.some(({ event }) => carries(event, known.policy))
  const reach = linked ? causes.map(() => causes.flat()) : causes
  if (reach.every((each) => each.length === 0)) {
    const disposals = known.sales.map((sale) => boundsOf(sale, ledger, exact(decimal(gainOf(sale)!, ledger.moneyScale))))
    return { disposals, realised: sumMeasured(disposals.map(({ gain }) => gain)) }
  }
  const gains = (side: Side): ReadonlyMap<string, bigint | null> =>
    new Map(
      keepBook(filled(ledger, side, rangeOf), { ...policy, missingBasis: "zero" }).sales.map((sale) => [sale.entry.event.id, gainOf(sale)])
    )
  const best = gains("best")
  const worst = gains("worst")
  const anyCosts = costIsAny(ledger, rangeOf)
  const unitCosts = ledger.assets.map((_, asset) => new UnitCosts(known, asset, rangeOf, linked))
  const disposals = known.sales.map((sale): DisposalBounds => {
    const because = reach[sale.asset]!
    const high = best.get(sale.entry.event.id) ?? null
    const low = worst.get(sale.entry.event.id) ?? null
    const text = (units: bigint) => decimal(units, ledger.moneyScale)
    if (because.length === 0) return boundsOf(sale, ledger, exact(text(gainOf(sale)!)))
    if (ordersByCost(known.policy.method) || because.some(({ code }) => code === "rows missing"))
      return boundsOf(sale, ledger, unitCosts[sale.asset]!.gain(sale, because))
    if (high === low && high !== null) return boundsOf(sale, ledger, exact(text(high)))
    // An end that was only a stand-in for "any" is no bound.
    const anyCost = linked ? anyCosts.size > 0 : anyCosts.has(sale.asset)
    const anyValue =
      sale.proceeds === null && [sale.entry, ...sale.further].some(({ event }) => rangeOf(ledger.assets[sale.asset]!, event.id) === null)
    return boundsOf(
      sale,
      ledger,
      bounded(anyCost || low === null ? null : text(low), anyValue || high === null ? null : text(high), because)
    )
  })
  return { disposals, realised: sumMeasured(disposals.map(({ gain }) => gain)) }
}
