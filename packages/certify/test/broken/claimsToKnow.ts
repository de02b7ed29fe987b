/** The exchange does not tell what a key may do; the adapter says that it may nothing. */
import { withManifest } from "./change.ts"

export const claimsToKnow = withManifest((manifest) => ({ ...manifest, credentials: { ...manifest.credentials, listsRights: false } }))
