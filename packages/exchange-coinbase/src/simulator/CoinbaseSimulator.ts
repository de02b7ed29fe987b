/** One account of a pretended Coinbase: every request is let in or refused, and answered. */
import {
  makeRandom,
  makeRateWindow,
  makeRowStore,
  makeSimulator,
  unlimited,
  type ActiveFaults,
  type Answer,
  type Simulator,
  type SimulatorOptions
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, privateKeyOf, type Credentials, type KeyKind, type Verdict } from "./Authentication.ts"
import { noPermission, notFound, refuse, throttled, unauthorized, type Interface } from "./Errors.ts"
import { keyPermissions, permissionsOf } from "./KeyPermissions.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import { plantedOf } from "./planted.ts"
import type { Read } from "./Read.ts"
import { makeReads } from "./Reads.ts"
import { uuidOf } from "./rows.ts"

export interface CoinbaseSimulatorOptions extends SimulatorOptions {
  readonly account: Account | PersonaName
  /** What the key may do besides viewing. */
  readonly powers?: ReadonlyArray<string>
  /** Windows and lockouts are this many times shorter. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
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
  const { now = Date.now, rateScale = 1, rateLimits: limited = true } = options
  const account = typeof options.account === "string" ? personas[options.account]() : options.account
  const state = makeAccountState(account)
  const credentials = options.credentials ?? credentialsOf(state.portfolio, options.keyKind ?? "ES256")
  const permissions = permissionsOf(account, options.powers)
  const walletStore = () => makeRowStore("id", state.wallets())
  const reads = makeReads(state, walletStore, () => keyPermissions(state.portfolio, permissions))
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
    return read.answer({ segment, query, faults, at })
  }

  /** Counts the request; refuses it where it comes too soon. */
  const passage = ({ by }: Read, faults: ActiveFaults): { readonly refusal: Answer | null; readonly insideLockout: boolean } => {
    const seen = windows[by].hit()
    const insideLockout = seen === "locked"
    const lockNow = faults.get("rateLimit") !== undefined
    if (lockNow && !insideLockout) windows[by].lock()
    return { refusal: lockNow || seen !== "granted" ? throttled(by) : null, insideLockout }
  }

  const readOf = (path: string): Read | undefined => reads.find((one) => one.path.test(path))

  return makeSimulator(
    {
      id: "coinbase",
      origin,
      credentials: { keyName: credentials.keyName, privateKey: credentials.privateKey },
      planted: plantedOf(account),
      state,
      endpointOf: (_method, path) => readOf(path)?.name ?? null,
      react: ({ method, headers, path, query, faults, at }) => {
        const read = readOf(path)
        if (read === undefined || method !== "GET") return { answer: notFound(path.startsWith("/v2/") ? "app" : "trade") }
        const uri = `${method} ${new URL(origin).host}${path}`
        const verdict = read.by === "public" ? null : authenticate({ authorization: headers.get("authorization"), uri, at })
        const { refusal, insideLockout } = passage(read, faults)
        const segment = read.path.exec(path)![1] ?? ""
        const answered = refusal ?? answer(read, segment, new URLSearchParams(query), verdict, faults, at)
        return { answer: answered, nonce: verdict?.nonce, insideLockout }
      },
      asked: ({ query }) => {
        const fields = new URLSearchParams(query)
        return { query: fields.toString(), marker: fields.get("starting_after") ?? fields.get("cursor") }
      }
    },
    options
  )
}
