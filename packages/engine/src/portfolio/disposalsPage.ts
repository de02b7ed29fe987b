/** Disposals as a list that only grows: each has a place by its time and its event. */
import type { DisposalReport } from "@caudal/accounting"
import type { Transaction } from "../ledger/Ledger.ts"
import type { ListRange } from "../storage/EventReader.ts"
import type { DisposalFilter } from "./Gains.ts"
import type { KeptBook, Projected } from "./LotBooks.ts"
import { type DisposalPlace, order, type Placed } from "./placedDisposals.ts"

const matches = ({ assets, from, to, exchanges, connections }: DisposalFilter, { projection }: Projected) => {
  const wanted = assets?.map((asset) => asset.toLowerCase())
  const some = ({ events }: DisposalReport, is: (row: Transaction) => boolean): boolean =>
    events.some((event) => (projection.sources.get(event) ?? []).some(is))
  return ({ position: [at], item }: Placed): boolean => {
    if ((from !== undefined && at < from) || (to !== undefined && at >= to)) return false
    if (exchanges !== undefined && !some(item, ({ exchange }) => exchanges.includes(exchange))) return false
    if (connections !== undefined && !some(item, ({ connectionId }) => connections.includes(connectionId))) return false
    if (wanted === undefined) return true
    const { id, symbol } = projection.assets.get(item.asset)!
    return wanted.includes(id.toLowerCase()) || wanted.includes(symbol.toLowerCase())
  }
}

interface Place<A> {
  readonly position: DisposalPlace
  readonly item: A
}

/** How many come before a place, or at it where `with` it. */
const countBefore = <A>(all: ReadonlyArray<Place<A>>, place: DisposalPlace, withIt: boolean): number => {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const way = order(all[middle]!.position, place)
    if (way < 0 || (withIt && way === 0)) low = middle + 1
    else high = middle
  }
  return low
}

/** A page of what stands in the order of its places. */
export const pageOf = <A>(
  all: ReadonlyArray<Place<A>>,
  { beyond, until, backwards, limit }: ListRange<DisposalPlace>
): ReadonlyArray<Place<A>> => {
  const [after, before] = backwards ? [until, beyond] : [beyond, until]
  const start = after === null ? 0 : countBefore(all, after, true)
  const end = before === null ? all.length : countBefore(all, before, false)
  return backwards ? all.slice(Math.max(start, end - limit), end).reverse() : all.slice(start, Math.min(end, start + limit))
}

export const disposalsPage = (projected: Projected, { placed }: KeptBook, filter: DisposalFilter) => {
  const all = placed.filter(matches(filter, projected))
  return { count: all.length, read: (range: ListRange<DisposalPlace>) => pageOf(all, range) }
}
