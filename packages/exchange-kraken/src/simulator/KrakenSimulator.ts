/** One account of a pretended Kraken: every request is let in or refused, and answered. */
import {
  makeRandom,
  makeRateWindow,
  makeSimulator,
  unlimited,
  type ActiveFaults,
  type Answer,
  type Heard,
  type Simulator,
  type SimulatorOptions
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, type Credentials, type Verdict } from "./Authentication.ts"
import { makeCallCounter, starter, type CounterRule } from "./CallCounter.ts"
import { noPermission, publicThrottled, refuse, throttled, unknownMethod } from "./Errors.ts"
import { keyInfo, permissionsOf, plantedOf } from "./KeyInfo.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import type { Read } from "./Read.ts"
import { makeReads } from "./Reads.ts"

export interface KrakenSimulatorOptions extends SimulatorOptions {
  readonly account: Account | PersonaName
  /** What the key may do besides reading. */
  readonly powers?: ReadonlyArray<string>
  /** The counter falls, and windows pass, this many times faster. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
  readonly counter?: CounterRule
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
  const { now = Date.now, rateScale = 1, rateLimits: limited = true } = options
  const account = typeof options.account === "string" ? personas[options.account]() : options.account
  const state = makeAccountState(account)
  const credentials = options.credentials ?? credentialsOf(state.iban)
  const permissions = permissionsOf(account, options.powers)
  const sight = { from: account.query_from ?? 0, to: account.query_to || Infinity }
  const reads = makeReads(state, sight, (nonce) => keyInfo(account, credentials.apiKey, permissions, nonce))
  const endpoints = new Map([...reads].map(([name, read]) => [read.path, name]))
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
    return read.answer({ fields, faults, nonce: verdict?.nonce ?? "0", at })
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

  const fieldsOf = ({ method, query, body }: Heard): URLSearchParams => new URLSearchParams(method === "GET" ? query : body)

  return makeSimulator(
    {
      id: "kraken",
      origin,
      credentials: { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
      planted: plantedOf(state.iban),
      state,
      endpointOf: (_method, path) => endpoints.get(path) ?? null,
      isWrite: ({ endpoint, method }) => endpoint === null && method !== "GET",
      react: (heard) => {
        const { method, headers, target, body, endpoint, faults, at } = heard
        const read = endpoint === null ? undefined : reads.get(endpoint)
        if (read === undefined || (method === "POST") !== isPrivate(read)) return { answer: unknownMethod }
        const verdict = isPrivate(read)
          ? authenticate({ path: target, body, key: headers.get("api-key"), signature: headers.get("api-sign") })
          : null
        const { refusal, insideLockout } = passage(read, faults)
        const answered = refusal ?? answer(read, fieldsOf(heard), verdict, faults, at)
        return { answer: answered, nonce: verdict?.nonce, nonceRose: verdict?.nonceRose, insideLockout }
      },
      asked: (heard) => {
        const fields = fieldsOf(heard)
        fields.delete("nonce")
        return { query: fields.toString(), marker: fields.get("end") ?? fields.get("cursor") }
      }
    },
    options
  )
}
