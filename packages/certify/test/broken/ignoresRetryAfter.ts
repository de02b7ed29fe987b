/** Tries again at once, whatever the exchange says: a 429 is a hiccup like any other. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const ignoresRetryAfter = withClassify((failed, { status }, endpoint) =>
  status === 429 ? failure("MAINTENANCE", `${endpoint}: busy`) : failed
)
