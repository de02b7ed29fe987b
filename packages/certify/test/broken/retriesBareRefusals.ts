/** Knows the exchange's own error for a wrong key, and takes a bare 401 for a hiccup. */
import { failure } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const retriesBareRefusals = withClassify((failed, { status, text }, endpoint) =>
  status === 401 && text === "" ? failure("MAINTENANCE", `${endpoint}: Pond failed.`) : failed
)
