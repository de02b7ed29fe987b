/** `GET /api/v3/klines`: a bare list of rows, oldest first. */
import { Schema } from "effect"
import { Amount } from "./scalars.ts"

/** `[open time, open, high, low, close, volume, close time, …]`, times in epoch milliseconds. Where nobody traded, `volume` is zero. */
export const Kline = Schema.TupleWithRest(
  Schema.Tuple([Schema.Union([Schema.Number, Schema.String]), Amount, Amount, Amount, Amount, Schema.NullOr(Amount)]),
  [Schema.Unknown]
)
