import { attribution } from "../performance/attribution.ts"
import type { Figure } from "../performance/Figure.ts"
import { modifiedDietz } from "../performance/modifiedDietz.ts"
import { roai } from "../performance/roai.ts"
import type { FlowTiming } from "../performance/Periods.ts"
import { twr } from "../performance/twr.ts"
import { decimalText, type Fields, fieldsOf, listOf, oneOf, rowsOf, textOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"
import { riskCase } from "./riskCase.ts"
import { xirrCase } from "./xirrCase.ts"

type Runner = (given: Fields, params: Fields, expected: Fields, comparison: Comparison) => void

const timings: ReadonlyArray<FlowTiming> = ["start", "end", "mid", "inStartOutEnd"]

/** Compares each expected field with ours of that name: figures, decimals, or records of them. */
const compareFields = (expected: Fields, got: object, comparison: Comparison, at = ""): void => {
  const ours = got as Readonly<Record<string, unknown>>
  for (const [field, wanted] of Object.entries(expected)) {
    const value = Object.hasOwn(ours, field) ? ours[field] : undefined
    const path = at + field
    if (typeof value === "string") comparison.decimal(path, wanted, value)
    else if (typeof value === "number") comparison.decimal(path, wanted, String(value))
    else if (typeof value !== "object" || value === null) comparison.differs(path, wanted, "unknown")
    else if ("reason" in value) comparison.figure(path, wanted, value as Figure)
    else compareFields(fieldsOf(wanted, path), value, comparison, `${path}.`)
  }
}

const twrCase: Runner = (given, params, expected, comparison) => {
  const timing = params["timing"] ?? "inStartOutEnd"
  const periods = rowsOf(given["periods"], "periods").map((row, i) => ({
    startValue: decimalText(row["startValue"], `periods[${i}].startValue`),
    endValue: decimalText(row["endValue"], `periods[${i}].endValue`),
    flow: decimalText(row["flow"] ?? "0", `periods[${i}].flow`),
    timing: oneOf(row["timing"] ?? timing, timings, `periods[${i}].timing`)
  }))
  const { twr: total, accumulated } = twr(periods)
  const { accumulated: series, ...rest } = expected
  compareFields(rest, { twr: total }, comparison)
  if (series === undefined) return
  const wanted = listOf(series, "accumulated")
  comparison.same("accumulated.length", wanted.length, accumulated.length)
  wanted.forEach((each, i) => accumulated[i] !== undefined && comparison.figure(`accumulated[${i}]`, each, accumulated[i]))
}

const dietzCase: Runner = (given, params, expected, comparison) => {
  const flows = rowsOf(given["flows"] ?? [], "flows").map((row, i) => ({
    date: textOf(row["date"], `flows[${i}].date`),
    amount: decimalText(row["amount"], `flows[${i}].amount`)
  }))
  const period = {
    start: textOf(params["start"], "params.start"),
    end: textOf(params["end"], "params.end"),
    startValue: decimalText(params["startValue"], "params.startValue"),
    endValue: decimalText(params["endValue"], "params.endValue"),
    flows
  }
  compareFields(expected, { return: modifiedDietz(period) }, comparison)
}

const roaiCase: Runner = (given, params, expected, comparison) => {
  const activities = rowsOf(given["activities"], "activities").map((row, i) => ({
    type: oneOf(row["type"], ["BUY", "SELL", "DIVIDEND"] as const, `activities[${i}].type`),
    date: textOf(row["date"], `activities[${i}].date`),
    quantity: decimalText(row["quantity"], `activities[${i}].quantity`),
    unitPrice: decimalText(row["unitPrice"], `activities[${i}].unitPrice`),
    fee: decimalText(row["fee"] ?? "0", `activities[${i}].fee`)
  }))
  compareFields(
    expected,
    roai(activities, textOf(params["end"], "params.end"), decimalText(params["endPrice"], "params.endPrice")),
    comparison
  )
}

const attributionCase: Runner = (given, params, expected, comparison) => {
  const positions = rowsOf(given["positions"], "positions").map((row, i) => {
    const decimal = (key: string, fallback?: string): string => decimalText(row[key] ?? fallback, `positions[${i}].${key}`)
    return {
      asset: textOf(row["asset"], `positions[${i}].asset`),
      exchange: textOf(row["exchange"] ?? "", `positions[${i}].exchange`),
      startValue: decimal("startValue"),
      endValue: decimal("endValue"),
      netInflow: decimal("netInflow", "0"),
      inflowWeight: decimal("inflowWeight", "1"),
      income: decimal("income", "0"),
      fees: decimal("fees", "0")
    }
  })
  const capital = params["capital"] == null ? undefined : decimalText(params["capital"], "params.capital")
  compareFields(expected, attribution(positions, capital), comparison)
}

const runners: Readonly<Record<string, Runner>> = {
  xirr: xirrCase,
  risk: riskCase,
  twr: twrCase,
  "modified-dietz": dietzCase,
  roai: roaiCase,
  attribution: attributionCase
}

/** Runs a case of kind `performance`. */
export const performanceCase = (given: Fields, expected: Fields, comparison: Comparison): void => {
  const measure = oneOf(given["measure"], Object.keys(runners), "measure")
  runners[measure]!(given, fieldsOf(given["params"] ?? {}, "params"), expected, comparison)
}
