/** Believes the sign that is printed in another list: fees come in. */
import { Decimal } from "@caudal/exchange"
import { withPostings } from "./change.ts"

export const paysFeesOut = withPostings((posting) =>
  posting.role === "fee" ? { ...posting, amount: Decimal.abs(posting.amount) } : posting
)
