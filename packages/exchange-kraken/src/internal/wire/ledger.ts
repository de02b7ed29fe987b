/**
 * `POST /0/private/Ledgers`: `{ledger: {<ledger id>: row}, count}`. What moves money is strict; type and subtype are open,
 * because an unknown operation still moves the balance. `balance` is the running balance of the row's asset.
 */
import { Schema } from "effect"
import { Absent, Amount, Seconds, Word } from "./scalars.ts"

export const LedgerRow = Schema.Struct({
  /** The trade, deposit, withdrawal or transfer that caused the row. */
  refid: Absent(Schema.String),
  time: Seconds,
  type: Absent(Schema.String),
  subtype: Absent(Schema.String),
  asset: Word,
  /** Signed, before the fee: the balance changes by amount − fee. */
  amount: Amount,
  /** Negative for a rebate. */
  fee: Amount
})
