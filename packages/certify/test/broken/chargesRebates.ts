/** A fee leaves, whatever its sign: what makers are paid is taken from them. */
import { Decimal } from "@caudal/exchange"
import { withPostings } from "./change.ts"

export const chargesRebates = withPostings((posting) =>
  posting.role === "fee" && !Decimal.isNegative(posting.amount) ? { ...posting, amount: Decimal.negate(posting.amount) } : posting
)
