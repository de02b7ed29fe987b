/** `{ ...row }`: rows of long pages have no properties of their own. */
import { type Json, LosslessJson } from "@caudal/exchange"
import { rowsIn, withStreams } from "./change.ts"

export const copiesRows = withStreams((stream) => ({
  ...stream,
  parse: (reply, request) => {
    const rows = rowsIn(reply).map((row) => ({ ...row }) as Json)
    return stream.parse(LosslessJson.isObject(reply.json) ? { ...reply, json: { ...reply.json, rows } } : reply, request)
  }
}))
