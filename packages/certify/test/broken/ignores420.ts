/** Has never seen a 420. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const ignores420 = withClassify((failed, { status }, endpoint) =>
  status === 420 ? failure("NETWORK", `${endpoint}: unexpected`) : failed
)
