/** Signs the path without its query. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

export const leavesTheQueryUnsigned: Adapter = {
  ...pond,
  sign: (request, at) => pond.sign({ ...request, target: request.target.split("?")[0]! }, at)
}
