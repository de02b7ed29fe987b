/** The replies that are not lists of events. */
import { Schema } from "effect"
import { Absent, Amount, Money, Value, Word } from "./scalars.ts"

/** A row of `GET /v2/accounts`: one wallet of one asset. `name` is the owner's, or the system's for staked assets. */
export const Account = Schema.Struct({
  id: Word,
  type: Schema.optionalKey(Schema.Unknown),
  name: Schema.optionalKey(Schema.Unknown),
  primary: Schema.optionalKey(Schema.Unknown),
  balance: Money
})

/** A row of `GET /api/v3/brokerage/accounts`: what of a wallet can be traded with, and what orders hold back. */
export const Holding = Schema.Struct({ uuid: Word, available_balance: Value, hold: Absent(Value) })

/** An amount that is an empty text where there is none. */
const Optional = Absent(Schema.Union([Amount, Schema.Literal("")]))

const named = { product_id: Word, base_currency_id: Word, quote_currency_id: Word }

/** A row of `GET /api/v3/brokerage/market/products`, as far as it tells a price. */
export const Ticker = Schema.Struct({ ...named, price: Optional })

/** The same row, as far as it tells a market. */
export const Market = Schema.Struct({
  ...named,
  base_min_size: Optional,
  base_max_size: Optional,
  quote_increment: Optional,
  price_increment: Optional
})
