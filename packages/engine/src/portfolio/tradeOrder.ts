/** Acts in the order of the exchange, where it says more than the clock: within one instant, trades of a market go by their numbers. */
import type { Act } from "./Act.ts"

/** Number of the trade that a row names, where the exchange counts its trades. */
export const numberOf = ({ transactions }: Pick<Act, "transactions">): bigint | null => {
  for (const { refs } of transactions) for (const { type, id } of refs) if (type === "trade" && /^\d{1,30}$/.test(id)) return BigInt(id)
  return null
}

const marketOf = ({ account, at, moved, transactions }: Act): string =>
  JSON.stringify([account, at, transactions[0]!.rank, moved.map(({ asset }) => asset.id).sort()])

/**
 * Rows of one second come in the order of ids that mean nothing, unless the exchange ranks them; rank has been followed
 * already. Numbered trades of one account, instant, rank and market swap places until their numbers rise; everything
 * else stays where it is.
 */
export const inTradeOrder = (acts: ReadonlyArray<Act>): ReadonlyArray<Act> => {
  const ordered = [...acts]
  const atOnce = new Map<number, number>()
  for (const { at } of acts) atOnce.set(at, (atOnce.get(at) ?? 0) + 1)
  const places = new Map<string, Array<readonly [place: number, number: bigint, act: Act]>>()
  for (const [place, act] of acts.entries()) {
    if (atOnce.get(act.at) === 1) continue
    const number = act.kind === "trade" ? numberOf(act) : null
    if (number === null) continue
    const key = marketOf(act)
    const known = places.get(key)
    if (known === undefined) places.set(key, [[place, number, act]])
    else known.push([place, number, act])
  }
  for (const trades of places.values()) {
    const byNumber = [...trades].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
    for (const [i, [place]] of trades.entries()) ordered[place] = byNumber[i]![2]
  }
  return ordered
}
