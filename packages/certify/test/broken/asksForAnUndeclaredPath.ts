/** Also has a look at the open orders, which the manifest does not mention. */
import { withStreams } from "./change.ts"

export const asksForAnUndeclaredPath = withStreams((stream, id) =>
  id === "trades" ? { ...stream, request: () => ({ endpoint: "open_orders" }) } : stream
)
