/** `if (!(code in assets)) continue`. */
import { withEvents } from "./change.ts"

const known: ReadonlySet<string> = new Set(["btc", "usd", "eth"])

export const dropsUnknownAssets = withEvents((event) => (event.postings.every(({ asset }) => known.has(asset)) ? event : null))
