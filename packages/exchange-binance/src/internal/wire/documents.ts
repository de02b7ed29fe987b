/** The replies that are not lists of events. */
import { Schema } from "effect"
import { marketOf } from "../parse/market.ts"
import { Absent, Amount, Millis, Word } from "./scalars.ts"

/** An entry of `balances` of `GET /api/v3/account`, and a row of `POST /sapi/v1/asset/get-funding-asset`. */
export const Balance = Schema.Struct({
  asset: Word,
  free: Amount,
  locked: Absent(Amount),
  /** Of the funding wallet. */
  freeze: Absent(Amount),
  withdrawing: Absent(Amount)
})

/** `GET /api/v3/ticker/bookTicker`; `ticker/24hr` prints more of the same. */
export const Ticker = Schema.Struct({
  symbol: Schema.String.check(Schema.makeFilter((symbol) => marketOf(symbol) !== null, { expected: "a market of known codes" })),
  bidPrice: Absent(Amount),
  askPrice: Absent(Amount),
  lastPrice: Absent(Amount),
  closeTime: Absent(Millis)
})

/** An entry of `symbols` of `GET /api/v3/exchangeInfo`. */
export const MarketInfo = Schema.Struct({
  symbol: Word,
  baseAsset: Word,
  quoteAsset: Word,
  /** `{filterType: "PRICE_FILTER", tickSize}`, `{filterType: "LOT_SIZE", minQty, maxQty}`. */
  filters: Schema.optionalKey(Schema.Unknown)
})
