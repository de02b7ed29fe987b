/** A row of a made-up ledger, as the books read it. */
import { Decimal, type EventKind } from "@caudal/exchange"
import { ConnectionId, EventSeq, type Transaction } from "../src/index.ts"

/** `"btc 1"` is a principal, `"fee btc -1"` a fee. */
export const madeUpRow = (
  id: string,
  at: number,
  kind: EventKind,
  moves: ReadonlyArray<string>,
  over: Partial<Transaction> = {}
): Transaction => ({
  connectionId: ConnectionId(1),
  seq: EventSeq(1),
  exchange: "bitso",
  accountKey: "a",
  stream: "ledger",
  externalId: id,
  occurrence: 0,
  version: 1,
  kind,
  operation: null,
  at,
  rank: null,
  status: "settled",
  groupId: null,
  refs: [],
  postings: moves.map((text) => {
    const words = text.split(" ")
    return { wallet: "spot", asset: words.at(-2)!, amount: Decimal.make(words.at(-1)!), role: words.length === 3 ? "fee" : "principal" }
  }),
  price: null,
  transfer: null,
  witnesses: [],
  ...over
})
