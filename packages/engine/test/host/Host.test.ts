import { type Adapter, type Call, type FailureCode, failure, failureCodes, mostPlanState, type Plan, type Recipe } from "@caudal/exchange"
import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, beforeEach } from "vitest"
import { type Caller, Host } from "../../src/host/Host.ts"
import { Nonces } from "../../src/host/Nonces.ts"
import { Pacer } from "../../src/host/Pacer.ts"
import { type PlanPurpose, runPlan } from "../../src/host/runPlan.ts"
import { toyAdapter } from "../../src/testing/index.ts"
import { VaultError } from "../../src/vault/Vault.ts"
import { storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const { lockoutMs, repeatedLockoutMs } = toyAdapter.manifest.rates["private"]!

interface Sent {
  readonly url: string
  readonly headers: Headers
  readonly at: number
}

let place: Place
let sent: Array<Sent>
let answer: (request: Sent, n: number) => Response | Promise<Response>
const realFetch = globalThis.fetch
let now: () => number

beforeEach(() => {
  place = newPlace()
  sent = []
  answer = () => Response.json({ rows: [] })
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const request = { url, headers: new Headers(init.headers), at: now() }
    sent.push(request)
    return answer(request, sent.length)
  }) as typeof fetch
})
afterEach(() => {
  globalThis.fetch = realFetch
  removePlace(place)
})

const signer: Caller["signer"] = {
  fingerprint: "print",
  sign: (recipe: Recipe) => Effect.succeed({ headers: { "x-nonce": recipe.headers?.["x-nonce"] as string }, query: [], body: null })
}
const caller = (over: Partial<Caller> = {}): Caller => ({
  adapter: toyAdapter,
  signer,
  account: "account",
  onWait: () => Effect.void,
  ...over
})
const withAdapter = (over: Partial<Adapter>) => caller({ adapter: { ...toyAdapter, ...over } })
const ledger: Call = { endpoint: "ledger", query: [["limit", "3"]] }

/** A host of its own, with time that passes by itself as soon as nothing else is going on. */
const hosted = <A, E>(effect: Effect.Effect<A, E, Host>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(t0)
    const clock = yield* Clock.Clock
    now = () => clock.currentTimeMillisUnsafe()
    const fiber = yield* Effect.forkChild(Effect.exit(effect), { startImmediately: true })
    let idle = 0
    while (fiber.pollUnsafe() === undefined) {
      const before = sent.length
      yield* Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))
      idle = sent.length === before ? idle + 1 : 0
      if (idle > 3) yield* TestClock.adjust(500)
    }
    return yield* Fiber.join(fiber)
  }).pipe(
    Effect.provide(
      Host.layer({ exchangeOrigins: {}, rateScale: 1 }).pipe(
        Layer.provide(Layer.mergeAll(Pacer.layer(1), Nonces.layer)),
        Layer.provide(storesLayer(place.dataDir))
      ),
      { local: true }
    )
  )

const call = (who: Caller, what: Call = ledger) => Effect.flatMap(Host, (host) => host.call(who, what))
/** The failure that a call ends with; anything else fails the test. */
const failing = (who: Caller, what?: Call) =>
  hosted(Effect.flip(call(who, what))).pipe(
    Effect.flatMap((exit) => exit),
    Effect.map((error) => {
      if (error._tag !== "CallFailed") throw new Error(`a ${error._tag} instead of a failed call`)
      return error.failure
    })
  )

const refusal =
  (code: FailureCode, headers: Record<string, string> = {}, status = 400) =>
  () =>
    Response.json({ error: code }, { status, headers })

/** How often a call is sent in all before it has failed for good. */
const sends: Partial<Record<FailureCode, number>> = {
  NONCE_REUSED: 2,
  AUTH_INVALID: 2,
  RATE_LIMITED: 3,
  LOCKED_OUT: 3,
  MAINTENANCE: 4,
  NETWORK: 4,
  TIMEOUT: 4,
  WEB_PAGE: 4,
  ANSWER_CUT_OFF: 4,
  CURSOR_INVALID: 4,
  DATA_CHANGED_DURING_PAGING: 4
}

