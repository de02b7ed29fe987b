/** An expired key may come back: try again later, for ever. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const waitsForExpiredKeys = withClassify((failed, _reply, endpoint) =>
  failed?.code === "AUTH_EXPIRED" ? failure("MAINTENANCE", `${endpoint}: later`) : failed
)
