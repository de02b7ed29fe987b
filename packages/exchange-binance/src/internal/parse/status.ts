/** What Binance's words and numbers for the state of a record mean. */
import type { EventStatus } from "@caudal/exchange"

import { lastKept } from "@caudal/exchange"

export interface Told {
  readonly status: EventStatus
  readonly said: string | null
}

/**
 * A word that we do not know (`null`) is read as pending: the money is shown as under way until the row says more.
 * `said` is what to keep of it.
 */
export const statusBy = (settled: ReadonlyArray<string>, pending: ReadonlyArray<string>, failed: ReadonlyArray<string>) =>
  lastKept((word): Told => {
    if (settled.includes(word)) return { status: "settled", said: null }
    if (failed.includes(word)) return { status: "failed", said: null }
    return { status: "pending", said: pending.includes(word) ? null : word }
  })
