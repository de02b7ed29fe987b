/** Floating point: fifteen digits are kept, the others are made up. */
import { Decimal } from "@caudal/exchange"
import { withPostings } from "./change.ts"

export const roundsAmounts = withPostings((posting) => ({
  ...posting,
  amount: Decimal.parse(String(Number(posting.amount))) ?? Decimal.zero
}))
