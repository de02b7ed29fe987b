/**
 * `signature = hex(HMAC-SHA256(secret, query + body))`, over the bytes as they are sent: whatever is not plain in them is
 * percent-encoded before, and the signature goes last. Agrees with the examples of Binance's own documentation.
 */
import type { EpochMillis, Recipe, Signable } from "@caudal/exchange"

/** How old a request may be when it arrives, in milliseconds: waiting for our turn happens before it is signed. */
const recvWindow = "5000"

export const sign = ({ target, body }: Signable, { time }: { readonly time: EpochMillis }): Recipe => {
  const mark = target.indexOf("?")
  const asked = mark < 0 ? "" : `${target.slice(mark + 1)}&`
  const timestamp = String(time)
  return {
    headers: { "x-mbx-apikey": { secret: "apiKey" } },
    query: {
      recvWindow,
      timestamp,
      signature: {
        encode: "hex",
        of: { hmac: "sha256", key: { secret: "apiSecret" }, of: `${asked}recvWindow=${recvWindow}&timestamp=${timestamp}${body}` }
      }
    }
  }
}
