/**
 * What every simulator does with a request: it asks the fault plan, has the exchange answer, lets the plan bend the answer, and
 * writes a line into the log, without anything secret. Beside the exchange's own interface stand the paths of a tester.
 */
import { http } from "msw"
import { control, controlPrefix, type Controlled } from "./Control.ts"
import { bentReply, deliver, isSilent } from "./Delivery.ts"
import type { FaultPlan } from "./FaultPlan.ts"
import { makeFaultSchedule, type ActiveFaults } from "./FaultSchedule.ts"
import { makeRequestLog, type RequestEntry } from "./RequestLog.ts"
import { unquoteNumbers } from "./RowFaults.ts"
import type { Simulator } from "./Simulator.ts"

export interface Answer {
  readonly status: number
  /** The exchange's own code of a refusal; `null`: it is none. */
  readonly code: string | null
  readonly body: string
  /** JSON where it is not said. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as it arrived. */
export interface Heard {
  readonly method: string
  readonly headers: Headers
  /** Path and query as sent. */
  readonly target: string
  readonly path: string
  readonly query: string
  /** Empty for a GET. */
  readonly body: string
  readonly endpoint: string | null
  readonly faults: ActiveFaults
  /** The exchange's clock, epoch milliseconds. */
  readonly at: number
}

export interface Reaction {
  readonly answer: Answer
  readonly nonce?: string | null | undefined
  /** Whether the nonce is one that the exchange takes. */
  readonly nonceRose?: boolean | null | undefined
  readonly insideLockout?: boolean
}

export interface SimulatedExchange {
  readonly id: string
  readonly origin: string
  /** Its addresses, where they are not those below `origin`. */
  readonly addresses?: RegExp
  readonly credentials: Readonly<Record<string, string>>
  readonly planted: ReadonlyArray<string>
  readonly state: Controlled["state"] & { readonly truth: () => unknown }
  /** As the fault plan and the log name what a path is of; `null`: it is none of its own. */
  readonly endpointOf: (method: string, path: string) => string | null
  readonly react: (heard: Heard) => Reaction
  /** For the log: what was asked, without nonce and signature, and which row the page starts at. */
  readonly asked: (heard: Heard) => { readonly query: string; readonly marker: string | null }
  /** Where reads are offered as POST: which requests are none. */
  readonly isWrite?: (entry: RequestEntry) => boolean
}

export interface SimulatorOptions {
  readonly faults?: FaultPlan
  readonly now?: () => number
  /** The exchange's clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
}

/** A client that leaks its secret must not leak it into the log as well. */
const hiding = (credentials: Readonly<Record<string, string>>): ((text: string) => string) => {
  const spellings = Object.entries(credentials).flatMap(([name, secret]) =>
    [secret, encodeURIComponent(secret), String(new URLSearchParams({ s: secret })).slice(2)].map((spelling) => [name, spelling] as const)
  )
  return (text) => spellings.reduce((clean, [name, spelling]) => clean.replaceAll(spelling, `[${name}]`), text)
}

const unreachable: Reaction = { answer: { status: 0, code: null, body: "" } }

export const makeSimulator = (
  exchange: SimulatedExchange,
  { faults: plan, now = Date.now, clockSkewMs = 0 }: SimulatorOptions
): Simulator => {
  const { id, origin, credentials, planted, state } = exchange
  const log = makeRequestLog(undefined, exchange.isWrite)
  const schedule = makeFaultSchedule(plan)
  const safe = hiding(credentials)

  const serve = async (request: Request, target: string): Promise<Response> => {
    const mark = target.indexOf("?")
    const path = mark < 0 ? target : target.slice(0, mark)
    const { method, headers } = request
    const body = method === "GET" ? "" : await request.text()
    const endpoint = exchange.endpointOf(method, path)
    const faults = schedule.next(endpoint ?? "unknown", path)
    const arrived = now()
    const at = arrived + clockSkewMs + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))
    const heard: Heard = { method, headers, target, path, query: mark < 0 ? "" : target.slice(mark + 1), body, endpoint, faults, at }

    const reaction = faults.get("down") === undefined ? exchange.react(heard) : unreachable
    const { code, ...answer } = reaction.answer
    const bare = code === null && faults.get("numbersInsteadOfStrings") !== undefined ? unquoteNumbers(answer.body) : answer.body
    const reply = bentReply({ ...answer, body: bare, date: at }, faults)
    const { query, marker } = exchange.asked(heard)
    log.add({
      at: new Date(arrived).toISOString(),
      method,
      path: safe(path),
      query: safe(query),
      endpoint,
      marker: marker === null ? null : safe(marker),
      status: isSilent(faults) ? 0 : reply.status,
      code: reply.body === bare && !isSilent(faults) ? code : null,
      nonce: reaction.nonce ?? null,
      nonceRose: reaction.nonceRose ?? null,
      insideLockout: reaction.insideLockout ?? false,
      fault: faults.names.length === 0 ? null : faults.names.join("+")
    })
    return deliver(reply, faults)
  }

  const setFaults = schedule.replace
  const handler = http.all(exchange.addresses ?? `${origin}/*`, ({ request }) => {
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
    append: state.append
  }
}
