/** Where each disposal stands in the list of all: by its time, then by its event. */
import type { DisposalReport, LotEvent } from "@caudal/accounting"

export type DisposalPlace = readonly [at: number, event: string, asset: string]

export interface Placed {
  readonly position: DisposalPlace
  readonly item: DisposalReport
}

export const order = (a: DisposalPlace, b: DisposalPlace): number => {
  for (const [i, part] of a.entries()) if (part !== b[i]) return part < b[i]! ? -1 : 1
  return 0
}

/** In the order of their places. */
export const placedDisposals = (disposals: ReadonlyArray<DisposalReport>, eventOf: ReadonlyMap<string, LotEvent>): ReadonlyArray<Placed> =>
  disposals
    .map((item): Placed => ({ position: [Date.parse(eventOf.get(item.event)!.time), item.event, item.asset], item }))
    .sort((a, b) => order(a.position, b.position))
