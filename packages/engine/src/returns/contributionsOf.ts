/** Whose gain it was: by asset and by exchange, in money first. Rows add up to the gain of the whole exactly. */
import { type Cause, causesOf, type Measured, subtractMeasured, sumMeasured } from "@caudal/accounting"
import { type MoneyMeasure, moneyMeasure, type RateMeasure, rateMeasure, unavailable } from "./Measure.ts"
import type { Cell } from "./ScopeDay.ts"

export interface Contribution {
  /** Asset id, or exchange (`in transit` between two). */
  readonly name: string
  readonly startValue: MoneyMeasure
  readonly endValue: MoneyMeasure
  /** What was paid for it and came in, less what it fetched and went out. */
  readonly netInflow: MoneyMeasure
  readonly gain: MoneyMeasure
  /** Gain over the average capital of the whole: these add up to the modified Dietz return. */
  readonly share: RateMeasure
}

export interface Contributions {
  readonly byAsset: ReadonlyArray<Contribution>
  readonly byExchange: ReadonlyArray<Contribution>
}

/** `capital`: average capital of the whole; null where it is not known. */
const contribution = (name: string, cells: ReadonlyArray<Cell>, capital: number | null, causes: ReadonlyArray<Cause>): Contribution => {
  const total = (of: (cell: Cell) => Measured): Measured => sumMeasured(cells.map(of))
  const [start, end, inflow] = [total((cell) => cell.start), total((cell) => cell.end), total((cell) => cell.netInflow)]
  const gain = subtractMeasured(subtractMeasured(end, start), inflow)
  const share =
    capital === null
      ? unavailable(causes)
      : gain.state !== "exact"
        ? unavailable(causesOf(gain))
        : rateMeasure(
            capital > 0
              ? { value: Number(gain.value) / capital, reason: null }
              : { value: null, reason: "the average capital is not above zero" }
          )
  return {
    name,
    startValue: moneyMeasure(start),
    endValue: moneyMeasure(end),
    netInflow: moneyMeasure(inflow),
    gain: moneyMeasure(gain),
    share
  }
}

export const contributionsOf = (cells: ReadonlyArray<Cell>, capital: number | null, causes: ReadonlyArray<Cause>): Contributions => {
  const by = (key: "asset" | "exchange"): ReadonlyArray<Contribution> =>
    [...Map.groupBy(cells, (cell) => cell[key])].map(([name, own]) => contribution(name, own, capital, causes))
  return { byAsset: by("asset"), byExchange: by("exchange") }
}
