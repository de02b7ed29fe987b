/** Prints what is signed: the nonce, the key's place, the request. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

export const logsTheSignature: Adapter = {
  ...pond,
  sign: (request, at) => {
    const recipe = pond.sign(request, at)
    console.log("signing", request.target, recipe)
    return recipe
  }
}
