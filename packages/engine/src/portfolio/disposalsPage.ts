/** Disposals as a list that only grows: each has a place by its time and its event. */
import type { DisposalReport } from "@caudal/accounting"
import type { Transaction } from "../ledger/Ledger.ts"
import type { ListRange } from "../storage/EventReader.ts"
import type { DisposalFilter } from "./Gains.ts"
import type { KeptBook, Projected } from "./LotBooks.ts"

export type DisposalPlace = readonly [at: number, event: string, asset: string]

export interface Placed {
  readonly position: DisposalPlace
  readonly item: DisposalReport
}

const order = (a: DisposalPlace, b: DisposalPlace): number => {
  for (const [i, part] of a.entries()) if (part !== b[i]) return part < b[i]! ? -1 : 1
  return 0
}

const matches = ({ assets, from, to, exchanges, connections }: DisposalFilter, { projection }: Projected) => {
  const wanted = assets?.map((asset) => asset.toLowerCase())
  return ({ position: [at], item }: Placed): boolean => {
    if ((from !== undefined && at < from) || (to !== undefined && at >= to)) return false
    const rows: ReadonlyArray<Transaction> = item.events.flatMap((event) => projection.sources.get(event) ?? [])
    if (exchanges !== undefined && !rows.some(({ exchange }) => exchanges.includes(exchange))) return false
    if (connections !== undefined && !rows.some(({ connectionId }) => connections.includes(connectionId))) return false
    if (wanted === undefined) return true
    const { id, symbol } = projection.assets.get(item.asset)!
    return wanted.includes(id.toLowerCase()) || wanted.includes(symbol.toLowerCase())
  }
}

/** In the order of their places. */
export const placedDisposals = (disposals: ReadonlyArray<DisposalReport>, { eventOf }: Pick<Projected, "eventOf">): ReadonlyArray<Placed> =>
  disposals
    .map((item): Placed => ({ position: [Date.parse(eventOf.get(item.event)!.time), item.event, item.asset], item }))
    .sort((a, b) => order(a.position, b.position))

export const disposalsPage = (projected: Projected, { placed }: KeptBook, filter: DisposalFilter) => {
  const all = placed.filter(matches(filter, projected))
  return {
    count: all.length,
    read: ({ beyond, until, backwards, limit }: ListRange<DisposalPlace>): ReadonlyArray<Placed> => {
      const way = backwards ? -1 : 1
      const within = all.filter(
        ({ position }) => (beyond === null || order(position, beyond) * way > 0) && (until === null || order(position, until) * way < 0)
      )
      return (backwards ? within.reverse() : within).slice(0, limit)
    }
  }
}
