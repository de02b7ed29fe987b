/** One account of a pretended Bitso: every request is let in or refused, and answered. */
import {
  makeRandom,
  makeRateWindow,
  makeSimulator,
  unlimited,
  type ActiveFaults,
  type Answer,
  type RateLimit,
  type Simulator,
  type SimulatorOptions
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, type Credentials, type Verdict } from "./Authentication.ts"
import { badCredentials, badMethod, needsAuthentication, noPermission, refuse, throttled, unknownPath } from "./Errors.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import type { Read } from "./Read.ts"
import { lookup, makeReads, personOf } from "./Reads.ts"

export interface BitsoSimulatorOptions extends SimulatorOptions {
  readonly account: Account | PersonaName
  /** Windows and lockouts are this many times shorter. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
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
  const { now = Date.now, refusalCode = "0201" } = options
  const { state, permissions } = openAccount(options.account)
  const credentials = options.credentials ?? credentialsOf(state.clientId)
  const reads = makeReads(state)
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
    return read.answer({ query, faults, now: at })
  }

  /** The read that a path is of, and what it is called. */
  const readOf = (path: string): { readonly endpoint: string; readonly read: Read } | null => {
    const name = versionedPath.exec(path)?.[1]
    if (name === undefined) return null
    const read = reads.get(name)
    if (read !== undefined) return { endpoint: name, read }
    const single = lookup(state, name)
    return single === undefined ? null : { endpoint: single.permission, read: single }
  }

  return makeSimulator(
    {
      id: "bitso",
      origin,
      addresses: anyBitsoUrl,
      credentials: { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
      planted: personOf(state.clientId),
      state,
      endpointOf: (_method, path) => readOf(path)?.endpoint ?? null,
      react: ({ method, headers, target, path, query, body, faults, at }) => {
        const read = readOf(path)?.read
        if (read === undefined) return { answer: unknownPath }
        const authorization = headers.get("authorization")
        const verdict = read.signed ? authenticate({ method, target, body, authorization }, at) : null
        const window = read.signed ? windows.private : windows.public
        const passage = window.hit()
        const insideLockout = passage === "locked"
        const lockNow = faults.get("rateLimit") !== undefined
        if (lockNow && !insideLockout) window.lock()
        const answered =
          lockNow || passage !== "granted"
            ? throttled
            : answer(read, method, new URLSearchParams(query), verdict, authorization !== null, faults, at)
        return { answer: answered, nonce: verdict?.nonce, nonceRose: verdict?.nonceRose, insideLockout }
      },
      asked: ({ query }) => ({ query, marker: new URLSearchParams(query).get("marker") })
    },
    options
  )
}
