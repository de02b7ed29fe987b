/** What most of Binance's rows have in common as events. */
import type { LedgerEvent, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"

/** `type` names the record in refs and groups: ids of two lists may be the same number. */
export const eventOf = (
  stream: string,
  type: string,
  id: string,
  rest: Pick<LedgerEvent, "kind" | "at" | "status" | "postings" | "pointer"> & Partial<LedgerEvent>
): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: [{ type, id }],
  groupId: `${type}:${id}`,
  rank: null,
  transfer: null,
  price: null,
  operation: null,
  ...rest
})

export const principal = (wallet: string, asset: string, amount: Decimal.Decimal): Posting => ({
  wallet,
  asset,
  amount,
  role: "principal"
})

/** A fee leaves; below zero it comes back. Nothing is no fee. */
export const charge = (wallet: string, asset: string, fee: Decimal.Decimal): ReadonlyArray<Posting> =>
  Decimal.isZero(fee) ? [] : [{ wallet, asset, amount: Decimal.negate(fee), role: Decimal.isNegative(fee) ? "rebate" : "fee" }]
