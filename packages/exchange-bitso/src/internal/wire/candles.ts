/** `payload[]` of `GET /api/v3/ohlc`, oldest first. */
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import { Amount } from "./scalars.ts"

const Price = Amount.check(Schema.makeFilter((value) => Decimal.compare(Decimal.parse(value)!, Decimal.zero) > 0, { expected: "a price" }))

/**
 * One bucket. `volume` is in the major currency. Where nobody traded, `volume` is "0", `vwap` too, and all four rates are the last
 * one before, whose bucket's `first_trade_time` and `last_trade_time` stay.
 */
export const Candle = Schema.Struct({
  bucket_start_time: Schema.Number.check(Schema.makeFilter(Number.isSafeInteger, { expected: "epoch milliseconds" })),
  first_rate: Price,
  last_rate: Price,
  min_rate: Price,
  max_rate: Price,
  volume: Schema.NullOr(Amount.check(Schema.makeFilter((value) => !Decimal.isNegative(Decimal.parse(value)!), { expected: "an amount" })))
}).check(
  Schema.makeFilter(
    ({ first_rate, last_rate, min_rate, max_rate }) => {
      const [least, most] = [Decimal.parse(min_rate)!, Decimal.parse(max_rate)!]
      return [first_rate, last_rate].every((rate) => {
        const price = Decimal.parse(rate)!
        return Decimal.compare(least, price) <= 0 && Decimal.compare(price, most) <= 0
      })
    },
    { expected: "rates between the lowest and the highest" }
  )
)
