/** One account of a pretended Binance: every request is let in or refused, answered, bent by the fault plan, and logged. */
import { http } from "msw"
import {
  bentReply,
  control,
  controlPrefix,
  deliver,
  isSilent,
  makeFaultSchedule,
  makeRandom,
  makeRequestLog,
  unquoteNumbers,
  type ActiveFaults,
  type FaultPlan,
  type Simulator
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, type Credentials } from "./Authentication.ts"
import { banned, notLetIn, refuse, throttled, unknownPath, type Answer } from "./Errors.ts"
import { flagsOf, plantedOf } from "./KeyFlags.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import type { Read } from "./Read.ts"
import { makeReads } from "./Reads.ts"
import { makeWeights, type Passage } from "./Weights.ts"

export interface BinanceSimulatorOptions {
  readonly account: Account | PersonaName
  /** What the key may do besides reading. */
  readonly powers?: ReadonlyArray<string>
  readonly faults?: FaultPlan
  /** Windows pass, and bans end, this many times faster. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
  readonly now?: () => number
  /** The exchange's clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
  readonly credentials?: Credentials
}

const origin = "https://api.binance.com"

/** The same account has the same key in every run, so that a sandbox can be restarted under a running client. */
const credentialsOf = (uid: number): Credentials => {
  const random = makeRandom(`key:${uid}`)
  return { apiKey: random.alphanumeric(64), apiSecret: random.alphanumeric(64) }
}

/** The refusal a fault asks for. Binance has one for a wrong key, an old one, a wrong address and a missing permission. */
const planned = (faults: ActiveFaults, address: string): Answer | undefined => {
  for (const name of ["wrongCredentials", "expiredKey", "disallowedIp", "missingPermission"] as const)
    if (faults.get(name) !== undefined) return notLetIn(address)
  const error = faults.get("errorBody")
  if (error === undefined) return undefined
  const code = -Math.abs(Number(error["code"] ?? 1001))
  return refuse(Number.isFinite(code) ? code : -1000, String(error["message"] ?? "Internal error."), Number(error["status"] ?? 400))
}

export const makeBinanceSimulator = (options: BinanceSimulatorOptions): Simulator => {
  const { now = Date.now, clockSkewMs = 0, rateScale = 1, rateLimits = true } = options
  const account = typeof options.account === "string" ? personas[options.account]() : options.account
  const state = makeAccountState(account)
  const credentials = options.credentials ?? credentialsOf(state.uid)
  const planted = plantedOf(state.uid)
  const [, address] = planted
  const reads = makeReads(state, flagsOf(account.flags, options.powers), account.unlisted)
  const names = new Map([...reads].map(([name, read]) => [read.path, name]))
  const log = makeRequestLog(undefined, ({ endpoint, method }) => endpoint === null && method !== "GET")
  const schedule = makeFaultSchedule(options.faults)
  const authenticate = makeAuthentication(credentials, address)
  const weights = makeWeights(60_000 / rateScale, rateLimits, now)

  /** Counts the request; refuses it where it comes too soon. */
  const passage = (read: Read, faults: ActiveFaults): { readonly refusal: Answer | null; readonly passed: Passage } => {
    if (faults.get("rateLimit") !== undefined) weights.lock(read.charge)
    const passed = weights.hit(read.charge)
    const seconds = Math.max(1, Math.ceil((passed.retryAfterMs * rateScale) / 1000))
    const refusal = { granted: null, exceeded: throttled(seconds), banned: banned(seconds) }[passed.outcome]
    return { refusal, passed }
  }

  const exchange = async (request: Request, target: string): Promise<Response> => {
    const mark = target.indexOf("?")
    const path = mark < 0 ? target : target.slice(0, mark)
    const query = mark < 0 ? "" : target.slice(mark + 1)
    const { method } = request
    const body = method === "GET" ? "" : await request.text()
    const fields = new URLSearchParams(query === "" ? body : body === "" ? query : `${query}&${body}`)
    const read = reads.get(names.get(path) ?? "")
    const endpoint = read === undefined || read.method !== method ? null : names.get(path)!
    const faults = schedule.next(endpoint ?? "unknown")
    const arrived = now()
    const at = arrived + clockSkewMs + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))

    let answered: Answer = unknownPath
    let passed: Passage | null = null
    if (read !== undefined && endpoint !== null && faults.get("down") === undefined) {
      const { refusal, passed: counted } = passage(read, faults)
      passed = counted
      answered =
        refusal ??
        planned(faults, address) ??
        (read.signed ? authenticate({ query, body, key: request.headers.get("x-mbx-apikey") }, at) : null) ??
        read.answer({ fields, faults, now: at })
      if (answered.code === null && faults.get("numbersInsteadOfStrings") !== undefined)
        answered = { ...answered, body: unquoteNumbers(answered.body) }
    }
    const reply = bentReply({ status: answered.status, body: answered.body, date: at }, faults)
    const untouched = reply.body === answered.body && !isSilent(faults)
    for (const name of ["timestamp", "recvWindow", "signature"]) fields.delete(name)
    log.add({
      at: new Date(arrived).toISOString(),
      method,
      path: safe(path),
      query: safe(fields.toString()),
      endpoint,
      marker: fields.get("fromId") ?? fields.get("offset") ?? fields.get("current") ?? fields.get("page"),
      status: isSilent(faults) ? 0 : reply.status,
      code: untouched ? answered.code : null,
      nonce: null,
      nonceRose: null,
      insideLockout: passed?.insideLockout ?? false,
      fault: faults.names.length === 0 ? null : faults.names.join("+")
    })
    const response = await deliver(reply, faults)
    if (isSilent(faults)) return response
    if (passed !== null && read !== undefined) response.headers.set(usedHeader(read), String(passed.used))
    if (untouched && answered.retryAfter !== undefined) response.headers.set("retry-after", String(answered.retryAfter))
    return response
  }

  /** A client that leaks its secret must not leak it into the log as well. */
  const safe = (text: string): string => text.replaceAll(credentials.apiSecret, "[apiSecret]")

  const setFaults = schedule.replace
  const handler = http.all(`${origin}/*`, ({ request }) => {
    const target = request.url.slice(request.url.indexOf("/", "https://".length)).replace(/#.*$/, "")
    return target.startsWith(controlPrefix) ? control(target, request, { state, log, setFaults }) : exchange(request, target)
  })

  return {
    id: "binance",
    origin,
    handlers: [handler],
    credentials: { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
    planted,
    truth: state.truth,
    requests: log.report,
    clearRequests: log.clear,
    setFaults,
    append: state.append
  }
}

const usedHeader = ({ charge: { pool, limit } }: Read): string =>
  pool === "api" ? "x-mbx-used-weight-1m" : limit > 100_000 ? "x-sapi-used-uid-weight-1m" : "x-sapi-used-ip-weight-1m"
