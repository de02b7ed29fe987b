/** One account of a pretended Bitso: every request is let in or refused, answered, bent by the fault plan, and logged. */
import { http } from "msw"
import {
  bentReply,
  control,
  controlPrefix,
  deliver,
  isSilent,
  makeFaultSchedule,
  makeRandom,
  makeRateWindow,
  makeRequestLog,
  unlimited,
  unquoteNumbers,
  type ActiveFaults,
  type FaultPlan,
  type RateLimit,
  type Simulator
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, type Credentials, type Verdict } from "./Authentication.ts"
import { badCredentials, badMethod, needsAuthentication, noPermission, refuse, throttled, unknownPath, type Answer } from "./Errors.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import type { Read } from "./Read.ts"
import { lookup, makeReads, personOf } from "./Reads.ts"

export interface BitsoSimulatorOptions {
  readonly account: Account | PersonaName
  readonly faults?: FaultPlan
  /** Windows and lockouts are this many times shorter. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
  readonly now?: () => number
  /** The exchange's clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
  readonly nonceWindowMs?: number
  /** `false`: refuses the old scheme, as was announced for November 2025. Clients of 2026 still use it. */
  readonly nonceV1?: boolean
  /** The code of a refused key, nonce, signature or address. */
  readonly refusalCode?: "0201" | "0215"
  readonly credentials?: Credentials
}

const origin = "https://bitso.com"
const anyBitsoUrl = /^https:\/\/(?:api\.)?bitso\.com\//
const versionedPath = /^\/(?:api\/)?v3\/([^?]*?)\/?$/

/** The same account has the same key in every run, so that a sandbox can be restarted under a running client. */
const credentialsOf = (clientId: string): Credentials => {
  const random = makeRandom(`key:${clientId}`)
  return { apiKey: random.alphanumeric(10), apiSecret: random.hex(32) }
}

/** In a scope of its own: nothing may hold on to an account's rows once its lists have them. */
const openAccount = (given: Account | PersonaName) => {
  const account = typeof given === "string" ? personas[given]() : given
  return { state: makeAccountState(account), permissions: account.permissions }
}

export const makeBitsoSimulator = (options: BitsoSimulatorOptions): Simulator => {
  const { now = Date.now, clockSkewMs = 0, refusalCode = "0201" } = options
  const { state, permissions } = openAccount(options.account)
  const credentials = options.credentials ?? credentialsOf(state.clientId)
  const reads = makeReads(state)
  const log = makeRequestLog()
  const schedule = makeFaultSchedule(options.faults)
  const authenticate = makeAuthentication(
    { credentials, nonceWindowMs: options.nonceWindowMs ?? 600_000, nonceV1: options.nonceV1 ?? true },
    now
  )
  const minute = 60_000 / (options.rateScale ?? 1)
  const limited = options.rateLimits ?? true
  const rate = (limit: number): RateLimit => (!limited ? unlimited : { limit, windowMs: minute, lockMs: minute })
  const windows = { private: makeRateWindow(rate(300), now), public: makeRateWindow(rate(60), now) }

  /** Public reads need no key, so no permission of one. */
  const permitted = (read: Read): boolean => !read.signed || (permissions?.includes(read.permission) ?? true)

  /** The refusal a fault asks for. */
  const planned = (faults: ActiveFaults): Answer | undefined => {
    if (faults.get("wrongCredentials") !== undefined) return badCredentials(refusalCode)
    if (faults.get("expiredKey") !== undefined) return refuse("0326", "API key is not active")
    const address = faults.get("disallowedIp")
    if (address !== undefined) return badCredentials(String(address["code"] ?? refusalCode))
    if (faults.get("missingPermission") !== undefined) return noPermission
    const error = faults.get("errorBody")
    if (error === undefined) return undefined
    const status = error["status"]
    return refuse(
      String(error["code"] ?? "0101"),
      String(error["message"] ?? "Simulated error"),
      typeof status === "number" ? status : undefined
    )
  }

  const answer = (
    read: Read,
    method: string,
    query: URLSearchParams,
    verdict: Verdict | null,
    signed: boolean,
    faults: ActiveFaults,
    at: number
  ): Answer => {
    const refusal = planned(faults)
    if (refusal !== undefined) return refusal
    if (verdict !== null && !verdict.accepted) return signed ? badCredentials(refusalCode) : needsAuthentication
    if (method !== "GET") return badMethod
    if (!permitted(read)) return noPermission
    const answered = read.answer({ query, faults, now: at })
    if (faults.get("numbersInsteadOfStrings") === undefined) return answered
    return { ...answered, body: unquoteNumbers(answered.body) }
  }

  const exchange = async (request: Request, target: string): Promise<Response> => {
    const mark = target.indexOf("?")
    const path = mark < 0 ? target : target.slice(0, mark)
    const queryText = mark < 0 ? "" : target.slice(mark + 1)
    const query = new URLSearchParams(queryText)
    const { method } = request
    const name = versionedPath.exec(path)?.[1]
    const read = name === undefined ? undefined : (reads.get(name) ?? lookup(state, name))
    const endpoint = read === undefined ? null : reads.has(name!) ? name! : read.permission
    const faults = schedule.next(endpoint ?? "unknown")
    const arrived = now()
    const at = arrived + clockSkewMs + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))

    let answered: Answer = unknownPath
    let verdict: Verdict | null = null
    let insideLockout = false
    if (read !== undefined && faults.get("down") === undefined) {
      const authorization = request.headers.get("authorization")
      const body = method === "GET" ? "" : await request.text()
      if (read.signed) verdict = authenticate({ method, target, body, authorization }, at)
      const window = read.signed ? windows.private : windows.public
      const passage = window.hit()
      insideLockout = passage === "locked"
      const lockNow = faults.get("rateLimit") !== undefined
      if (lockNow && !insideLockout) window.lock()
      answered = lockNow || passage !== "granted" ? throttled : answer(read, method, query, verdict, authorization !== null, faults, at)
    }
    const reply = bentReply({ status: answered.status, body: answered.body, date: at }, faults)
    log.add({
      at: new Date(arrived).toISOString(),
      method,
      path: safe(path),
      query: safe(queryText),
      endpoint,
      marker: query.has("marker") ? safe(query.get("marker")!) : null,
      status: isSilent(faults) ? 0 : reply.status,
      code: reply.body === answered.body && !isSilent(faults) ? answered.code : null,
      nonce: verdict?.nonce ?? null,
      nonceRose: verdict?.nonceRose ?? null,
      insideLockout,
      fault: faults.names.length === 0 ? null : faults.names.join("+")
    })
    return deliver(reply, faults)
  }

  /** A client that leaks its secret into an address must not leak it into the log as well. */
  const safe = (text: string): string =>
    text.includes(credentials.apiSecret) ? text.replaceAll(credentials.apiSecret, "[apiSecret]") : text

  const setFaults = schedule.replace
  const handler = http.all(anyBitsoUrl, ({ request }) => {
    const target = request.url.slice(request.url.indexOf("/", "https://".length)).replace(/#.*$/, "")
    return target.startsWith(controlPrefix) ? control(target, request, { state, log, setFaults }) : exchange(request, target)
  })

  return {
    id: "bitso",
    origin,
    handlers: [handler],
    credentials: { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
    planted: personOf(state.clientId),
    truth: state.truth,
    requests: log.report,
    clearRequests: log.clear,
    setFaults,
    append: state.append
  }
}
