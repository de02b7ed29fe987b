/** `candles[]` of `GET /api/v3/brokerage/market/products/{product}/candles`, newest first. */
import { Schema } from "effect"
import { Amount } from "./scalars.ts"

/** `start` in Unix seconds. What nobody traded in is left out. */
export const Candle = Schema.Struct({
  start: Schema.Union([Schema.String, Schema.Number]),
  low: Amount,
  high: Amount,
  open: Amount,
  close: Amount,
  volume: Schema.NullOr(Amount)
})
