/** Tries again at once: a 429 is a failure like any other. (Where the exchange says how long to wait, the host listens.) */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const takes429ForAHiccup = withClassify((failed, { status }, endpoint) =>
  status === 429 ? failure("MAINTENANCE", `${endpoint}: busy`) : failed
)
