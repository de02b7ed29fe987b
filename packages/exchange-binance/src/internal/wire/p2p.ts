/** `GET /sapi/v1/c2c/orderMatch/listUserOrderHistory`: `{code: "000000", data, total, success}`. The money itself changes hands outside. */
import { Schema } from "effect"
import { Absent, Amount, Id, Millis, Word } from "./scalars.ts"

export const P2pOrder = Schema.Struct({
  orderNumber: Id,
  tradeType: Schema.Literals(["BUY", "SELL"]),
  asset: Word,
  fiat: Word,
  amount: Amount,
  unitPrice: Absent(Amount),
  /** Of the coin. */
  commission: Absent(Amount),
  /** PENDING, TRADING, BUYER_PAYED, DISTRIBUTING, COMPLETED, IN_APPEAL, CANCELLED, CANCELLED_BY_SYSTEM. */
  orderStatus: Word,
  createTime: Millis
})
