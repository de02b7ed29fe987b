/** A read: how it is reached, what it weighs, and what it answers once the request has been let in. */
import type { ActiveFaults, Answer } from "@caudal/exchange/simulator"
import type { Charge } from "./Weights.ts"

export interface ReadRequest {
  readonly fields: URLSearchParams
  readonly faults: ActiveFaults
  readonly now: number
}

export interface Read {
  readonly method: "GET" | "POST"
  readonly path: string
  readonly signed: boolean
  readonly charge: Charge
  readonly answer: (request: ReadRequest) => Answer
}

/** How a path is called in fault plans and in the log. */
export const nameOf = (path: string): string => path.replace(/^\/(?:api\/v3\/)?/, "")
