/** A refused address is a problem of the network. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const blamesTheNetwork = withClassify((failed, _reply, endpoint) =>
  failed?.code === "IP_NOT_ALLOWED" ? failure("NETWORK", `${endpoint}: unreachable`) : failed
)
