/** `GET /sapi/v1/asset/assetDividend`: `{rows, total}`, newest first. What Binance gives away, and now and then takes back. */
import { Schema } from "effect"
import { Absent, Amount, Choice, Id, Millis, Word } from "./scalars.ts"

export const Dividend = Schema.Struct({
  id: Id,
  amount: Amount,
  asset: Word,
  divTime: Millis,
  /** Free text in English: what for. */
  enInfo: Absent(Word),
  /** 1 in, −1 out; old rows have none, and came in. */
  direction: Absent(Choice)
})
