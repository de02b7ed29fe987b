/**
 * A token for each request: signed with the key, good for one method and path (the query stays out) and two minutes.
 * ES256 or EdDSA follows from the key. The claim names Coinbase's host wherever the request really goes.
 */
import type { Recipe, Signable } from "@caudal/exchange"

const host = "api.coinbase.com"

/** Seconds before and after our clock: clocks are never quite the same, and no token may last more than 120. */
const leeway = 60

export const sign = ({ method, target }: Signable, { time }: { readonly time: number }): Recipe => {
  const now = Math.floor(time / 1000)
  const [path = ""] = target.split("?")
  return {
    headers: {
      authorization: {
        concat: [
          "Bearer ",
          {
            jwt: "by-key",
            key: { secret: "privateKey" },
            header: { typ: "JWT", kid: { secret: "keyName" }, nonce: { encode: "hex", of: { random: 16 } } },
            claims: {
              sub: { secret: "keyName" },
              iss: "cdp",
              nbf: now - leeway,
              exp: now + leeway,
              uri: `${method} ${host}${path}`
            }
          }
        ]
      }
    }
  }
}
