import type { DisposalReport } from "../lots/Report.ts"
import { divideFloor, scaled, tenTo } from "../number/Decimal.ts"
import { type Fields, rowsOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"
import { matchRows } from "./matchRows.ts"

const amounts = ["quantity", "proceeds", "costBasis", "gain"] as const
const names = ["event", "asset", "date"] as const
const known: ReadonlyArray<string> = [...amounts, ...names, "allocations", "gainRoundedDownToPound", "superficialLoss"]

/** Whole pounds, towards minus infinity. */
const floorToUnit = (decimal: string | null): string | null => {
  if (decimal === null) return null
  const { units, scale } = scaled(decimal)
  return String(divideFloor(units, tenTo(scale)))
}

const compareOne = (at: string, row: Fields, ours: DisposalReport, comparison: Comparison): void => {
  for (const amount of amounts) if (row[amount] !== undefined) comparison.decimal(`${at}.${amount}`, row[amount], ours[amount])
  if (row["superficialLoss"] !== undefined) comparison.decimal(`${at}.superficialLoss`, row["superficialLoss"], ours.denied)
  if (row["gainRoundedDownToPound"] !== undefined) {
    comparison.decimal(`${at}.gainRoundedDownToPound`, row["gainRoundedDownToPound"], floorToUnit(ours.gain))
  }
  if (row["allocations"] !== undefined) {
    const allocations = ours.allocations.map((allocation) => ({ ...allocation }))
    const expected = rowsOf(row["allocations"], `${at}.allocations`)
    matchRows(`${at}.allocations`, expected, allocations, ["lot", "rule", "acquired", "term"], amounts, [], true, comparison)
  }
  for (const field of Object.keys(row)) if (!known.includes(field)) comparison.differs(`${at}.${field}`, "a known field", "unknown")
}

/** Each expected disposal is the one of its event, or of its asset and day. */
export const compareDisposals = (
  expected: ReadonlyArray<Fields>,
  got: ReadonlyArray<DisposalReport>,
  complete: boolean,
  comparison: Comparison
): void => {
  let left = got
  for (const row of expected) {
    const at = `disposals[${names
      .filter((name) => row[name] !== undefined)
      .map((name) => String(row[name]))
      .join(" ")}]`
    const ours = left.find(
      ({ events, asset, date }) =>
        (row["event"] === undefined || events.some((event) => event === row["event"])) &&
        (row["asset"] === undefined || row["asset"] === asset) &&
        (row["date"] === undefined || row["date"] === date)
    )
    if (ours === undefined) comparison.differs(at, "a disposal", "none")
    else compareOne(at, row, ours, comparison)
    left = left.filter((each) => each !== ours)
  }
  if (complete)
    for (const { event, asset, quantity } of left) comparison.differs("disposals", "no other disposal", `${event}: ${quantity} ${asset}`)
}
