import { describe, expect, it } from "vitest"
import { bendRows, type FaultName, type JsonRow, makeFaultSchedule, type RowBender } from "../../src/simulator/index.ts"

const bender: RowBender = {
  uncorrect: (row) => ({ ...row, amount: "wrong" }),
  withOperation: (row, operation) => ({ ...row, operation }),
  withCurrency: (row, currency) => ({ ...row, currency })
}

/** A page of four rows, by their instants, as a fault leaves it. */
const bent = (instants: ReadonlyArray<number>, newestFirst: boolean, fault: FaultName, rows = 1) => {
  const faults = makeFaultSchedule({ seed: 1, rules: [{ route: "*", fault, args: { rows } }] }).next("trades")
  const page = instants.map((at) => JSON.stringify({ at }))
  return bendRows(page, newestFirst, faults, bender, (text) => JSON.parse(text) as unknown).map((text) => JSON.parse(text) as JsonRow)
}
const wrong = (rows: ReadonlyArray<JsonRow>) => rows.filter(({ amount }) => amount === "wrong").map(({ at }) => at)
const instants = (rows: ReadonlyArray<JsonRow>) => rows.map(({ at }) => at)

describe("a page that goes up in time, or down", () => {
  it("has its newest rows wrong until they are corrected, at whichever end they stand", () => {
    expect(wrong(bent([4, 3, 2, 1], true, "correctedRow", 2))).toEqual([4, 3])
    expect(wrong(bent([1, 2, 3, 4], false, "correctedRow", 2))).toEqual([3, 4])
    expect(wrong(bent([1], false, "correctedRow", 2))).toEqual([1])
  })

  it("misses its newest rows while they are late", () => {
    expect(instants(bent([4, 3, 2, 1], true, "lateRow", 3))).toEqual([1])
    expect(instants(bent([1, 2, 3, 4], false, "lateRow", 3))).toEqual([1])
  })

  it("ends early by the rows that come with the next one", () => {
    expect(instants(bent([4, 3, 2, 1], true, "shortPage"))).toEqual([4, 3, 2])
    expect(instants(bent([1, 2, 3, 4], false, "shortPage"))).toEqual([1, 2, 3])
  })

  it("shows nothing at all where the list comes back empty", () => {
    expect(bent([4, 3], true, "emptyList")).toEqual([])
    expect(bent([3, 4], false, "emptyList")).toEqual([])
  })
})
