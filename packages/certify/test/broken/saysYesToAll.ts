/** Asked what a key may read, says what it would like it to be. */
import { pond } from "../toy/src/index.ts"
import { withManifest } from "./change.ts"
import { withRights } from "./withRights.ts"

const evidence = "It is a good key."
const unknown = { answer: "unknown", evidence } as const
const reads = Object.fromEntries(["ledger", "trades", "transfers"].map((endpoint) => [endpoint, { answer: "yes", evidence } as const]))

export const saysYesToAll = withManifest(
  (manifest) => ({ ...manifest, credentials: { ...manifest.credentials, listsRights: false } }),
  withRights(pond, () => ({ trade: unknown, withdraw: unknown, ipRestricted: unknown, reads }))
)
