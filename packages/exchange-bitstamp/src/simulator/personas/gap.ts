/** The beginner, to whom Bitstamp no longer shows one row: the books cannot add up, and must not be called proved. */
import { isRow, type Activity, type JsonRow } from "@caudal/exchange/simulator"
import { beginner } from "./beginner.ts"

export const gap = (): Activity => {
  const whole = beginner()
  const rows = (whole["user_transactions"] as ReadonlyArray<JsonRow>).filter(isRow)
  const lost = rows.filter((row) => row["type"] === "1")
  return { ...whole, user_transactions: rows.filter((row) => row["type"] !== "1"), user_transactions_missing: lost }
}