describe("what may be tried again is, a bounded number of times", () => {
  it.effect.each(failureCodes)("%s", (code) =>
    Effect.gen(function* () {
      answer = refusal(code)
      expect(yield* failing(caller())).toMatchObject({ code, exchangeCode: code })
      expect(sent).toHaveLength(sends[code] ?? 1)
    })
  )

  it.effect("with growing pauses for what may pass, and none for a nonce race", () =>
    Effect.gen(function* () {
      answer = refusal("MAINTENANCE")
      yield* failing(caller())
      expect(sent.map(({ at }) => at - t0)).toEqual([0, 1_000, 5_000, 15_000])
      sent = []
      answer = refusal("NONCE_REUSED")
      yield* failing(caller())
      expect(sent.map(({ at }) => at - sent[0]!.at)).toEqual([0, 0])
    })
  )

  it.effect("after a refusal, only once the lockout is over; after a second one, the long lockout", () =>
    Effect.gen(function* () {
      answer = refusal("RATE_LIMITED")
      yield* failing(caller())
      expect(sent.map(({ at }) => at - t0)).toEqual([0, lockoutMs, lockoutMs + repeatedLockoutMs])
    })
  )

  it.effect("and never within a Retry-After, whatever it came with", () =>
    Effect.gen(function* () {
      answer = refusal("MAINTENANCE", { "retry-after": "120" }, 503)
      yield* failing(caller())
      for (const [index, { at }] of sent.entries()) if (index > 0) expect(at - sent[index - 1]!.at).toBeGreaterThanOrEqual(120_000)
      expect(sent).toHaveLength(4)
    })
  )

  it.effect("and gives the answer as soon as there is one, signed anew with a higher nonce each time", () =>
    Effect.gen(function* () {
      answer = (_, n) => (n < 3 ? refusal("MAINTENANCE")() : Response.json({ rows: [] }))
      const exit = yield* hosted(call(caller()))
      expect(Exit.isSuccess(exit)).toBe(true)
      const nonces = sent.map(({ headers }) => BigInt(headers.get("x-nonce")!))
      expect(nonces[0]! < nonces[1]! && nonces[1]! < nonces[2]!).toBe(true)
    })
  )

  it.effect("of the wire: a reset four times, a redirect or an endless reply never", () =>
    Effect.gen(function* () {
      answer = () => Promise.reject(new TypeError("fetch failed"))
      expect(yield* failing(caller())).toMatchObject({ code: "NETWORK" })
      expect(sent).toHaveLength(4)
      sent = []
      answer = () => Promise.reject(new DOMException("too late", "TimeoutError"))
      expect(yield* failing(caller())).toMatchObject({ code: "TIMEOUT" })
      expect(sent).toHaveLength(4)
      sent = []
      answer = () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } })
      expect(yield* failing(caller())).toMatchObject({ code: "NETWORK", retry: "next-run" })
      expect(sent).toHaveLength(1)
      sent = []
      answer = () => new Response("x".repeat(17 * 1024 * 1024))
      expect(yield* failing(caller())).toMatchObject({ code: "SCHEMA_DRIFT" })
      expect(sent).toHaveLength(1)
    })
  )
})

