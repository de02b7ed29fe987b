import type { Book } from "../lots/Book.ts"
import { reader, type RestReport } from "../lots/Report.ts"
import { divideFloor, decimal, scaled, sum, tenTo } from "../number/Decimal.ts"
import { type Fields, fieldsOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"

const unitDigits = 12

const unitCost = (cost: string | null, quantity: string): string | null => {
  if (cost === null) return null
  const over = scaled(cost)
  const under = scaled(quantity)
  if (under.units === 0n) return null
  return decimal(divideFloor(over.units * tenTo(under.scale + unitDigits), under.units * tenTo(over.scale)), unitDigits)
}

/** Pools by asset; a pool that is not there is empty. */
export const comparePools = (expected: Fields, got: ReadonlyArray<RestReport>, comparison: Comparison): void => {
  for (const [asset, value] of Object.entries(expected)) {
    const pools = got.filter((rest) => rest.asset === asset)
    const quantity = sum(pools.map((pool) => pool.quantity))
    const cost = pools.some(({ costBasis }) => costBasis === null) ? null : sum(pools.map(({ costBasis }) => costBasis!))
    const ours: Readonly<Record<string, string | null>> = { quantity, costBasis: cost, unitCostRounded: unitCost(cost, quantity) }
    for (const [field, wanted] of Object.entries(fieldsOf(value, `pools.${asset}`))) {
      if (Object.hasOwn(ours, field)) comparison.decimal(`pools.${asset}.${field}`, wanted, ours[field])
      else comparison.differs(`pools.${asset}.${field}`, "a known field", "unknown")
    }
  }
}

/** The pool after each event. */
export const compareSteps = (expected: ReadonlyArray<Fields>, book: Book, comparison: Comparison): void => {
  const read = reader(book)
  for (const row of expected) {
    const at = `steps[${String(row["event"])}]`
    const step = book.steps.find(({ entry }) => entry.event.id === row["event"])
    if (step === undefined) {
      comparison.differs(at, "a step", "none")
      continue
    }
    const ours: Readonly<Record<string, string | null>> = {
      gain: read.money(step.gain),
      superficialLoss: read.money(step.denied),
      acb: read.money(step.cost),
      acbAfterSale: read.money(step.costAfterSale),
      quantity: read.quantity(step.quantity, step.asset)
    }
    for (const [field, wanted] of Object.entries(row)) {
      if (field === "event") continue
      if (Object.hasOwn(ours, field)) comparison.decimal(`${at}.${field}`, wanted, ours[field])
      else comparison.differs(`${at}.${field}`, "a known field", "unknown")
    }
  }
}
