/** Deposits and withdrawals of coins. Statuses are open: a new one must not hide the movement. */
import { Schema } from "effect"
import { Absent, Amount, Choice, Id, Millis, UtcSecond, Word } from "./scalars.ts"

/** How the money travelled only enriches: a new form of these must not hide the movement. */
const enriching = {
  network: Schema.optionalKey(Schema.Unknown),
  address: Schema.optionalKey(Schema.Unknown),
  addressTag: Schema.optionalKey(Schema.Unknown),
  txId: Schema.optionalKey(Schema.Unknown)
}

/** `GET /sapi/v1/capital/deposit/hisrec`. */
export const Deposit = Schema.Struct({
  id: Id,
  amount: Amount,
  coin: Word,
  /** 0 pending, 1 success, 2 rejected, 6 credited and not yet to be withdrawn, 7 wrong deposit, 8 to be confirmed. */
  status: Choice,
  insertTime: Millis,
  /** 0 from outside, 1 from another Binance account. */
  transferType: Absent(Choice),
  /** 0 spot, 1 funding. */
  walletType: Absent(Choice),
  ...enriching
})

/** `GET /sapi/v1/capital/withdraw/history`. */
export const Withdrawal = Schema.Struct({
  id: Id,
  /** What leaves; the fee comes on top. */
  amount: Amount,
  transactionFee: Absent(Amount),
  coin: Word,
  /** 0 e-mail sent, 1 cancelled, 2 awaiting approval, 3 rejected, 4 processing, 5 failure, 6 completed. */
  status: Choice,
  applyTime: Schema.Union([UtcSecond, Millis]),
  transferType: Absent(Choice),
  walletType: Absent(Choice),
  ...enriching
})
