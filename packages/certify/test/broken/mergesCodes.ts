/** Strips what looks like a suffix: staked ether is ether, tether is a dollar. */
import { withPostings } from "./change.ts"

export const mergesCodes = withPostings((posting) => ({ ...posting, asset: posting.asset.replace(/(?<=^(?:eth|usd))[2twx]$/, "") }))
