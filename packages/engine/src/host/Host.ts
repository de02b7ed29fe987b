/**
 * The only way to an exchange. Refuses what a manifest does not declare, waits its turn, signs through the vault, reads
 * the reply without loss, names failures, retries what may be retried.
 */
import { type Adapter, type Call, endpointOf, type Failure, failure, type Json, LosslessJson, type Reply } from "@caudal/exchange"
import { Clock, Context, Effect, Layer, Schema, Semaphore } from "effect"
import type { SqlError } from "effect/sql"
import type { Signer, VaultError } from "../vault/Vault.ts"
import { target } from "./Egress.ts"
import { Nonces } from "./Nonces.ts"
import { Pacer } from "./Pacer.ts"
import { send, type TransportFailure } from "./transport.ts"

/** A call that failed for good this time. */
export class CallFailed extends Schema.TaggedError<CallFailed>()("CallFailed", {
  exchange: Schema.String,
  endpoint: Schema.String,
  failure: Schema.Unknown as unknown as Schema.Codec<Failure>
}) {
  override get message() {
    return `${this.exchange}.${this.endpoint}: ${this.failure.code}`
  }
}

export interface Caller {
  readonly adapter: Adapter
  readonly signer: Signer | null
  /** Key of the account (or of the key, while the account is not known) for limits of that scope. */
  readonly account: string
  /** Hears until when the host waits (budget or lockout), and `null` when it goes on. */
  readonly onWait: (until: number | null) => Effect.Effect<void>
  /** Of one run: once its key was refused twice in a row nothing more is sent with it, by whichever list. */
  readonly refusals?: Refusals
  /** Hears of every reply, also of those that are failures, before anything is made of it. */
  readonly keep?: Keep
}

/** A reply without what must not be kept: the adapter has taken out personal data, the host keys and signatures. */
export interface KeptReply {
  readonly endpoint: string
  /** JSON of what was asked: the call; of a list, its stream request. */
  readonly request: string
  readonly status: number
  readonly text: string
  readonly receivedAt: number
  readonly failure: Failure | null
}

/** `lasting`: something that is stored rests on the reply. Else it is one of the last few of its kind. */
export type Keep = (reply: KeptReply, lasting?: boolean) => Effect.Effect<void, SqlError.SqlError>

export interface Refusals {
  inRow: number
  last: Failure | null
}

/** A nonce race reads like a wrong key, so the first refusal is not believed; further ones may lock the account. */
const mostRefusals = 2

export interface Received {
  readonly reply: Reply
  /** The exchange's clock where it tells, else ours. */
  readonly at: number
}

