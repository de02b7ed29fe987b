/** `GET /api/v3/brokerage/orders/historical/fills`: `{fills: [row], cursor}`, newest first, an empty cursor at the end. */
import { Schema } from "effect"
import { pairOf } from "../parse/pair.ts"
import { Absent, Amount, Moment, Word } from "./scalars.ts"

/** Two codes: a market of the spot. What has more parts is a contract, whose money is not in the wallets. */
export const SpotProduct = Schema.String.check(
  Schema.makeFilter((product) => pairOf(product) !== null, { expected: "two codes with a hyphen" })
)

export const Fill = Schema.Struct({
  /** One for each fill; `trade_id` is shared by both sides of a match. */
  entry_id: Word,
  trade_id: Absent(Schema.String),
  order_id: Word,
  trade_time: Moment,
  /** FILL, or REVERSAL, CORRECTION and SYNTHETIC of one. */
  trade_type: Absent(Schema.String),
  price: Amount,
  size: Amount,
  commission: Absent(Amount),
  product_id: SpotProduct,
  /** `true`: the size is of the quote. */
  size_in_quote: Absent(Schema.Boolean),
  side: Schema.Literals(["BUY", "SELL"])
})
