/**
 * `POST /0/private/DepositStatus` and `WithdrawStatus`: the same row. With `cursor=true` the rows come in an object beside
 * `next_cursor`, else (and from old servers) as a bare list.
 */
import { Schema } from "effect"
import { Absent, Amount, Seconds, Word } from "./scalars.ts"

export const Movement = Schema.Struct({
  refid: Word,
  asset: Word,
  /** Unsigned. Of a withdrawal: net, its fee comes on top, as in the ledger. */
  amount: Amount,
  fee: Absent(Amount),
  time: Seconds,
  /** Initial, Pending, Settled (seen, not yet credited), Success, Failure. */
  status: Word,
  // How the money travelled only enriches: a new form of these must not hide the movement.
  "status-prop": Schema.optionalKey(Schema.Unknown),
  method: Schema.optionalKey(Schema.Unknown),
  network: Schema.optionalKey(Schema.Unknown),
  txid: Schema.optionalKey(Schema.Unknown),
  info: Schema.optionalKey(Schema.Unknown)
})
