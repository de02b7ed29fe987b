/** `GET /api/v3/brokerage/key_permissions`: flags named `can_…`, of which new ones appear, and the one portfolio of the key. */
import { Schema } from "effect"
import { Absent } from "./scalars.ts"

export const KeyPermissions = Schema.Struct({
  can_view: Schema.Boolean,
  can_trade: Absent(Schema.Boolean),
  can_transfer: Absent(Schema.Boolean),
  portfolio_uuid: Absent(Schema.String),
  portfolio_type: Absent(Schema.String)
})
