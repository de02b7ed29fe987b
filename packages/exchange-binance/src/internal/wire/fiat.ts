/** Money that is no coin: `data` of an envelope `{code: "000000", message, data, total, success}`. */
import { Schema } from "effect"
import { Absent, Amount, Id, Millis, Word } from "./scalars.ts"

/** `GET /sapi/v1/fiat/orders`: paid in or out by bank or card. */
export const FiatOrder = Schema.Struct({
  orderNo: Id,
  fiatCurrency: Word,
  /** Net: without the fee. */
  amount: Amount,
  totalFee: Absent(Amount),
  /** Processing, Failed, Expired, Successful, Finished, Refunding, Refunded, Refund Failed, Order Partial credit Stopped. */
  status: Word,
  createTime: Millis,
  method: Schema.optionalKey(Schema.Unknown)
})

/** `GET /sapi/v1/fiat/payments`: coins bought with money, or sold for it. */
export const FiatPayment = Schema.Struct({
  orderNo: Id,
  /** Of the money, fee included. */
  sourceAmount: Amount,
  fiatCurrency: Word,
  /** Of the coin. */
  obtainAmount: Amount,
  cryptoCurrency: Word,
  totalFee: Absent(Amount),
  price: Absent(Amount),
  /** Processing, Completed, Failed, Refunded. */
  status: Word,
  createTime: Millis,
  /** Of purchases only: Cash Balance, Credit Card, Online Banking, Bank Transfer. */
  paymentMethod: Schema.optionalKey(Schema.Unknown)
})
