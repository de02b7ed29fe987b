/** `GET /api/v3/myTrades`: one row per fill of one market, oldest first. */
import { Schema } from "effect"
import { marketOf } from "../parse/market.ts"
import { Absent, Amount, Id, Millis, Word } from "./scalars.ts"

export const Trade = Schema.Struct({
  /** Names both codes without a separator. */
  symbol: Schema.String.check(Schema.makeFilter((symbol) => marketOf(symbol) !== null, { expected: "a market of known codes" })),
  /** Rises within the market, and is repeated in others. */
  id: Id,
  orderId: Absent(Id),
  price: Absent(Amount),
  qty: Amount,
  quoteQty: Amount,
  commission: Amount,
  /** Any asset: often BNB. */
  commissionAsset: Word,
  time: Millis,
  isBuyer: Schema.Boolean
})
