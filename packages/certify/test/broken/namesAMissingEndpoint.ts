/** A stream was added, its endpoint forgotten. */
import { withManifest } from "./change.ts"

export const namesAMissingEndpoint = withManifest((manifest) => ({
  ...manifest,
  streams: manifest.streams.map((spec) => (spec.id === "trades" ? { ...spec, endpoint: "fills" } : spec))
}))