export class Host extends Context.Service<
  Host,
  {
    readonly call: (caller: Caller, call: Call) => Effect.Effect<Received, CallFailed | VaultError | SqlError.SqlError>
    /** A call was made before it was known for whose account: it counts for that account's limits, too. */
    readonly count: (caller: Caller, call: Call) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/host/Host") {
  static readonly layer = (options: { readonly exchangeOrigins: Readonly<Record<string, string>>; readonly rateScale: number }) =>
    Layer.effect(
      Host,
      Effect.gen(function* () {
        const pacer = yield* Pacer
        const nonces = yield* Nonces
        /** One signer per key, serialised. */
        const locks = new Map<string, Semaphore.Semaphore>()
        const lockOf = (key: string) => {
          const lock = locks.get(key) ?? Semaphore.makeUnsafe(1)
          locks.set(key, lock)
          return lock
        }
        const pausePerTry = [1_000, 4_000, 10_000].map((ms) => ms / options.rateScale)

        const attempt = Effect.fnUntraced(function* (caller: Caller, call: Call, number: number) {
          const { adapter, signer } = caller
          const { manifest } = adapter
          const fail = (failed: Failure) => new CallFailed({ exchange: manifest.id, endpoint: call.endpoint, failure: failed })
          const pure = <A>(name: string, run: () => A) =>
            Effect.try({ try: run, catch: () => fail(failure("ADAPTER_BUG", `the adapter's ${name} threw`)) })
          const to = target(manifest, call, options.exchangeOrigins[manifest.id])
          if (typeof to === "string") return yield* fail(failure("ADAPTER_BUG", to))
          const limit = limitOf(caller, call)
          if (limit === undefined) return yield* fail(failure("ADAPTER_BUG", `${call.endpoint} names an unknown rate`))
          const { scope, rule, cost } = limit

          const { refusals } = caller
          const exchange = Effect.gen(function* () {
            if (to.endpoint.signed && refusals !== undefined && refusals.last !== null && refusals.inRow >= mostRefusals)
              return yield* fail(refusals.last)
            const asked = yield* Clock.currentTimeMillis
            const slot = yield* pacer.acquire(scope, rule, caller.onWait, cost)
            const headers: Record<string, string> = { accept: "application/json" }
            let path = to.path
            let body = to.body
            let signed: ReadonlyArray<string> = []
            if (to.endpoint.signed) {
              if (signer === null) return yield* fail(failure("AUTH_INVALID", `${call.endpoint} needs credentials`))
              const nonce = yield* nonces.next(manifest.nonce, signer.fingerprint)
              const time = yield* Clock.currentTimeMillis
              const signable = { method: to.endpoint.method, host: new URL(to.origin).host, target: path, body }
              const recipe = yield* pure("sign", () => adapter.sign(signable, { nonce, time }))
              const parts = yield* signer.sign(recipe)
              Object.assign(headers, parts.headers)
              if (parts.query.length > 0)
                path +=
                  (path.includes("?") ? "&" : "?") +
                  new URLSearchParams(parts.query.map(([name, value]): [string, string] => [name, value])).toString()
              if (parts.body !== null) body = parts.body
              signed = [...Object.values(parts.headers), ...parts.query.map(([, value]) => value), parts.body ?? ""]
            }
            if (body !== "") headers["content-type"] ??= "application/json"
            const sentAt = yield* Clock.currentTimeMillis
            const sent = yield* send({ method: to.endpoint.method, url: to.origin + path, headers, body }).pipe(
              Effect.result,
              Effect.ensuring(slot.received)
            )
            const now = yield* Clock.currentTimeMillis
            // never the address, a header or the body: they may carry a signature or personal data
            yield* Effect.logDebug("call").pipe(
              Effect.annotateLogs({
                exchange: manifest.id,
                endpoint: call.endpoint,
                attempt: number,
                waitedMs: sentAt - asked,
                ms: now - sentAt,
                status: sent._tag === "Failure" ? sent.failure.kind : sent.success.status
              })
            )
            if (sent._tag === "Failure") return yield* fail(transportFailure(sent.failure))
            const raw = sent.success
            const text = yield* pure("redact", () => adapter.redact(call.endpoint, raw.text))
            const reply: Reply = { status: raw.status, contentType: raw.contentType, text, ...parseJson(text) }
            const failed = yield* pure("classify", () => adapter.classify(reply, call.endpoint))
            if (caller.keep !== undefined)
              yield* caller.keep({
                endpoint: call.endpoint,
                request: JSON.stringify({ path: call.path, query: call.query, body: call.body }),
                status: raw.status,
                text: without(signed, text),
                receivedAt: raw.date ?? now,
                failure: failed
              })
            if (to.endpoint.signed && refusals !== undefined) {
              const isRefusal = failed?.stops === "account" && failed.retry !== "after"
              refusals.inRow = isRefusal ? refusals.inRow + 1 : 0
              refusals.last = failed
            }
            if (failed === null) return { reply, at: raw.date ?? now }
            const skew = raw.date === null ? 0 : Math.abs(now - raw.date)
            if (skew > manifest.clock.toleranceMs && (failed.code === "AUTH_INVALID" || failed.code === "NONCE_REUSED")) {
              return yield* fail(
                failure(
                  "CLOCK_SKEW",
                  `This machine's clock and the exchange's differ by ${Math.round(skew / 1000)} s, so signed requests are refused. Set the clock (NTP) and sync again.`,
                  {
                    exchangeCode: failed.exchangeCode
                  }
                )
              )
            }
            if (failed.code === "RATE_LIMITED" || failed.code === "LOCKED_OUT") {
              const until = yield* pacer.refused(scope, rule, raw.retryAfterMs ?? failed.retryAfterMs)
              yield* Effect.logDebug("pause").pipe(
                Effect.annotateLogs({
                  exchange: manifest.id,
                  endpoint: call.endpoint,
                  code: failed.code,
                  until: new Date(until).toISOString()
                })
              )
            } else if (raw.retryAfterMs !== null) yield* pacer.hold(scope, rule, raw.retryAfterMs)
            return yield* fail(failed)
          })
          return yield* to.endpoint.signed && signer !== null ? lockOf(signer.fingerprint).withPermit(exchange) : exchange
        })

        const call = Effect.fnUntraced(function* (caller: Caller, call: Call) {
          let tries = 0
          while (true) {
            const result = yield* Effect.result(attempt(caller, call, tries + 1))
            if (result._tag === "Success") return result.success
            const error = result.failure
            if (error._tag !== "CallFailed") return yield* error
            const { code, retry } = error.failure
            // after a refusal the pacer itself waits; credentials get one more try, since a nonce race reads like a wrong key
            const most =
              retry === "now"
                ? code === "NONCE_REUSED"
                  ? 1
                  : pausePerTry.length
                : retry === "after"
                  ? 2
                  : code === "AUTH_INVALID" && error.failure.exchangeCode !== null
                    ? 1
                    : 0
            const again = tries < most
            yield* Effect.logDebug(again ? "retry" : "call failed").pipe(
              Effect.annotateLogs({
                exchange: error.exchange,
                endpoint: error.endpoint,
                attempt: tries + 1,
                code,
                exchangeCode: error.failure.exchangeCode
              })
            )
            if (!again) return yield* error
            if (retry === "now" && code !== "NONCE_REUSED") yield* Effect.sleep(pausePerTry[tries]!)
            tries++
          }
        })
        const count = Effect.fnUntraced(function* (caller: Caller, call: Call) {
          const limit = limitOf(caller, call)
          if (limit !== undefined) yield* (yield* pacer.acquire(limit.scope, limit.rule, caller.onWait, limit.cost)).received
        })
        return Host.of({ call, count })
      })
    )
}

