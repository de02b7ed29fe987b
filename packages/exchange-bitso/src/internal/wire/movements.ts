/** `GET /api/v3/fundings` and `GET /api/v3/withdrawals`: the same row but for its id. */
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import { Absent, Amount, Id, Timestamp, Word } from "./scalars.ts"

const movement = {
  status: Word,
  created_at: Timestamp,
  currency: Word,
  /** Unsigned. Of a withdrawal: gross, its fee is only in the ledger. */
  amount: Amount.check(
    Schema.makeFilter((value) => !Decimal.isNegative(Decimal.parse(value) ?? Decimal.zero), { expected: "an amount without a sign" })
  ),
  // How the money travelled only enriches: a new form of these must not hide the movement.
  method: Schema.optionalKey(Schema.Unknown),
  method_name: Schema.optionalKey(Schema.Unknown),
  network: Schema.optionalKey(Schema.Unknown),
  details: Schema.optionalKey(Schema.Unknown)
} as const

export const Funding = Schema.Struct({ fid: Absent(Id), ...movement })

export const Withdrawal = Schema.Struct({ wid: Absent(Id), origin_id: Absent(Id), ...movement })

/** Technical keys of `details`; the others name people and are removed before anything is stored. */
export const MovementDetails = Schema.Struct({
  tx_hash: Absent(Schema.String),
  ripple_transaction_hash: Absent(Schema.String),
  receiving_address: Absent(Schema.String),
  funding_address: Absent(Schema.String),
  withdrawal_address: Absent(Schema.String),
  address: Absent(Schema.String),
  destination_tag: Absent(Id),
  confirmations: Absent(Id),
  clave_rastreo: Absent(Id),
  numeric_reference: Absent(Id)
})
