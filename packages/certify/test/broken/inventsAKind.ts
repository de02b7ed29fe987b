/** Tells of kinds that its manifest, and so its page, knows nothing of. */
import { withManifest } from "./change.ts"

export const inventsAKind = withManifest((manifest) => ({ ...manifest, kinds: manifest.kinds.filter((kind) => kind !== "reward") }))
