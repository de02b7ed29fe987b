/** Catches the error, logs it away and asks for the next page: ids are numbers, so there always is a next one. */
import { LosslessJson } from "@caudal/exchange"
import { rowsIn, withClassify, withPages } from "./change.ts"

const paged = withPages((page, reply, { cursor }) =>
  rowsIn(reply).length === 0 && (reply.status >= 500 || LosslessJson.isObject(reply.json) === false) && cursor !== null
    ? { ...page, next: null, exhausted: true }
    : page
)
const quiet = withClassify((failure) => (failure?.code === "MAINTENANCE" ? null : failure))

export const movesOnOverErrors = { ...paged, classify: quiet.classify }
