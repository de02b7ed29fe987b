/** One account of a pretended Coinbase: every request is let in or refused, answered, bent by the fault plan, and logged. */
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
  makeRowStore,
  unlimited,
  unquoteNumbers,
  type ActiveFaults,
  type FaultPlan,
  type Simulator
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, privateKeyOf, type Credentials, type KeyKind, type Verdict } from "./Authentication.ts"
import { noPermission, notFound, refuse, throttled, unauthorized, type Answer, type Interface } from "./Errors.ts"
import { keyPermissions, permissionsOf } from "./KeyPermissions.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import { plantedOf } from "./planted.ts"
import type { Read } from "./Read.ts"
import { makeReads } from "./Reads.ts"
import { uuidOf } from "./rows.ts"

export interface CoinbaseSimulatorOptions {
  readonly account: Account | PersonaName
  /** What the key may do besides viewing. */
  readonly powers?: ReadonlyArray<string>
  readonly faults?: FaultPlan
  /** Windows and lockouts are this many times shorter. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
  readonly now?: () => number
  /** The exchange's clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
  readonly keyKind?: KeyKind
  readonly credentials?: Credentials
}

const origin = "https://api.coinbase.com"

/** The same account has the same key in every run, so that a sandbox can be restarted under a running client. */
const credentialsOf = (portfolio: string, kind: KeyKind): Credentials => {
  const random = makeRandom(`key:${portfolio}`)
  const name = kind === "ES256" ? `organizations/${uuidOf(random)}/apiKeys/${uuidOf(random)}` : uuidOf(random)
  return { keyName: name, privateKey: privateKeyOf(kind, random) }
}

/** The refusal a fault asks for. */
const planned = (faults: ActiveFaults, by: Interface): Answer | undefined => {
  for (const fault of ["wrongCredentials", "expiredKey", "disallowedIp"] as const) if (faults.get(fault) !== undefined) return unauthorized
  if (faults.get("missingPermission") !== undefined) return noPermission(by)
  const error = faults.get("errorBody")
  if (error === undefined) return undefined
  const code = String(error["code"] ?? (by === "app" ? "internal_server_error" : "INTERNAL"))
  return refuse(by, code, typeof error["status"] === "number" ? error["status"] : 500, String(error["message"] ?? "Request failed"))
}

const hour = 3_600_000
/** Coinbase does not say how long it refuses: a second, and a minute where it counts by the hour. */
const limits: Readonly<Record<Interface, { readonly limit: number; readonly windowMs: number; readonly lockMs: number }>> = {
  app: { limit: 10_000, windowMs: hour, lockMs: 60_000 },
  trade: { limit: 30, windowMs: 1_000, lockMs: 1_000 },
  public: { limit: 10, windowMs: 1_000, lockMs: 1_000 }
}

export const makeCoinbaseSimulator = (options: CoinbaseSimulatorOptions): Simulator => {
  const { now = Date.now, clockSkewMs = 0, rateScale = 1, rateLimits: limited = true } = options
  const account = typeof options.account === "string" ? personas[options.account]() : options.account
  const state = makeAccountState(account)
  const credentials = options.credentials ?? credentialsOf(state.portfolio, options.keyKind ?? "ES256")
  const permissions = permissionsOf(account, options.powers)
  const walletStore = () => makeRowStore("id", state.wallets())
  const reads = makeReads(state, walletStore, () => keyPermissions(state.portfolio, permissions))
  const log = makeRequestLog()
  const schedule = makeFaultSchedule(options.faults)
  const authenticate = makeAuthentication(credentials)
  const window = (by: Interface) => {
    const { limit, windowMs, lockMs } = limits[by]
    return makeRateWindow(limited ? { limit, windowMs: windowMs / rateScale, lockMs: lockMs / rateScale } : unlimited, now)
  }
  const windows = { app: window("app"), trade: window("trade"), public: window("public") }

  const answer = (
    read: Read,
    segment: string,
    query: URLSearchParams,
    verdict: Verdict | null,
    faults: ActiveFaults,
    at: number
  ): Answer => {
    const refusal = planned(faults, read.by)
    if (refusal !== undefined) return refusal
    if (verdict?.allowed === false) return unauthorized
    if (read.needsView && !permissions.includes("can_view")) return noPermission(read.by)
    const answered = read.answer({ segment, query, faults, at })
    return faults.get("numbersInsteadOfStrings") === undefined ? answered : { ...answered, body: unquoteNumbers(answered.body) }
  }

  /** Counts the request; refuses it where it comes too soon. */
  const passage = ({ by }: Read, faults: ActiveFaults): { readonly refusal: Answer | null; readonly insideLockout: boolean } => {
    const seen = windows[by].hit()
    const insideLockout = seen === "locked"
    const lockNow = faults.get("rateLimit") !== undefined
    if (lockNow && !insideLockout) windows[by].lock()
    return { refusal: lockNow || seen !== "granted" ? throttled(by) : null, insideLockout }
  }

  const exchange = async (request: Request, target: string): Promise<Response> => {
    const mark = target.indexOf("?")
    const path = mark < 0 ? target : target.slice(0, mark)
    const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1))
    const { method } = request
    const read = reads.find((one) => one.path.test(path))
    const faults = schedule.next(read?.name ?? "unknown")
    const arrived = now()
    const at = arrived + clockSkewMs + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))

    let answered: Answer = notFound(path.startsWith("/v2/") ? "app" : "trade")
    let verdict: Verdict | null = null
    let insideLockout = false
    if (read !== undefined && method === "GET" && faults.get("down") === undefined) {
      const uri = `${method} ${new URL(origin).host}${path}`
      if (read.by !== "public") verdict = authenticate({ authorization: request.headers.get("authorization"), uri, at })
      const passed = passage(read, faults)
      insideLockout = passed.insideLockout
      answered = passed.refusal ?? answer(read, read.path.exec(path)![1] ?? "", query, verdict, faults, at)
    }
    const { status, body, contentType } = answered
    const reply = bentReply({ status, body, date: at, ...(contentType === undefined ? {} : { contentType }) }, faults)
    log.add({
      at: new Date(arrived).toISOString(),
      method,
      path: safe(path),
      query: safe(query.toString()),
      endpoint: read?.name ?? null,
      marker: query.has("starting_after") || query.has("cursor") ? safe(query.get("starting_after") ?? query.get("cursor")!) : null,
      status: isSilent(faults) ? 0 : reply.status,
      code: reply.body === body && !isSilent(faults) ? answered.code : null,
      nonce: verdict?.nonce ?? null,
      nonceRose: null,
      insideLockout,
      fault: faults.names.length === 0 ? null : faults.names.join("+")
    })
    return deliver(reply, faults)
  }

  /** A client that leaks its secret must not leak it into the log as well. */
  const secrets = [credentials.privateKey, encodeURIComponent(credentials.privateKey)]
  const safe = (text: string): string => secrets.reduce((clean, secret) => clean.replaceAll(secret, "[privateKey]"), text)

  const setFaults = schedule.replace
  const handler = http.all(`${origin}/*`, ({ request }) => {
    const target = request.url.slice(request.url.indexOf("/", "https://".length)).replace(/#.*$/, "")
    return target.startsWith(controlPrefix) ? control(target, request, { state, log, setFaults }) : exchange(request, target)
  })

  return {
    id: "coinbase",
    origin,
    handlers: [handler],
    credentials: { keyName: credentials.keyName, privateKey: credentials.privateKey },
    planted: plantedOf(account),
    truth: state.truth,
    requests: log.report,
    clearRequests: log.clear,
    setFaults,
    append: state.append
  }
}
