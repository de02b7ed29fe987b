/** Sums of disposals. What is unknown is in no sum, and counted. */
import { Decimal } from "@caudal/exchange"
import type { AllocationReport, DisposalReport } from "@caudal/accounting"
import type { GainSums, GainTotals } from "./Gains.ts"

type Figures = Pick<AllocationReport, "proceeds" | "costBasis" | "gain">

const sumsOf = (parts: ReadonlyArray<Figures>): GainSums => {
  const known = parts.filter(({ gain }) => gain !== null)
  const sum = (field: keyof Figures) => Decimal.sum(known.map((part) => Decimal.make(part[field]!)))
  return { proceeds: sum("proceeds"), costBasis: sum("costBasis"), gain: sum("gain") }
}

export const gainTotals = (disposals: ReadonlyArray<DisposalReport>): GainTotals => {
  const known = disposals.filter(({ gain }) => gain !== null)
  const lots = known.flatMap(({ allocations }) => allocations)
  return {
    ...sumsOf(known),
    short: sumsOf(lots.filter(({ term }) => term === "short")),
    long: sumsOf(lots.filter(({ term }) => term === "long")),
    unknownDisposals: disposals.length - known.length
  }
}
