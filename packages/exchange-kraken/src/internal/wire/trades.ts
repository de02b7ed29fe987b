/** `POST /0/private/TradesHistory`: `{trades: {<trade id>: row}, count}`, one row per fill. */
import { Schema } from "effect"
import { pairOf } from "../parse/pair.ts"
import { Absent, Amount, Seconds } from "./scalars.ts"

export const Trade = Schema.Struct({
  ordertxid: Absent(Schema.String),
  /** The pair's id (`XXBTZUSD`), which names its assets without a separator. */
  pair: Schema.String.check(Schema.makeFilter((pair) => pairOf(pair) !== null, { expected: "a pair of known codes" })),
  time: Seconds,
  type: Schema.Literals(["buy", "sell"]),
  price: Absent(Amount),
  cost: Amount,
  fee: Amount,
  vol: Amount,
  /** Initial margin: other than zero, the fill moved no principal. */
  margin: Absent(Amount)
})
