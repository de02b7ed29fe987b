/**
 * What every simulator of a REST interface does with a request: it looks who calls, counts, refuses or answers, lets the
 * fault plan bend the answer, and writes a line into the log. An exchange adds its own words and its own reads.
 */
import { http } from "msw"
import { control, controlPrefix, type Controlled } from "./Control.ts"
import { bentReply, deliver, isSilent } from "./Delivery.ts"
import type { FaultPlan } from "./FaultPlan.ts"
import { makeFaultSchedule, type ActiveFaults } from "./FaultSchedule.ts"
import { makeRateWindow, type RateLimit } from "./RateWindow.ts"
import { makeRequestLog } from "./RequestLog.ts"
import { unquoteNumbers } from "./RowFaults.ts"
import type { Activity, Simulator } from "./Simulator.ts"

export interface Answer {
  readonly status: number
  /** The exchange's own code of a refusal. */
  readonly code: string | null
  readonly body: string
}

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

export const makeRestSimulator = (exchange: RestExchange, { faults: plan, rateScale = 1, now = Date.now }: RestOptions): Simulator => {
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
  const log = makeRequestLog(undefined, ({ endpoint, method }) => method !== "GET" && !(method === "POST" && posts.has(endpoint ?? "")))
  const schedule = makeFaultSchedule(plan)
  const window = makeRateWindow({ ...limit, windowMs: limit.windowMs / rateScale, lockMs: limit.lockMs / rateScale }, now)
  /** A client that leaks its secret must not leak it into the log as well. */
  const secrets = Object.values(credentials).flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    String(new URLSearchParams({ s: secret })).slice(2)
  ])
  const safe = (text: string): string => secrets.reduce((clean, secret) => clean.replaceAll(secret, "[credential]"), text)

  const answered = (
    read: RestRead | undefined,
    request: ReadRequest
  ): { readonly answer: Answer; readonly verdict: Verdict | null; readonly insideLockout: boolean } => {
    const { faults } = request
    if (read === undefined || request.method !== read.method || faults.get("down") !== undefined)
      return { answer: refusals.unknownPath, verdict: null, insideLockout: false }
    const verdict = read.signed ? exchange.authenticate(request) : null
    const passage = window.hit()
    const insideLockout = passage === "locked"
    const lockNow = faults.get("rateLimit") !== undefined
    if (lockNow && !insideLockout) window.lock()
    const refusal = lockNow || passage !== "granted" ? refusals.throttled : (planned(exchange, faults) ?? verdict?.refusal ?? null)
    if (refusal !== null) return { answer: refusal, verdict, insideLockout }
    const answer = read.answer(request)
    const bare = faults.get("numbersInsteadOfStrings") !== undefined
    return { answer: bare ? { ...answer, body: unquoteNumbers(answer.body) } : answer, verdict, insideLockout }
  }

  const serve = async (request: Request, target: string): Promise<Response> => {
    const [path = "", query = ""] = target.split("?")
    const { method, headers } = request
    const body = method === "GET" ? "" : await request.text()
    const [endpoint, segment] = named(path)
    const faults = schedule.next(endpoint ?? "unknown")
    const arrived = now()
    const at = arrived + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))
    const host = headers.get("host") ?? new URL(origin).host
    const fields = new URLSearchParams(method === "GET" ? query : body)
    const read = endpoint === null ? undefined : reads[endpoint]
    const received: ReadRequest = { method, headers, host, target, segment, body, fields, faults, at }
    const { answer, verdict, insideLockout } = answered(read, received)
    const reply = bentReply({ status: answer.status, body: answer.body, date: at }, faults)
    log.add({
      at: new Date(arrived).toISOString(),
      method,
      path: safe(path),
      query: safe(fields.toString()),
      endpoint,
      marker: read?.marker?.(received) ?? null,
      status: isSilent(faults) ? 0 : reply.status,
      code: reply.body === answer.body && !isSilent(faults) ? answer.code : null,
      nonce: verdict?.nonce ?? null,
      nonceRose: verdict?.nonceRose ?? null,
      insideLockout,
      fault: faults.names.length === 0 ? null : faults.names.join("+")
    })
    return deliver(reply, faults)
  }

  const setFaults = schedule.replace
  const handler = http.all(`${origin}/*`, ({ request }) => {
    const target = request.url.slice(request.url.indexOf("/", "https://".length)).replace(/#.*$/, "")
    return target.startsWith(controlPrefix) ? control(target, request, { state, log, setFaults }) : serve(request, target)
  })
  return {
    id,
    origin,
    handlers: [handler],
    credentials,
    planted,
    truth: state.truth,
    requests: log.report,
    clearRequests: log.clear,
    setFaults,
    append: (rows: Activity) => state.append(rows)
  }
}
