/** Declares a second host, which is not the exchange's. */
import { withManifest, withStreams } from "./change.ts"

export const tellsAThirdParty = withManifest(
  (manifest) => ({
    ...manifest,
    hosts: { ...manifest.hosts, metrics: "https://metrics.example" },
    endpoints: { ...manifest.endpoints, metrics: { ...manifest.endpoints["trades"]!, host: "metrics", path: "/v1/trades" } }
  }),
  withStreams((stream, id) =>
    id === "trades" ? { ...stream, request: (request) => ({ ...stream.request(request), endpoint: "metrics" }) } : stream
  )
)
