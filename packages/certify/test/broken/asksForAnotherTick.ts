/** The steps say one permission, the list needs another. */
import { withManifest } from "./change.ts"

export const asksForAnotherTick = withManifest((manifest) => ({
  ...manifest,
  streams: manifest.streams.map((spec) => (spec.id === "trades" ? { ...spec, permission: "View trades" } : spec))
}))
