/**
 * `POST /0/private/GetApiKeyInfo`. The reference prints snake_case, other pages of Kraken's camelCase: both are read.
 * Times are Unix seconds as text or number; 0 means no restriction.
 */
import { Schema } from "effect"
import { Absent } from "./scalars.ts"

const Moment = Absent(Schema.Union([Schema.String, Schema.Number]))

export const KeyInfo = Schema.Struct({
  permissions: Schema.Array(Schema.String),
  ip_allowlist: Absent(Schema.Array(Schema.String)),
  ipAllowlist: Absent(Schema.Array(Schema.String)),
  query_from: Moment,
  queryFrom: Moment,
  query_to: Moment,
  queryTo: Moment,
  /** The account's own number at Kraken. */
  iban: Absent(Schema.String)
})
