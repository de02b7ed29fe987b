/** A simulated exchange of the usual kind: one count for all calls, one envelope. It adds its own words and its own reads. */
import type { Controlled } from "./Control.ts"
import type { FaultPlan } from "./FaultPlan.ts"
import type { ActiveFaults } from "./FaultSchedule.ts"
import { makeRateWindow, type RateLimit } from "./RateWindow.ts"
import { type Answer, type Heard, makeSimulator } from "./SimulatedExchange.ts"
import type { Simulator } from "./Simulator.ts"

export interface ReadRequest {
  readonly method: string
  readonly headers: Headers
  /** As the client called it, which need not be the exchange's own name. */
  readonly host: string
  /** Path and query as sent. */
  readonly target: string
  /** What stands in the braces of the read's path; empty where it has none. */
  readonly segment: string
  readonly body: string
  /** Query of a GET, form of a POST. */
  readonly fields: URLSearchParams
  readonly faults: ActiveFaults
  /** The exchange's clock, epoch milliseconds. */
  readonly at: number
}

export interface Verdict {
  /** `null`: let in. */
  readonly refusal: Answer | null
  readonly nonce: string | null
  /** Whether the nonce is one that the exchange takes; `null` without a nonce. */
  readonly nonceRose: boolean | null
}

export interface RestRead {
  readonly method: "GET" | "POST"
  /** One segment may be left open: `/ohlc/{pair}/`. */
  readonly path: string
  readonly signed: boolean
  /** Which row the page starts at, for the log. */
  readonly marker?: (request: ReadRequest) => string | null
  readonly answer: (request: ReadRequest) => Answer
}

export interface RestExchange {
  readonly id: string
  readonly origin: string
  readonly credentials: Readonly<Record<string, string>>
  readonly planted: ReadonlyArray<string>
  /** By endpoint, as the fault plan and the log name it. */
  readonly reads: Readonly<Record<string, RestRead>>
  readonly authenticate: (request: ReadRequest) => Verdict
  /** In the exchange's own envelope. */
  readonly refusals: {
    readonly wrongCredentials: Answer
    readonly expiredKey: Answer
    readonly disallowedIp: Answer
    readonly missingPermission: Answer
    readonly throttled: Answer
    readonly unknownPath: Answer
    readonly error: (code: string | null, message: string, status: number | null) => Answer
  }
  /** One for all calls; its times are the real ones. */
  readonly limit: RateLimit
  readonly state: Controlled["state"] & { readonly truth: () => unknown }
}

export interface RestOptions {
  readonly faults?: FaultPlan
  readonly rateScale?: number
  readonly now?: () => number
}

/** The refusal a fault asks for. */
const planned = ({ refusals }: RestExchange, faults: ActiveFaults): Answer | undefined => {
  const named = ["wrongCredentials", "expiredKey", "disallowedIp", "missingPermission"] as const
  const found = named.find((name) => faults.get(name) !== undefined)
  if (found !== undefined) return refusals[found]
  const error = faults.get("errorBody")
  if (error === undefined) return undefined
  const { code, message, status } = error
  return refusals.error(
    typeof code === "string" ? code : null,
    typeof message === "string" ? message : "refused",
    typeof status === "number" ? status : null
  )
}

export const makeRestSimulator = (exchange: RestExchange, { rateScale = 1, now = Date.now, ...options }: RestOptions): Simulator => {
  const { id, origin, credentials, planted, reads, refusals, limit, state } = exchange
  const paths = Object.entries(reads).map(([name, { path }]) => {
    const literal = path.replaceAll(".", "\\.").replace(/\{\w+\}/, "([A-Za-z0-9_-]+)")
    return [name, new RegExp(`^${literal}$`)] as const
  })
  /** The read that a path names, and its open segment. */
  const named = (path: string): readonly [endpoint: string | null, segment: string] => {
    for (const [name, pattern] of paths) {
      const match = pattern.exec(path)
      if (match !== null) return [name, match[1] ?? ""]
    }
    return [null, ""]
  }
  const posts = new Set(Object.keys(reads).filter((name) => reads[name]!.method === "POST"))
  const window = makeRateWindow({ ...limit, windowMs: limit.windowMs / rateScale, lockMs: limit.lockMs / rateScale }, now)

  const requested = ({ method, headers, target, path, query, body, faults, at }: Heard): ReadRequest => ({
    method,
    headers,
    host: headers.get("host") ?? new URL(origin).host,
    target,
    segment: named(path)[1],
    body,
    fields: new URLSearchParams(method === "GET" ? query : body),
    faults,
    at
  })

  return makeSimulator(
    {
      id,
      origin,
      credentials,
      planted,
      state,
      endpointOf: (_method, path) => named(path)[0],
      isWrite: ({ endpoint, method }) => method !== "GET" && !(method === "POST" && posts.has(endpoint ?? "")),
      react: (heard) => {
        const { endpoint, method, faults } = heard
        const read = endpoint === null ? undefined : reads[endpoint]
        if (read === undefined || method !== read.method) return { answer: refusals.unknownPath }
        const request = requested(heard)
        const verdict = read.signed ? exchange.authenticate(request) : null
        const passage = window.hit()
        const insideLockout = passage === "locked"
        const lockNow = faults.get("rateLimit") !== undefined
        if (lockNow && !insideLockout) window.lock()
        const refusal = lockNow || passage !== "granted" ? refusals.throttled : (planned(exchange, faults) ?? verdict?.refusal ?? null)
        return { answer: refusal ?? read.answer(request), nonce: verdict?.nonce, nonceRose: verdict?.nonceRose, insideLockout }
      },
      asked: (heard) => {
        const request = requested(heard)
        return {
          query: request.fields.toString(),
          marker: (heard.endpoint === null ? undefined : reads[heard.endpoint]?.marker)?.(request) ?? null
        }
      }
    },
    { ...options, now }
  )
}
