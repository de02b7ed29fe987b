/**
 * Which markets there are: those that Binance lists, whatever their status, and those that it once did. Whether any of them
 * was traded is told by nothing but asking; the host asks for those of which the account has held a side.
 */
import type { Dimension, Plan } from "@caudal/exchange"
import { delistedMarkets } from "../delistedMarkets.ts"
import { parseMarkets } from "../parse/documents.ts"
import { marketOf } from "../parse/market.ts"

/** Permissions need no room in an answer that is long enough. */
export const listMarkets = { endpoint: "exchange_info", query: [["showPermissionSets", "false"]] } as const

const gone: ReadonlyArray<Dimension> = delistedMarkets.flatMap((id) => {
  const market = marketOf(id)
  return market === null ? [] : [{ id, assets: [market.base, market.quote] }]
})

export const markets: Plan<ReadonlyArray<Dimension>> = {
  start: { call: listMarkets, state: null },
  next: (_state, { reply }) => {
    const listed = reply === null ? [] : parseMarkets(reply).items
    const dimensions = new Map(gone.map((one) => [one.id, one]))
    for (const { market, base, quote } of listed) dimensions.set(market, { id: market, assets: [base, quote] })
    return { done: [...dimensions.values()] }
  }
}
