/** A read as the simulator knows it. */
import type { ActiveFaults, Answer } from "@caudal/exchange/simulator"

export interface ReadRequest {
  readonly fields: URLSearchParams
  readonly faults: ActiveFaults
  readonly nonce: string
  /** The exchange's clock, epoch milliseconds. */
  readonly at: number
}

export interface Read {
  readonly path: string
  readonly cost: number
  /** Any of these permissions opens it; `null`: none is needed. */
  readonly permissions: ReadonlyArray<string> | null
  readonly answer: (request: ReadRequest) => Answer
}
