/**
 * Which markets there are: those that Binance lists, whatever their status, and those that it once did. Whether any of them
 * was traded is told by nothing but asking; the host asks for those of which the account has held a side.
 */
import type { Dimension, Plan } from "@caudal/exchange"
import { delistedMarkets } from "../delistedMarkets.ts"
import { parseMarkets } from "../parse/documents.ts"
import { type Market as Pair, marketOf } from "../parse/market.ts"
import { listOf } from "../parse/trades.ts"

/** Permissions need no room in an answer that is long enough. */
export const listMarkets = { endpoint: "exchange_info", query: [["showPermissionSets", "false"]] } as const

const dimensionOf = (market: Pair): Dimension => ({ id: listOf(market), assets: [market.base, market.quote] })

const gone: ReadonlyArray<Dimension> = delistedMarkets.flatMap((symbol) => {
  const market = marketOf(symbol)
  return market === null ? [] : [dimensionOf(market)]
})

export const markets: Plan<ReadonlyArray<Dimension>> = {
  start: { call: listMarkets, state: null },
  next: (_state, { reply }) => {
    const listed = reply === null ? [] : parseMarkets(reply).items
    const dimensions = new Map(gone.map((one) => [one.id, one]))
    for (const market of listed) dimensions.set(listOf(market), dimensionOf(market))
    return { done: [...dimensions.values()] }
  }
}
