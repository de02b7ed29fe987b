/** What most of Binance's rows have in common as events. */
import type { LedgerEvent, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"

/** `type` names the record in refs and groups: ids of two lists may be the same number. Written out, since rows are many. */
export const eventOf = (
  stream: string,
  type: string,
  id: string,
  told: Pick<LedgerEvent, "kind" | "at" | "status" | "postings" | "pointer"> & Partial<LedgerEvent>
): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: told.refs ?? [{ type, id }],
  groupId: told.groupId ?? `${type}:${id}`,
  kind: told.kind,
  at: told.at,
  rank: null,
  status: told.status,
  postings: told.postings,
  transfer: told.transfer ?? null,
  price: told.price ?? null,
  operation: told.operation ?? null,
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
