/** Coins changed into others at a quoted price, and small change swept into BNB. */
import { Schema } from "effect"
import { Absent, Amount, Id, Millis, Word } from "./scalars.ts"

/** `GET /sapi/v1/convert/tradeFlow`: `{list, moreData}`. */
export const Conversion = Schema.Struct({
  orderId: Id,
  quoteId: Absent(Id),
  /** PROCESS, ACCEPT_SUCCESS, SUCCESS, FAIL. */
  orderStatus: Word,
  fromAsset: Word,
  fromAmount: Amount,
  toAsset: Word,
  toAmount: Amount,
  /** Of `toAsset` for one `fromAsset`. */
  ratio: Absent(Amount),
  createTime: Millis,
  /** Not in the documentation's example; where it is there, it says from which wallet: SPOT, FUNDING, EARN. */
  walletType: Schema.optionalKey(Schema.Unknown)
})

/** A detail of `GET /sapi/v1/asset/dribblet`: `{userAssetDribblets: [{transId, operateTime, userAssetDribbletDetails: […]}]}`. */
export const DustDetail = Schema.Struct({
  fromAsset: Word,
  amount: Amount,
  /** What arrived, the charge already taken off. */
  transferedAmount: Amount,
  serviceChargeAmount: Absent(Amount),
  operateTime: Millis,
  /** Absent: BNB. */
  targetAsset: Absent(Word)
})
