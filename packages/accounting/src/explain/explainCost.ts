/** What units of one slice cost, as steps. */
import type { Book, Sale, Slice } from "../lots/Book.ts"
import type { Entry } from "../lots/Entry.ts"
import type { LotName, SavedLot } from "../lots/Lot.ts"
import type { SavedPool } from "../lots/Pool.ts"
import { Pool } from "../lots/Pool.ts"
import { isPoolMethod } from "../lots/Policy.ts"
import { decimal } from "../number/Decimal.ts"
import { type Expression, input, ofEvent, ref, type Step } from "./Expression.ts"
import { inventoryBefore, savedLot } from "./inventoryBefore.ts"

/** The pool's running cost has forty binary places below the money scale. */
const fineUnits = String(2n ** 40n)

const state = (of: string, name: string, value: string): Expression => input(name, value, { kind: "state", of })

const money = ({ ledger }: Book, units: bigint): string => decimal(units, ledger.moneyScale)
const units = ({ ledger }: Book, asset: number, quantity: bigint): string => decimal(quantity, ledger.scales[asset]!)

/** The whole cost of a lot: from the event that brought it, or as it came out of a pool, a transfer or a conversion. */
export const wholeCost = (book: Book, entry: Entry, asset: number, quantity: bigint, cost: bigint): Expression => {
  const { event } = entry
  const capitalised = book.policy.acquisitionFee === "capitalise"
  const conversion = event.type === "conversion"
  const direct = conversion ? entry.receivedCost : entry.total === null ? null : entry.total + (capitalised ? (entry.fee ?? 0n) : 0n)
  const came = conversion ? entry.received : entry.quantity
  const own = (conversion ? entry.toAsset : entry.asset) === asset
  if (!own || direct !== cost || came !== quantity) return state(`lot ${event.id}`, `cost of lot ${event.id}`, money(book, cost))
  if (conversion) return ofEvent(event.id, event.cost === undefined ? "value" : "cost", money(book, cost))
  const total = ofEvent(event.id, "total", money(book, entry.total!))
  if (!capitalised || entry.fee === 0n || entry.fee === null) return total
  return { op: "add", of: [total, ofEvent(event.id, "fee", money(book, entry.fee))] }
}

const ofLot = (book: Book, asset: number, lot: LotName, before: SavedLot, left: bigint, taken: bigint, quantity: bigint): Expression => {
  const { id } = lot.origin.event
  const goneAfter = before.quantity - left + quantity
  return {
    op: "subtract",
    of: [
      {
        op: "share",
        of: [
          wholeCost(book, lot.origin, asset, before.quantity, before.cost!),
          state(`lot ${id}`, "units gone after", units(book, asset, goneAfter)),
          state(`lot ${id}`, "units", units(book, asset, before.quantity))
        ],
        decimals: book.ledger.moneyScale
      },
      state(`lot ${id}`, "cost gone before", money(book, taken))
    ]
  }
}

const ofPool = (book: Book, asset: number, name: string, before: SavedPool, taken: bigint): Expression => {
  if (taken === before.quantity) return state(name, "cost", money(book, before.cost))
  return {
    op: "subtract",
    of: [
      state(name, "cost", money(book, before.cost)),
      {
        op: "divideUp",
        of: [
          {
            op: "share",
            of: [
              state(name, "running cost × 2^40", money(book, before.fine)),
              state(name, "units left after", units(book, asset, before.quantity - taken)),
              state(name, "units", units(book, asset, before.quantity))
            ],
            decimals: book.ledger.moneyScale
          },
          state(name, "2^40", fineUnits)
        ],
        decimals: book.ledger.moneyScale
      }
    ]
  }
}

const missing = (book: Book): Expression =>
  state("policy", "cost of units that nobody saw come in", book.policy.missingBasis === "zero" ? "0" : "?")

const formulaOfLot = "cost of the lot × units gone after ÷ units of the lot − cost gone before"
const formulaOfPool = "cost of the pool − running cost × units left ÷ units, rounded up"

/** Each slice's cost as a step `cost i`; null where it is unknown. */
export const costSteps = (book: Book, sale: Sale): ReadonlyArray<Step | null> => {
  const named = (i: number, formula: string, expression: Expression): Step => ({ name: `cost ${i}`, formula, expression })
  const name = `pool ${book.ledger.assets[sale.asset]!}`
  if (isPoolMethod(book.policy.method)) {
    return sale.slices.map(({ cost, pool }, i) => {
      if (cost === null) return null
      return pool === undefined
        ? named(i, "missing", missing(book))
        : named(i, formulaOfPool, ofPool(book, sale.asset, name, pool.before, pool.taken))
    })
  }
  const { saved, slices } = inventoryBefore(book, sale.entry)
  const pool = saved.pool === undefined ? undefined : Pool.restored(saved.pool)
  const gone = new Map<number, { left: bigint; taken: bigint }>()
  return slices.map(({ lot, cost, quantity, rule }: Slice, i) => {
    if (cost === null) return null
    if (lot === null) return named(i, "missing", missing(book))
    const before = savedLot(saved, lot)
    if (pool !== undefined) {
      const step = named(i, formulaOfPool, ofPool(book, sale.asset, name, pool.save(), quantity))
      pool.take(quantity)
      return step
    }
    const { left, taken } = gone.get(lot.place) ?? { left: before.left, taken: before.costTaken }
    gone.set(lot.place, { left: left - quantity, taken: taken + cost })
    const formula = rule === "named" ? `of the lot that was named: ${formulaOfLot}` : formulaOfLot
    return named(i, formula, ofLot(book, sale.asset, lot, before, left, taken, quantity))
  })
}

export const costTotal = (count: number): Expression => ({ op: "add", of: Array.from({ length: count }, (_, i) => ref(`cost ${i}`)) })
