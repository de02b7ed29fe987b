/** Reads only what is about an asset on today's list. */
import { withEvents } from "./change.ts"

const listed: ReadonlySet<string> = new Set(["btc", "usd", "eth", "eth2", "ethw", "usdt", "usdx", "qqzz9", "newcoin"])

export const losesDelistedMarkets = withEvents((event) => (event.postings.every(({ asset }) => listed.has(asset)) ? event : null))
