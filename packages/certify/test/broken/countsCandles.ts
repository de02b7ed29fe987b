/** Dates candles by their place in the reply. */
import { withCandles } from "./change.ts"

export const countsCandles = withCandles(({ parse }) => ({
  parse: (reply, request) => {
    const { items, quarantined } = parse(reply, request)
    const times = items.map(({ at }) => at).toSorted((a, b) => b - a)
    return { items: items.map((one, index) => ({ ...one, at: times[index]! })), quarantined }
  }
}))
