/**
 * `GET /api/v3/ledger` and its sub-paths. Not in Bitso's current documentation, yet served. What moves money is strict;
 * `operation` and `details` are open, because an unknown operation still moves the balance.
 */
import { Schema } from "effect"
import { Absent, Amount, Id, Timestamp, Word } from "./scalars.ts"

export const BalanceUpdate = Schema.Struct({ currency: Word, amount: Amount })

export const LedgerRow = Schema.Struct({
  /** 32 hex characters, in no order. Missing in one documentation example. */
  eid: Absent(Id),
  /** trade, fee, funding, withdrawal, quoted_order (app conversions), and words nobody has written down. */
  operation: Absent(Schema.String),
  created_at: Timestamp,
  /** One or two legs, in either order. */
  balance_updates: Schema.Array(BalanceUpdate),
  details: Schema.optionalKey(Schema.Unknown)
})

/** Keys seen in `details`; none is relied upon. */
export const LedgerDetails = Schema.Struct({
  tid: Absent(Id),
  oid: Absent(Id),
  wid: Absent(Id),
  fid: Absent(Id),
  qid: Absent(Id),
  method: Absent(Schema.String),
  method_name: Absent(Schema.String),
  network: Absent(Schema.String)
})
