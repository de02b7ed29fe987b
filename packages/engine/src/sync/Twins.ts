/** Rows without an id of their own that are alike: each gets a number, the same on every re-read. */
import type { LedgerEvent, StreamSpec } from "@caudal/exchange"

/** How often each twin (a row without id of its own, identical to another) has been seen that may come again beyond the page's edge. */
export interface Twins {
  /** The instant at that edge. */
  readonly at: number
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Numbers the rows of a page; `edge` is what the page before left. Within a page alike rows may stand anywhere. Beyond its
 * edge those of an ordered list can only be of its last instant; in an unordered one they may be of any, and all are kept.
 */
export const numberTwins = (
  events: ReadonlyArray<LedgerEvent>,
  edge: Twins | null,
  order: StreamSpec["order"]
): { readonly occurrences: ReadonlyArray<number>; readonly twins: Twins | null } => {
  const counts: Record<string, number> = { ...edge?.counts }
  const occurrences = events.map(({ source }) => {
    if (source.identity === "exchange") return 0
    const seen = counts[source.externalId] ?? 0
    counts[source.externalId] = seen + 1
    return seen
  })
  const at = events.at(-1)?.at ?? edge?.at
  if (at === undefined) return { occurrences, twins: null }
  const last = new Set(events.filter((event) => event.at === at).map(({ source }) => source.externalId))
  const stays = (id: string) => order === "unordered" || last.has(id) || (edge?.at === at && edge.counts[id] !== undefined)
  const kept = Object.entries(counts).filter(([id]) => stays(id))
  return { occurrences, twins: kept.length === 0 ? null : { at, counts: Object.fromEntries(kept) } }
}
