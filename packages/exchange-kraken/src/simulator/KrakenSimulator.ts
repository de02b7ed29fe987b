/** One account of a pretended Kraken: every request is let in or refused, answered, bent by the fault plan, and logged. */
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
  type Simulator
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, type Credentials, type Verdict } from "./Authentication.ts"
import { makeCallCounter, starter, type CounterRule } from "./CallCounter.ts"
import { noPermission, publicThrottled, refuse, throttled, unknownMethod, type Answer } from "./Errors.ts"
import { keyInfo, permissionsOf, plantedOf } from "./KeyInfo.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import type { Read } from "./Read.ts"
import { makeReads } from "./Reads.ts"

export interface KrakenSimulatorOptions {
  readonly account: Account | PersonaName
  /** What the key may do besides reading. */
  readonly powers?: ReadonlyArray<string>
  readonly faults?: FaultPlan
  /** The counter falls, and windows pass, this many times faster. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
  readonly counter?: CounterRule
  readonly now?: () => number
  /** The exchange's clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
  readonly credentials?: Credentials
}

const origin = "https://api.kraken.com"

/** The same account has the same key in every run, so that a sandbox can be restarted under a running client. */
const credentialsOf = (iban: string): Credentials => {
  const random = makeRandom(`key:${iban}`)
  return { apiKey: random.alphanumeric(56), apiSecret: Buffer.from(random.hex(128), "hex").toString("base64") }
}

/** The refusal a fault asks for. */
const planned = (faults: ActiveFaults): Answer | undefined => {
  if (faults.get("wrongCredentials") !== undefined) return refuse("EAPI:Invalid key")
  if (faults.get("expiredKey") !== undefined) return refuse("EAPI:Invalid key")
  const address = faults.get("disallowedIp")
  if (address !== undefined) return refuse(String(address["code"] ?? "EAPI:Invalid key"))
  if (faults.get("missingPermission") !== undefined) return noPermission
  const error = faults.get("errorBody")
  if (error === undefined) return undefined
  return refuse(String(error["code"] ?? "EGeneral:Internal error"), typeof error["status"] === "number" ? error["status"] : 200)
}

export const makeKrakenSimulator = (options: KrakenSimulatorOptions): Simulator => {
  const { now = Date.now, clockSkewMs = 0, rateScale = 1, rateLimits: limited = true } = options
  const account = typeof options.account === "string" ? personas[options.account]() : options.account
  const state = makeAccountState(account)
  const credentials = options.credentials ?? credentialsOf(state.iban)
  const permissions = permissionsOf(account, options.powers)
  const sight = { from: account.query_from ?? 0, to: account.query_to || Infinity }
  const reads = makeReads(state, sight, (nonce) => keyInfo(account, credentials.apiKey, permissions, nonce))
  const endpoints = new Map([...reads].map(([name, read]) => [read.path, name]))
  const log = makeRequestLog(undefined, ({ endpoint, method }) => endpoint === null && method !== "GET")
  const schedule = makeFaultSchedule(options.faults)
  const authenticate = makeAuthentication(credentials)
  const rule = options.counter ?? starter
  const counter = makeCallCounter(limited ? { ...rule, decay: rule.decay * rateScale } : { maximum: Infinity, decay: 1 }, now)
  const minute = 60_000 / rateScale
  const window = makeRateWindow(limited ? { limit: 60, windowMs: minute, lockMs: minute } : unlimited, now)

  const isPrivate = (read: Read): boolean => read.path.startsWith("/0/private/")

  const answer = (read: Read, fields: URLSearchParams, verdict: Verdict | null, faults: ActiveFaults, at: number): Answer => {
    const refusal = planned(faults)
    if (refusal !== undefined) return refusal
    if (verdict !== null && verdict.refusal !== null) return refuse(verdict.refusal)
    if (read.permissions !== null && !read.permissions.some((one) => permissions.includes(one))) return noPermission
    const answered = read.answer({ fields, faults, nonce: verdict?.nonce ?? "0", at })
    return faults.get("numbersInsteadOfStrings") === undefined ? answered : { ...answered, body: unquoteNumbers(answered.body) }
  }

  /** Counts the request; refuses it where it comes too soon. */
  const passage = (read: Read, faults: ActiveFaults): { readonly refusal: Answer | null; readonly insideLockout: boolean } => {
    const own = isPrivate(read)
    const seen = own ? counter.hit(read.cost) : window.hit()
    const insideLockout = seen === "locked"
    const lockNow = faults.get("rateLimit") !== undefined
    if (lockNow && !insideLockout) (own ? counter : window).lock()
    return { refusal: lockNow || seen !== "granted" ? (own ? throttled : publicThrottled) : null, insideLockout }
  }

  const exchange = async (request: Request, target: string): Promise<Response> => {
    const mark = target.indexOf("?")
    const path = mark < 0 ? target : target.slice(0, mark)
    const { method } = request
    const body = method === "GET" ? "" : await request.text()
    const fields = new URLSearchParams(method === "GET" && mark >= 0 ? target.slice(mark + 1) : body)
    const endpoint = endpoints.get(path) ?? null
    const read = endpoint === null ? undefined : reads.get(endpoint)
    const faults = schedule.next(endpoint ?? "unknown")
    const arrived = now()
    const at = arrived + clockSkewMs + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))

    let answered: Answer = unknownMethod
    let verdict: Verdict | null = null
    let insideLockout = false
    if (read !== undefined && (method === "POST") === isPrivate(read) && faults.get("down") === undefined) {
      if (isPrivate(read)) {
        verdict = authenticate({ path: target, body, key: request.headers.get("api-key"), signature: request.headers.get("api-sign") })
      }
      const passed = passage(read, faults)
      insideLockout = passed.insideLockout
      answered = passed.refusal ?? answer(read, fields, verdict, faults, at)
    }
    const reply = bentReply({ status: answered.status, body: answered.body, date: at }, faults)
    fields.delete("nonce")
    log.add({
      at: new Date(arrived).toISOString(),
      method,
      path: safe(path),
      query: safe(fields.toString()),
      endpoint,
      marker: fields.has("end") || fields.has("cursor") ? safe(fields.get("end") ?? fields.get("cursor")!) : null,
      status: isSilent(faults) ? 0 : reply.status,
      code: reply.body === answered.body && !isSilent(faults) ? answered.code : null,
      nonce: verdict?.nonce ?? null,
      nonceRose: verdict?.nonceRose ?? null,
      insideLockout,
      fault: faults.names.length === 0 ? null : faults.names.join("+")
    })
    return deliver(reply, faults)
  }

  /** A client that leaks its secret must not leak it into the log as well. */
  const secrets = [credentials.apiSecret, encodeURIComponent(credentials.apiSecret)]
  const safe = (text: string): string => secrets.reduce((clean, secret) => clean.replaceAll(secret, "[apiSecret]"), text)

  const setFaults = schedule.replace
  const handler = http.all(`${origin}/*`, ({ request }) => {
    const target = request.url.slice(request.url.indexOf("/", "https://".length)).replace(/#.*$/, "")
    return target.startsWith(controlPrefix) ? control(target, request, { state, log, setFaults }) : exchange(request, target)
  })

  return {
    id: "kraken",
    origin,
    handlers: [handler],
    credentials: { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
    planted: plantedOf(state.iban),
    truth: state.truth,
    requests: log.report,
    clearRequests: log.clear,
    setFaults,
    append: state.append
  }
}
