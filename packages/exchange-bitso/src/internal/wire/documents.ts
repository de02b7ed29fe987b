/** The replies that are not lists of events. */
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import { Absent, Amount, Id, Timestamp, Word } from "./scalars.ts"

/** `btc_mxn`: major and minor. */
const Book = Schema.String.check(Schema.isPattern(/^[^_]+_[^_]+$/))

/** `payload.balances[]` of `GET /api/v3/balance`. Every field is padded in its own way. */
export const Balance = Schema.Struct({
  currency: Word,
  available: Amount,
  locked: Amount,
  total: Absent(Amount)
})

/** `payload` (one book) or `payload[]` (all) of `GET /api/v3/ticker`. `created_at` is the time of the reply. */
export const Ticker = Schema.Struct({
  book: Book,
  bid: Absent(Amount),
  ask: Absent(Amount),
  last: Absent(Amount),
  created_at: Absent(Timestamp)
})

/** `payload[]` of `GET /api/v3/available_books`. A book that sleeps is simply not listed. */
export const AvailableBook = Schema.Struct({
  book: Book,
  minimum_amount: Absent(Amount),
  maximum_amount: Absent(Amount),
  tick_size: Absent(Amount)
})

/** `payload[]` of `GET /api/v3/open_orders`. `unfilled_amount` has been the JSON number 0. */
export const OpenOrder = Schema.Struct({
  oid: Id.check(Schema.makeFilter((id) => id !== "", { expected: "an id" })),
  book: Word,
  side: Schema.Literals(["buy", "sell"]),
  price: Absent(Amount),
  original_amount: Amount,
  unfilled_amount: Amount,
  status: Word,
  created_at: Timestamp
})

/** `payload.fees[]` of `GET /api/v3/fees`. Fractions in `…_decimal`; `fee_decimal` is the older, single rate. */
export const BookFee = Schema.Struct({
  book: Word,
  maker_fee_decimal: Absent(Amount),
  taker_fee_decimal: Absent(Amount),
  /** Looked at only where one of the others is missing. */
  fee_decimal: Schema.optionalKey(Schema.Unknown)
}).check(
  Schema.makeFilter((row) => Decimal.parse(row.maker_fee_decimal ?? row.fee_decimal) !== undefined, { expected: "a maker rate" }),
  Schema.makeFilter((row) => Decimal.parse(row.taker_fee_decimal ?? row.fee_decimal) !== undefined, { expected: "a taker rate" })
)
