/** Reads the exchange's own word for a lockout as a passing failure. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const knocksDuringLockouts = withClassify((failed, { text }, endpoint) =>
  text.includes("TOO_FAST") ? failure("NETWORK", `${endpoint}: try again`) : failed
)
