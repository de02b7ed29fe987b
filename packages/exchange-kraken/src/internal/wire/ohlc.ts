/**
 * `GET /0/public/OHLC`: `{<pair>: [row, …], last}`, oldest first. The last row is the candle that is not over; `last` is the
 * time of the one before it.
 */
import { Schema } from "effect"
import { Amount, Seconds } from "./scalars.ts"

/** `[time, open, high, low, close, vwap, volume, count]`. Where nobody traded, `vwap`, `volume` and `count` are zero. */
export const OhlcRow = Schema.TupleWithRest(
  Schema.Tuple([Seconds, Amount, Amount, Amount, Amount, Schema.Unknown, Schema.NullOr(Amount)]),
  [Schema.Unknown]
)
