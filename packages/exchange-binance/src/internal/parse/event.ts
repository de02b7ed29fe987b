/** What most of Binance's rows have in common as events. */
import type { LedgerEvent, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"

/** What a row tells of its own. All of it, in this order: the engine is quick with objects that are made alike. */
type Told = Pick<LedgerEvent, "kind" | "at" | "status" | "postings" | "transfer" | "price" | "operation" | "pointer">

/** `type` names the record in refs and groups: ids of two lists may be the same number. Written out, since rows are many. */
export const eventOf = (stream: string, type: string, id: string, told: Told): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: [{ type, id }],
  groupId: type + ":" + id,
  kind: told.kind,
  at: told.at,
  rank: null,
  status: told.status,
  postings: told.postings,
  transfer: told.transfer,
  price: told.price,
  operation: told.operation,
  pointer: told.pointer
})

export const principal = (wallet: string, asset: string, amount: Decimal.Decimal): Posting => ({
  wallet,
  asset,
  amount,
  role: "principal"
})

/** A fee leaves; below zero it comes back. */
export const fee = (wallet: string, asset: string, amount: Decimal.Decimal): Posting => ({
  wallet,
  asset,
  amount: Decimal.negate(amount),
  role: Decimal.isNegative(amount) ? "rebate" : "fee"
})

/** Nothing is no fee. */
export const charge = (wallet: string, asset: string, amount: Decimal.Decimal): ReadonlyArray<Posting> =>
  Decimal.isZero(amount) ? [] : [fee(wallet, asset, amount)]

/** A posting and what was charged for it in the same asset. */
export const charged = (posting: Posting, amount: Decimal.Decimal): ReadonlyArray<Posting> =>
  Decimal.isZero(amount) ? [posting] : [posting, fee(posting.wallet, posting.asset, amount)]
