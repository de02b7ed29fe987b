/** Takes a 429 for a change of the interface, and does not come back in this run. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const givesUpOn429 = withClassify((failed, { status }, endpoint) =>
  status === 429 ? failure("SCHEMA_DRIFT", `${endpoint}: unknown`) : failed
)
