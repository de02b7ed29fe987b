import { sum } from "../number/Decimal.ts"
import type { Fields } from "./CaseReading.ts"
import type { Comparison } from "./Comparison.ts"

type Row = Readonly<Record<string, unknown>>

/** Exact sum, null as soon as one part is unknown. */
const total = (rows: ReadonlyArray<Row>, field: string): string | null => {
  const parts = rows.map((row) => row[field] as string | null)
  return parts.includes(null) ? null : sum(parts as ReadonlyArray<string>)
}

const label = (names: ReadonlyArray<string>, row: Row): string => names.map((name) => `${name} ${String(row[name])}`).join(", ")

/**
 * Compares two tables that may be cut into rows differently. Expected rows that name the same things (`names`) are one;
 * each is held against the sum of the rows of ours that it describes, those that say most first. A name that we do not
 * keep (null) matches any. With `complete`, nothing of ours may be left over.
 */
export const matchRows = (
  at: string,
  expected: ReadonlyArray<Fields>,
  got: ReadonlyArray<Row>,
  names: ReadonlyArray<string>,
  amounts: ReadonlyArray<string>,
  loose: ReadonlyArray<string>,
  complete: boolean,
  comparison: Comparison
): void => {
  const namesOf = (row: Fields): ReadonlyArray<string> => names.filter((name) => row[name] !== undefined)
  const groups = [...Map.groupBy(expected, (row) => label(namesOf(row), row)).values()]
  groups.sort((a, b) => namesOf(b[0]!).length - namesOf(a[0]!).length)
  let left = got
  for (const rows of groups) {
    const first = rows[0]!
    const named = namesOf(first)
    const describes = (row: Row): boolean => named.every((name) => row[name] === first[name] || (row[name] == null && loose.includes(name)))
    const ours = left.filter(describes)
    left = left.filter((row) => !describes(row))
    for (const amount of amounts) {
      const asked = rows.map((row) => row[amount]).filter((value) => value !== undefined)
      if (asked.length !== rows.length) continue
      const wanted = asked.includes(null) ? null : sum(asked.map(String))
      comparison.decimal(`${at}[${label(named, first)}].${amount}`, wanted, total(ours, amount))
    }
  }
  if (complete)
    for (const row of left)
      comparison.differs(
        at,
        "no other row",
        label(
          names.filter((name) => row[name] != null),
          row
        )
      )
}
