/** Signs what anybody may read. */
import { withManifest } from "./change.ts"

export const needsAKeyForPrices = withManifest((manifest) => ({
  ...manifest,
  endpoints: { ...manifest.endpoints, candles: { ...manifest.endpoints["candles"]!, signed: true } }
}))
