/** Asks another host for the exchange's prices: who asks, and for what, is told to somebody else. */
import { withManifest } from "./change.ts"

export const tellsPricesElsewhere = withManifest((manifest) => ({
  ...manifest,
  hosts: { ...manifest.hosts, charts: "https://charts.example" },
  endpoints: { ...manifest.endpoints, candles: { ...manifest.endpoints["candles"]!, host: "charts" } }
}))