/** The limit that a call counts for. */
const limitOf = ({ adapter: { manifest }, signer, account }: Caller, call: Call) => {
  const endpoint = endpointOf(manifest, call.endpoint)
  const rule = manifest.rates[endpoint?.rate ?? ""]
  if (endpoint === undefined || rule === undefined) return undefined
  const whose = { ip: "ip", key: signer?.fingerprint ?? "", account }[rule.scope]
  return { rule, cost: endpoint.cost, scope: `${manifest.id}:${endpoint.rate}:${whose}` }
}

/** Exchanges quote requests back, with the key and the signature that they came with. */
const without = (signed: ReadonlyArray<string>, text: string): string =>
  signed
    .filter((value) => value.length >= 8)
    .flatMap((value) => [value, encodeURIComponent(value)])
    .reduce((rest, value) => (rest.includes(value) ? rest.replaceAll(value, "…") : rest), text)

const parseJson = (text: string): { readonly json?: Json } => {
  try {
    return { json: LosslessJson.parsePage(text) }
  } catch {
    return {}
  }
}

const transportFailure = ({ kind }: TransportFailure): Failure => {
  switch (kind) {
    case "TIMEOUT":
      return failure("TIMEOUT", "The exchange did not answer in time.")
    case "NETWORK":
      return failure("NETWORK", "The exchange could not be reached, or the connection broke.")
    case "REDIRECT":
      return failure("NETWORK", "The exchange answered with a redirect, which is never followed.", { retry: "next-run" })
    case "TOO_LARGE":
      return failure("SCHEMA_DRIFT", "The exchange's reply is larger than any page can be.")
  }
}
