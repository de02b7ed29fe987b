/** Takes the end of the stretch for the last candle's end, which the exchange takes for where it begins. */
import { withCandles } from "./change.ts"

export const forgetsTheLastCandle = withCandles(({ request }) => ({
  request: (asked) => request({ ...asked, to: Math.max(asked.from + 1, asked.to - asked.spanMs) })
}))
