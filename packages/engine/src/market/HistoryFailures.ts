/** Why a market's history could not be read when it was last tried, for people who wait for it. In memory: a restart tries anew. */
import { Context, Layer } from "effect"
import type { SeriesKey } from "../storage/PriceStore.ts"

export interface HistoryFailure {
  readonly message: string
  /** When to try again. */
  readonly retryAt: number
}

export class HistoryFailures extends Context.Service<HistoryFailures, Map<string, HistoryFailure>>()(
  "@caudal/engine/market/HistoryFailures"
) {
  static readonly layer = Layer.sync(HistoryFailures, () => new Map())
}

/** Key of the map. */
export const failureKey = ({ source, market, spanMs }: SeriesKey): string => JSON.stringify([source, market, spanMs])
