/** `GET /sapi/v1/asset/transfer`: `{rows, total}` of one kind of move between the account's wallets. */
import { Schema } from "effect"
import { Amount, Id, Millis, Word } from "./scalars.ts"

export const WalletTransfer = Schema.Struct({
  tranId: Id,
  asset: Word,
  amount: Amount,
  /** `MAIN_FUNDING`: from, to. */
  type: Word,
  /** CONFIRMED, PENDING, FAILED. */
  status: Word,
  timestamp: Millis
})
