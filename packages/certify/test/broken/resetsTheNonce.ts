/** Counts for itself and begins again at every request, instead of using the host's nonce. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

export const resetsTheNonce: Adapter = {
  ...pond,
  // The second of the request: several requests share it.
  sign: (request, { nonce, time }) => pond.sign(request, { time, nonce: `${nonce.slice(0, 9)}0000000000` })
}
