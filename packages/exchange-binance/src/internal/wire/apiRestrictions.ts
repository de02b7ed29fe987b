/** `GET /sapi/v1/account/apiRestrictions`: one flag for each power, and now and then a new one. */
import { Schema } from "effect"
import { Absent, Millis } from "./scalars.ts"

export const ApiRestrictions = Schema.Struct({
  enableReading: Schema.Boolean,
  ipRestrict: Schema.optionalKey(Schema.Boolean),
  createTime: Absent(Millis),
  /** Of keys without a list of addresses: when they stop trading. */
  tradingAuthorityExpirationTime: Absent(Millis)
})
