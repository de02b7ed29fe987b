/** A list that the key may not read has changed its shape. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const callsRefusalsBroken = withClassify((failed, _reply, endpoint) =>
  failed?.code === "PERMISSION_MISSING" ? failure("SCHEMA_DRIFT", `${endpoint}: unknown shape`) : failed
)
