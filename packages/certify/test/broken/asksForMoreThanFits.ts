/** The exchange cuts the page at its newest end, without a word. */
import { withCandles } from "./change.ts"

export const asksForMoreThanFits = withCandles(() => ({}), { most: 400 })
