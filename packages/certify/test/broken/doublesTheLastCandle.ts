/** Joins what it asked for with what came at the inclusive end. */
import { withCandles } from "./change.ts"

export const doublesTheLastCandle = withCandles(({ parse }) => ({
  parse: (reply, request) => {
    const { items, quarantined } = parse(reply, request)
    return { items: [...items, ...items.slice(-1)], quarantined }
  }
}))