describe("nothing leaves that the manifest does not declare (P4)", () => {
  it.effect("an undeclared endpoint is the adapter's bug and is not sent", () =>
    Effect.gen(function* () {
      expect(yield* failing(caller(), { endpoint: "orders" })).toMatchObject({ code: "ADAPTER_BUG" })
      expect(yield* failing(caller(), { endpoint: "ledger", body: "{}" })).toMatchObject({ code: "ADAPTER_BUG" })
      expect(sent).toHaveLength(0)
    })
  )

  it.effect("a signed read without credentials is not sent", () =>
    Effect.gen(function* () {
      expect(yield* failing(caller({ signer: null }))).toMatchObject({ code: "AUTH_INVALID" })
      expect(sent).toHaveLength(0)
    })
  )

  it.effect("an unsigned read carries nothing of the credentials", () =>
    Effect.gen(function* () {
      answer = () => Response.json([])
      yield* hosted(call(caller(), { endpoint: "tickers" }))
      expect([...sent[0]!.headers.keys()]).toEqual(["accept"])
    })
  )

  it.effect("a recipe that the vault refuses is not sent", () =>
    Effect.gen(function* () {
      const refusing = { ...signer, sign: () => Effect.fail(new VaultError({ reason: "RECIPE_REFUSED", message: "no" })) }
      const exit = yield* hosted(Effect.flip(call(caller({ signer: refusing }))))
      expect(exit).toMatchObject({ value: { _tag: "VaultError", reason: "RECIPE_REFUSED" } })
      expect(sent).toHaveLength(0)
    })
  )
})

describe("an adapter's own faults are named, and end nothing but the call", () => {
  const thrower = () => {
    throw new Error("planted-secret")
  }

  it.effect.each(["sign", "classify", "redact"] as const)("%s throws", (part) =>
    Effect.gen(function* () {
      const failed = yield* failing(withAdapter({ [part]: thrower }))
      expect(failed).toMatchObject({ code: "ADAPTER_BUG", who: "adapter", message: expect.stringContaining(part) })
      expect(failed.message).not.toContain("planted")
    })
  )

  it.effect("a plan that throws, never ends, or carries more than it may", () =>
    Effect.gen(function* () {
      const plan = { start: { call: { endpoint: "me" }, state: null }, next: thrower }
      const thrown = yield* hosted(Effect.flip(runPlan(caller(), "identity", plan, "rights")))
      expect(thrown).toMatchObject({ value: { failure: { code: "ADAPTER_BUG" } } })
      const endless = { ...plan, next: () => plan.start }
      const ended = yield* hosted(Effect.flip(runPlan(caller(), "identity", endless, "rights")))
      expect(ended).toMatchObject({ value: { failure: { code: "ADAPTER_BUG" } } })
      const heavy = { start: { ...plan.start, state: "x".repeat(mostPlanState - 1) }, next: thrower }
      const refused = yield* hosted(Effect.flip(runPlan(caller(), "identity", heavy, "rights")))
      expect(refused).toMatchObject({
        value: { failure: { code: "ADAPTER_BUG", message: "the adapter's plan identity carries more state than a plan may" } }
      })
    })
  )
})

describe("a broken list", () => {
  const plan: Plan<string> = {
    start: { call: { endpoint: "ledger" }, state: null },
    next: (_state, { failure }) => ({ done: failure?.code ?? "answered" })
  }
  const lists = (listsRights: boolean): Adapter => {
    const { manifest } = toyAdapter
    return { ...toyAdapter, manifest: { ...manifest, credentials: { ...manifest.credentials, listsRights } } }
  }

  it.effect("says nothing about the key where reads are tried one by one, and everything where one call lists its powers", () =>
    Effect.gen(function* () {
      answer = refusal("SCHEMA_DRIFT")
      const asked = (purpose: PlanPurpose, listsRights: boolean) =>
        hosted(runPlan(caller({ adapter: lists(listsRights) }), "p", plan, purpose))
      expect(yield* asked("rights", false)).toMatchObject({ value: { value: "SCHEMA_DRIFT" } })
      expect(yield* asked("rights", true)).toMatchObject({ _tag: "Failure" })
      expect(yield* asked("identity", false)).toMatchObject({ _tag: "Failure" })
      expect(yield* asked("data", false)).toMatchObject({ _tag: "Failure" })
    })
  )
})

