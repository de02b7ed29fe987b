/** Rows without an id of their own that are alike: each gets a number, the same on every re-read. */
import type { LedgerEvent, StreamSpec } from "@caudal/exchange"

/** How often each twin (a row without id of its own, identical to another) was seen in the second at the page's edge. */
export interface Twins {
  readonly at: number
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Numbers the rows of a page; `edge` is what the page before left. In an ordered list alike rows stand together, so that
 * only those of the last instant must be remembered; in an unordered one they may stand anywhere, and all are.
 */
export const numberTwins = (
  events: ReadonlyArray<LedgerEvent>,
  edge: Twins | null,
  order: StreamSpec["order"]
): { readonly occurrences: ReadonlyArray<number>; readonly twins: Twins | null } => {
  const occurrences: Array<number> = []
  let at = edge?.at ?? Number.NaN
  let counts: Record<string, number> = edge === null ? {} : { ...edge.counts }
  for (const event of events) {
    if (event.at !== at && order !== "unordered") counts = {}
    at = event.at
    if (event.source.identity === "exchange") occurrences.push(0)
    else {
      const seen = counts[event.source.externalId] ?? 0
      occurrences.push(seen)
      counts[event.source.externalId] = seen + 1
    }
  }
  return { occurrences, twins: Object.keys(counts).length === 0 ? null : { at, counts } }
}
