/** Reads the price at which a candle opened as the one at which it closed. */
import { withCandles } from "./change.ts"

export const closesWhereItOpened = withCandles(({ parse }) => ({
  parse: (reply, request) => {
    const { items, quarantined } = parse(reply, request)
    return { items: items.map((one) => ({ ...one, close: one.open })), quarantined }
  }
}))
