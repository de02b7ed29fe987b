/** A read as the simulator knows it. */
import type { ActiveFaults, Answer } from "@caudal/exchange/simulator"
import type { Interface } from "./Errors.ts"

export interface ReadRequest {
  /** The open segment of the path. */
  readonly segment: string
  readonly query: URLSearchParams
  readonly faults: ActiveFaults
  /** The exchange's clock, epoch milliseconds. */
  readonly at: number
}

export interface Read {
  /** As the route of a fault plan names it, too. */
  readonly name: string
  readonly path: RegExp
  readonly by: Interface
  /** Whether it needs `can_view`; the key's own permissions are told to every key. */
  readonly needsView: boolean
  readonly answer: (request: ReadRequest) => Answer
}
