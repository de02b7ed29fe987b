/** Never asks for what is to come: by its own clock. */
import { withCandles } from "./change.ts"

export const datesPricesToday = withCandles(({ request }) => ({
  request: (asked) => request({ ...asked, to: Math.min(asked.to, Date.now()) })
}))
