/** Takes the fields of a candle in the order of another exchange. */
import { withCandles } from "./change.ts"

export const swapsHighAndLow = withCandles(({ parse }) => ({
  parse: (reply, request) => {
    const { items, quarantined } = parse(reply, request)
    return { items: items.map((one) => ({ ...one, high: one.low, low: one.high })), quarantined }
  }
}))
