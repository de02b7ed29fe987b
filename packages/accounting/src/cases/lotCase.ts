import { balances } from "../lots/balances.ts"
import { keepBook } from "../lots/keepBook.ts"
import { readLedger } from "../lots/Ledger.ts"
import { report } from "../lots/Report.ts"
import { summary } from "../lots/summary.ts"
import { totals } from "../lots/totals.ts"
import { type Fields, fieldsOf, rowsOf } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"
import { compareDisposals } from "./compareDisposals.ts"
import { comparePools, compareSteps } from "./comparePools.ts"
import { compareTotals } from "./compareTotals.ts"
import { matchRows } from "./matchRows.ts"
import { readEvents } from "./readEvents.ts"
import { readPolicy } from "./readPolicy.ts"

const parts = ["complete", "remainingComplete", "disposals", "remaining", "balances", "totals", "summary", "errors", "pools", "steps"]

/** Runs a case of kind `lots` through the public functions and compares all that it expects. Gives unknown policy keys. */
export const lotCase = (given: Fields, expected: Fields, comparison: Comparison): ReadonlyArray<string> => {
  const { policy, unknown } = readPolicy(given["method"], given["policy"])
  const ledger = readLedger(readEvents(given["events"]), policy.assetAliases)
  const book = keepBook(ledger, policy)
  const { disposals, remaining, errors } = report(book)
  for (const part of Object.keys(expected)) if (!parts.includes(part)) comparison.differs(`expected.${part}`, "a known part", "unknown")

  if (expected["disposals"] !== undefined) {
    compareDisposals(rowsOf(expected["disposals"], "disposals"), disposals, expected["complete"] !== false, comparison)
  }
  // Without rows but said to be complete, nothing may remain.
  if (expected["remaining"] !== undefined || expected["remainingComplete"] === true) {
    const rows = rowsOf(expected["remaining"] ?? [], "remaining")
    const named = rows.map((row) => ({ ...row, asset: policy.assetAliases?.[String(row["asset"])] ?? row["asset"] }))
    const complete = expected["remainingComplete"] !== false
    matchRows(
      "remaining",
      named,
      remaining.map((row) => ({ ...row })),
      ["asset", "account", "lot", "acquired"],
      ["quantity", "costBasis"],
      ["account"],
      complete,
      comparison
    )
  }
  if (expected["balances"] !== undefined) {
    const held = balances(ledger, book.policy).map((row) => ({ ...row }))
    matchRows("balances", rowsOf(expected["balances"], "balances"), held, ["asset", "account"], ["quantity"], [], false, comparison)
  }
  if (expected["summary"] !== undefined) {
    const rows = summary(book).map((row) => ({ ...row, year: String(row.year) }))
    const wanted = rowsOf(expected["summary"], "summary").map((row) =>
      typeof row["year"] === "number" ? { ...row, year: String(row["year"]) } : row
    )
    matchRows(
      "summary",
      wanted,
      rows,
      ["year", "asset", "type", "term"],
      ["quantity", "proceeds", "costBasis", "gain"],
      [],
      expected["complete"] !== false,
      comparison
    )
  }
  if (expected["errors"] !== undefined) {
    const rows = errors.map((row) => ({ ...row }))
    const wanted = rowsOf(expected["errors"], "errors")
    for (const row of wanted) {
      if (!rows.some(({ event, code }) => event === row["event"] && code === row["code"])) comparison.differs("errors", row, rows)
    }
    matchRows("errors", wanted, rows, ["event", "code", "asset"], ["missing"], [], expected["complete"] !== false, comparison)
  }
  if (expected["totals"] !== undefined) compareTotals(fieldsOf(expected["totals"], "totals"), totals(book), disposals, comparison)
  if (expected["pools"] !== undefined) comparePools(fieldsOf(expected["pools"], "pools"), remaining, comparison)
  if (expected["steps"] !== undefined) compareSteps(rowsOf(expected["steps"], "steps"), book, comparison)
  return unknown
}
