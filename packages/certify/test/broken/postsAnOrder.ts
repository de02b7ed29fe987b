/** Declares an order as a read that must be a POST. */
import { withManifest, withStreams } from "./change.ts"

export const postsAnOrder = withManifest(
  (manifest) => ({
    ...manifest,
    endpoints: {
      ...manifest.endpoints,
      quote: { ...manifest.endpoints["trades"]!, method: "POST", path: "/v1/orders", postReason: "The quote is asked for in a form." }
    }
  }),
  withStreams((stream, id) =>
    id === "trades" ? { ...stream, request: () => ({ endpoint: "quote", body: '{"side":"buy","amount":"1"}' }) } : stream
  )
)
