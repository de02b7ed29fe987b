/** Leaves out what it cannot read, and says nothing. */
import { withCandles } from "./change.ts"

export const dropsOddCandles = withCandles(({ parse }) => ({
  parse: (reply, request) => ({ items: parse(reply, request).items, quarantined: [] })
}))
