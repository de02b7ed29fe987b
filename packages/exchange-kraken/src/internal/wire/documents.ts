/** The replies that are not lists of events. */
import { Schema } from "effect"
import { pairOf } from "../parse/pair.ts"
import { Absent, Amount, Word } from "./scalars.ts"

/** A value of `POST /0/private/BalanceEx`, by asset code. Margin credit is there for some accounts only. */
export const ExtendedBalance = Schema.Struct({
  balance: Amount,
  hold_trade: Absent(Amount),
  credit: Absent(Amount),
  credit_used: Absent(Amount)
})

/** `POST /0/private/Balance` prints the bare amount; read as well, for archives. */
export const Balance = Schema.Union([ExtendedBalance, Amount])

/** The first of `[price, whole lot volume, lot volume]` or `[price, lot volume]`. */
const Level = Schema.TupleWithRest(Schema.Tuple([Amount]), [Schema.Unknown])

/** A value of `GET /0/public/Ticker`, by pair id. It carries no time. */
export const Ticker = Schema.Struct({ a: Absent(Level), b: Absent(Level), c: Absent(Level) })

export const PairName = Schema.String.check(Schema.makeFilter((pair) => pairOf(pair) !== null, { expected: "a pair of known codes" }))

/** A value of `GET /0/public/AssetPairs`, by pair id. */
export const AssetPair = Schema.Struct({
  base: Word,
  quote: Word,
  ordermin: Absent(Amount),
  tick_size: Absent(Amount)
})
