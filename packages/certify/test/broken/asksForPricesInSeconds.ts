/** The exchange counts in milliseconds: seconds are a time in 1970, when nobody traded. */
import { withCandles } from "./change.ts"

export const asksForPricesInSeconds = withCandles(({ request }) => ({
  request: (asked) => request({ ...asked, from: asked.from / 1000, to: asked.to / 1000 })
}))
