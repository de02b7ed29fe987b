/** Where the exchange sends anything but candles, nobody seems to have traded. */
import { withCandles } from "./change.ts"
import { rowsIn } from "../toy/src/candles.ts"

export const readsPagesAsNoTrade = {
  ...withCandles(({ parse }) => ({
    parse: (reply, request) => (Array.isArray(rowsIn(reply)) ? parse(reply, request) : { items: [], quarantined: [] })
  })),
  classify: () => null
}