describe("a reply", () => {
  it.effect("is rid of personal data before anything else sees it", () =>
    Effect.gen(function* () {
      answer = () => new Response('{"account":"1","name":"somebody"}')
      const seen: Array<string> = []
      const adapter: Adapter = {
        ...toyAdapter,
        classify: ({ text }) => {
          seen.push(text)
          return null
        }
      }
      const exit = yield* hosted(call(caller({ adapter }), { endpoint: "me" }))
      expect(exit).toMatchObject({ value: { reply: { text: '{"account":"1","name":null}', json: { account: "1", name: null } } } })
      expect(seen).toEqual(['{"account":"1","name":null}'])
    })
  )

  it.effect("that is not JSON has none, and amounts arrive with every digit", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const adapter: Adapter = { ...toyAdapter, classify: ({ json }) => (seen.push(json), null) }
      answer = () => new Response("<html>busy</html>")
      yield* hosted(call(caller({ adapter })))
      answer = () => new Response('{"a":0.1000000000000000055}')
      yield* hosted(call(caller({ adapter })))
      expect(seen).toEqual([undefined, { a: "0.1000000000000000055" }])
    })
  )

  it.effect("is dated by the exchange's clock, else by ours", () =>
    Effect.gen(function* () {
      answer = () => Response.json({ rows: [] }, { headers: { date: "Tue, 02 Jan 2024 00:00:00 GMT" } })
      expect(yield* hosted(call(caller()))).toMatchObject({ value: { at: Date.UTC(2024, 0, 2) } })
      answer = () => Response.json({ rows: [] })
      expect(yield* hosted(call(caller()))).toMatchObject({ value: { at: t0 } })
    })
  )

  it.effect.each(["AUTH_INVALID", "NONCE_REUSED"] as const)("%s while the clocks differ is the clock's fault", (code) =>
    Effect.gen(function* () {
      answer = refusal(code, { date: "Mon, 01 Jan 2024 01:00:00 GMT" }, 401)
      const failed = yield* failing(caller())
      expect(failed).toMatchObject({ code: "CLOCK_SKEW", exchangeCode: code })
      expect(failed.message).toContain("3600 s")
      expect(sent).toHaveLength(1)
    })
  )
})

describe("one key", () => {
  it.effect("is used by one request at a time, with rising nonces; other keys go beside it", () =>
    Effect.gen(function* () {
      let flying = 0
      let most = 0
      answer = async () => {
        most = Math.max(most, ++flying)
        await new Promise((resolve) => setImmediate(resolve))
        flying--
        return Response.json({ rows: [] })
      }
      yield* hosted(
        Effect.all(
          Array.from({ length: 8 }, () => call(caller())),
          { concurrency: "unbounded" }
        )
      )
      expect(most).toBe(1)
      const nonces = sent.map(({ headers }) => headers.get("x-nonce")!)
      expect(nonces).toEqual(nonces.toSorted())
      expect(new Set(nonces).size).toBe(8)
      const other = caller({ signer: { ...signer, fingerprint: "other" } })
      yield* hosted(Effect.all([call(caller()), call(other)], { concurrency: "unbounded" }))
      expect(most).toBe(2)
    })
  )

  it.effect("that waits for its turn says until when", () =>
    Effect.gen(function* () {
      const heard: Array<number | null> = []
      answer = (_, n) => (n === 1 ? refusal("LOCKED_OUT", { "retry-after": "90" })() : Response.json({ rows: [] }))
      yield* hosted(call(caller({ onWait: (until) => Effect.sync(() => heard.push(until)) })))
      expect(heard).toEqual([t0 + 90_000, null])
    })
  )
})

it("every failure code is in the table of retries by its rule", () => {
  for (const code of failureCodes)
    expect((sends[code] ?? 1) > 1).toBe(["now", "after"].includes(failure(code, "").retry) || code === "AUTH_INVALID")
})
