/**
 * Invented accounts to try everything against, told in acts. To do: `beginner` in place of `newcomer`, and `gap`, once `rowsOf`
 * writes acts down: the same with one row as `ledger_missing` instead of in `ledger`. Then more.
 */
import type { Activity } from "@caudal/exchange/simulator"
import { rowsOf } from "./rowsOf.ts"

export const personas: Readonly<Record<string, () => Activity>> = {
  newcomer: () => rowsOf([])
}
