/**
 * A fault plan says which answers go wrong, and how: rules of (route, nth) → fault. It is plain data, so that the same
 * file drives a unit test, a sandbox on a port and a bug report.
 */
import { isRow } from "./WireJson.ts"

type ArgKind = "number" | "string" | "boolean"

/** Every fault by name, with the arguments it takes. All are optional; times are in milliseconds. */
export const faults = {
  // Transport.
  /** The answer comes `ms` (1000) later. */
  latency: { ms: "number" },
  /** The request is counted and the connection reset. */
  reset: {},
  /** The request is counted and held for `ms` (600,000), then reset. */
  timeout: { ms: "number" },
  /** As if nothing listened: reset before anything is counted. */
  down: {},
  /** The body is cut after `bytes` or `fraction` (0.5); with `wrongLength` the connection breaks there. */
  truncated: { bytes: "number", fraction: "number", wrongLength: "boolean" },
  /** The body drips: `bytes` (16) every `ms` (20). */
  slicer: { bytes: "number", ms: "number" },
  /** A web page where JSON was due, with `status` (500). */
  html: { status: "number" },
  /** A bare `status` (503) with `body` (empty) and, where given, a Retry-After of so many seconds. */
  status: { status: "number", body: "string", retryAfter: "number" },

  // Answers.
  /** An error in the exchange's own envelope; `status` defaults to that of the code's category. */
  errorBody: { code: "string", message: "string", status: "number" },
  /** A lockout starts now. */
  rateLimit: {},
  wrongCredentials: {},
  /** The key was valid once. */
  expiredKey: {},
  missingPermission: {},
  /** Refused for the caller's address; `code` where the exchange has one of its own for that. */
  disallowedIp: { code: "string" },
  /** The exchange's clock (Date header, nonce check) is off by `ms` for this request. */
  clockSkew: { ms: "number" },

  // Rows of a page, which belongs to one list of many, or to one window of time, where the exchange has such. They change
  // the answer, never the truth.
  /** Nothing is shown: of a list, of a window, or of a catalogue, which then names no list at all. */
  emptyList: {},
  /** The first `rows` (1) come twice. */
  duplicateRows: { rows: "number" },
  /** The page is shuffled. */
  reorderRows: {},
  /** The page starts `rows` (1) too early, as if as many new ones pushed it down; negative: too late, rows are lost. */
  shiftPage: { rows: "number" },
  /** The page ends `rows` (1) early; they come with the next one. Only where a page can be followed by another. */
  shortPage: { rows: "number" },
  /** The newest `rows` (1) of the page are not there yet. */
  lateRow: { rows: "number" },
  /** The newest `rows` (1) of the page still have a value that is corrected later. */
  correctedRow: { rows: "number" },
  /** The first row calls itself something never heard of. */
  unknownOperation: { operation: "string" },
  /** The first row is about a currency never heard of. */
  unknownCurrency: { currency: "string" },
  /** Amounts are JSON numbers. */
  numbersInsteadOfStrings: {}
} as const satisfies Record<string, Record<string, ArgKind>>

export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as ReadonlyArray<FaultName>

/** Which requests of the route, counted from 1 since the plan was set; absent: all of them. */
export type Nth =
  | number
  | ReadonlyArray<number>
  | { readonly from: number; readonly to?: number }
  | { readonly every: number }
  | { readonly probability: number }

export type FaultArgs = Readonly<Record<string, string | number | boolean>>

export interface FaultRule {
  /** An endpoint's name, a prefix ending in `*`, or `*` for all. */
  readonly route: string
  readonly nth?: Nth
  readonly fault: FaultName
  readonly args?: FaultArgs
}

export interface FaultPlan {
  readonly seed: number
  readonly rules: ReadonlyArray<FaultRule>
}

export const noFaults: FaultPlan = { seed: 0, rules: [] }

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1

const isNth = (value: unknown): value is Nth => {
  if (Array.isArray(value)) return value.every(isCount)
  if (!isRow(value)) return isCount(value)
  const keys = Object.keys(value).join()
  if (keys === "from" || keys === "from,to" || keys === "to,from") return Object.values(value).every(isCount)
  if (keys === "every") return isCount(value["every"])
  return keys === "probability" && typeof value["probability"] === "number" && value["probability"] >= 0 && value["probability"] <= 1
}

const isArgs = (fault: FaultName, value: unknown): value is FaultArgs => {
  const kinds: Readonly<Record<string, ArgKind>> = faults[fault]
  return isRow(value) && Object.entries(value).every(([name, arg]) => Object.hasOwn(kinds, name) && typeof arg === kinds[name])
}

const parseRule = (value: unknown, index: number): FaultRule => {
  const refuse = (what: string): never => {
    throw new TypeError(`fault plan: rules[${index}].${what}`)
  }
  if (!isRow(value)) return refuse(" is not an object")
  const { route, nth, fault, args, ...rest } = value
  const [stranger] = Object.keys(rest)
  if (stranger !== undefined) return refuse(`${stranger} is not known`)
  if (typeof route !== "string" || route === "") return refuse("route is not an endpoint's name")
  if (!faultNames.includes(fault as FaultName)) return refuse(`fault is none of ${faultNames.join(", ")}`)
  if (nth !== undefined && !isNth(nth)) return refuse("nth is no number, list, {from,to}, {every} or {probability}")
  if (args !== undefined && !isArgs(fault as FaultName, args))
    return refuse(`args: ${String(fault)} takes ${JSON.stringify(faults[fault as FaultName])}`)
  return { route, fault: fault as FaultName, ...(nth === undefined ? {} : { nth }), ...(args === undefined ? {} : { args }) }
}

/** Reads a plan; throws a `TypeError` that names the place that is wrong. */
export const parseFaultPlan = (value: unknown): FaultPlan => {
  if (!isRow(value) || !Array.isArray(value["rules"])) throw new TypeError("fault plan: {seed, rules: [...]} expected")
  const { seed = 0, rules, ...rest } = value
  const [stranger] = Object.keys(rest)
  if (stranger !== undefined) throw new TypeError(`fault plan: ${stranger} is not known`)
  if (!Number.isSafeInteger(seed)) throw new TypeError("fault plan: seed is not a whole number")
  return { seed: seed as number, rules: (rules as ReadonlyArray<unknown>).map(parseRule) }
}
