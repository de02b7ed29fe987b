/** `GET /api/v3/user_trades`: one row per fill. */
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import { Absent, Amount, Id, Timestamp } from "./scalars.ts"

const isPair = (book: string | null | undefined): boolean => typeof book === "string" && /^[^_]+_[^_]+$/.test(book)

export const UserTrade = Schema.Struct({
  /** Decimal text since 2017 on the wire, a number in documentation. */
  tid: Absent(Id),
  oid: Absent(Id),
  origin_id: Absent(Id),
  book: Absent(Schema.String),
  created_at: Timestamp,
  /** Signed and gross: bought is positive, sold is negative. */
  major: Amount,
  minor: Amount,
  /** Missing in documentation examples; the book then names them. */
  major_currency: Absent(Schema.String),
  minor_currency: Absent(Schema.String),
  /** Positive on the wire, negative in documentation; always a cost. */
  fees_amount: Amount,
  fees_currency: Absent(Schema.String),
  price: Absent(Amount)
}).check(
  Schema.makeFilter((row) => Boolean((row.major_currency && row.minor_currency) || isPair(row.book)), {
    expected: "both assets to be named"
  }),
  Schema.makeFilter((row) => Boolean(row.fees_currency) || Decimal.parse(row.fees_amount) === "0", { expected: "a fee with its currency" })
)
