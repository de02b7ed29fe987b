/** Leaves the order of its rows open, and asks for them all at once. */
import { withManifest } from "./change.ts"

export const hasNoOrder = withManifest((manifest) => ({
  ...manifest,
  streams: manifest.streams.map((spec) => (spec.id === "trades" ? { ...spec, order: "unordered" as const } : spec))
}))
