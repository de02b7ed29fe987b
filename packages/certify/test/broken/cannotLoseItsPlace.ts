/** Does not tell the host that its place in the list is gone. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const cannotLoseItsPlace = withClassify((failed, _reply, endpoint) =>
  failed?.code === "CURSOR_INVALID" ? failure("SCHEMA_DRIFT", `${endpoint}: Pond refused the call.`) : failed
)
