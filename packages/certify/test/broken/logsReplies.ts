/** Left from debugging. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

export const logsReplies: Adapter = {
  ...pond,
  classify: (reply, endpoint) => {
    console.debug(endpoint, reply.status)
    return pond.classify(reply, endpoint)
  }
}
