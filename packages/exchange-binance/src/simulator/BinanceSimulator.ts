/** One account of a pretended Binance: every request is let in or refused, and answered. */
import {
  makeRandom,
  makeSimulator,
  type ActiveFaults,
  type Answer,
  type Heard,
  type Simulator,
  type SimulatorOptions
} from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"
import { makeAccountState } from "./AccountState.ts"
import { makeAuthentication, type Credentials } from "./Authentication.ts"
import { banned, notLetIn, refuse, throttled, unknownPath } from "./Errors.ts"
import { flagsOf, plantedOf } from "./KeyFlags.ts"
import { personas, type PersonaName } from "./personas/index.ts"
import type { Read } from "./Read.ts"
import { makeReads } from "./Reads.ts"
import { makeWeights, type Passage } from "./Weights.ts"

export interface BinanceSimulatorOptions extends SimulatorOptions {
  readonly account: Account | PersonaName
  /** What the key may do besides reading. */
  readonly powers?: ReadonlyArray<string>
  /** Windows pass, and bans end, this many times faster. */
  readonly rateScale?: number
  /** `false`: never throttled. */
  readonly rateLimits?: boolean
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
  const { now = Date.now, rateScale = 1, rateLimits = true } = options
  const account = typeof options.account === "string" ? personas[options.account]() : options.account
  const state = makeAccountState(account)
  const credentials = options.credentials ?? credentialsOf(state.uid)
  const planted = plantedOf(state.uid)
  const [, address] = planted
  const reads = makeReads(state, flagsOf(account.flags, options.powers), account.unlisted)
  const names = new Map([...reads].map(([name, read]) => [read.path, name]))
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

  const fieldsOf = ({ query, body }: Heard): URLSearchParams =>
    new URLSearchParams(query === "" ? body : body === "" ? query : `${query}&${body}`)

  return makeSimulator(
    {
      id: "binance",
      origin,
      credentials: { apiKey: credentials.apiKey, apiSecret: credentials.apiSecret },
      planted,
      state,
      endpointOf: (method, path) => {
        const name = names.get(path)
        return name !== undefined && reads.get(name)!.method === method ? name : null
      },
      isWrite: ({ endpoint, method }) => endpoint === null && method !== "GET",
      react: (heard) => {
        const { headers, query, body, endpoint, faults, at } = heard
        const read = endpoint === null ? undefined : reads.get(endpoint)
        if (read === undefined) return { answer: unknownPath }
        const { refusal, passed } = passage(read, faults)
        const answer =
          refusal ??
          planned(faults, address) ??
          (read.signed ? authenticate({ query, body, key: headers.get("x-mbx-apikey") }, at) : null) ??
          read.answer({ fields: fieldsOf(heard), faults, now: at })
        return {
          answer: { ...answer, headers: { ...answer.headers, [usedHeader(read)]: String(passed.used) } },
          insideLockout: passed.insideLockout
        }
      },
      asked: (heard) => {
        const fields = fieldsOf(heard)
        for (const name of ["timestamp", "recvWindow", "signature"]) fields.delete(name)
        return {
          query: fields.toString(),
          marker: fields.get("fromId") ?? fields.get("offset") ?? fields.get("current") ?? fields.get("page")
        }
      }
    },
    options
  )
}

const usedHeader = ({ charge: { pool, limit } }: Read): string =>
  pool === "api" ? "x-mbx-used-weight-1m" : limit > 100_000 ? "x-sapi-used-uid-weight-1m" : "x-sapi-used-ip-weight-1m"
