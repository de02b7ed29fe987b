/** Takes the exchange's day for one of UTC. */
import { withCandles } from "./change.ts"

export const beginsDaysAtMidnight = withCandles(() => ({}), { dayStartMs: 0 })
