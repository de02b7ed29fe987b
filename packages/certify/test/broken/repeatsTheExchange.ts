/** Shows the exchange's own message. */
import { LosslessJson } from "@caudal/exchange"
import { withClassify } from "./change.ts"

export const repeatsTheExchange = withClassify((failed, { json }) => {
  const error = LosslessJson.isObject(json) ? json["error"] : undefined
  return failed !== null && LosslessJson.isObject(error) ? { ...failed, message: JSON.stringify(error["message"]) } : failed
})
