/** The limit is there to be used. */
import { withManifest } from "./change.ts"

export const usesTheWholeLimit = withManifest((manifest) => ({
  ...manifest,
  rates: Object.fromEntries(Object.entries(manifest.rates).map(([key, rule]) => [key, { ...rule, budget: rule.limit }]))
}))
