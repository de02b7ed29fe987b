import { describe, expect, it } from "vitest"
import { makeRestSimulator, respond, type Answer, type FaultRule, type RestOptions } from "../../src/simulator/index.ts"

const refuse = (code: string, status = 403): Answer => ({ status, code, body: JSON.stringify({ code }) })

/** An exchange of one list, one rule and no cryptography. */
const open = (options: RestOptions = {}, rules: ReadonlyArray<FaultRule> = []) => {
  let rows = '["0.5"]'
  const simulator = makeRestSimulator(
    {
      id: "tiny",
      origin: "https://tiny.example",
      credentials: { apiKey: "key", apiSecret: "very secret" },
      planted: [],
      reads: {
        list: {
          method: "POST",
          path: "/v1/list",
          signed: true,
          marker: ({ fields }) => fields.get("from"),
          answer: () => ({ status: 200, code: null, body: `{"x":${rows}}` })
        },
        time: { method: "GET", path: "/v1/time", signed: false, answer: ({ at }) => ({ status: 200, code: null, body: `{"at":"${at}"}` }) }
      },
      authenticate: ({ headers, host }) => {
        const known = headers.get("key") === "key"
        return { refusal: known ? null : refuse(`KEY at ${host}`), nonce: headers.get("nonce"), nonceRose: known }
      },
      refusals: {
        wrongCredentials: refuse("WRONG"),
        expiredKey: refuse("EXPIRED"),
        disallowedIp: refuse("ADDRESS"),
        missingPermission: refuse("PERMISSION"),
        throttled: refuse("SLOWER", 429),
        unknownPath: refuse("PATH", 404),
        error: (code, message, status) => ({ status: status ?? 500, code, body: JSON.stringify({ code, message }) })
      },
      limit: { limit: 3, windowMs: 60_000, lockMs: 10_000 },
      state: {
        truth: () => rows,
        *truthText() {
          yield rows
        },
        append: (more) => {
          rows = JSON.stringify(more)
        }
      }
    },
    { faults: { seed: 1, rules }, ...options }
  )
  const send = async (path: string, method = "POST", headers: Record<string, string> = { key: "key", nonce: "1" }, body = "") => {
    const bytes = method === "GET" || body === "" ? null : new TextEncoder().encode(body)
    const answer = await respond(simulator, new Request(`https://tiny.example${path}`, { method, headers, body: bytes }))
    return { status: answer.status, text: await answer.text() }
  }
  return { simulator, send }
}

describe("a simulator of a REST interface", () => {
  it("answers its reads by path and method, and nothing else", async () => {
    const { send } = open()
    expect(await send("/v1/list")).toEqual({ status: 200, text: '{"x":["0.5"]}' })
    expect((await send("/v1/list", "GET")).status).toBe(404)
    expect((await send("/v1/lists")).status).toBe(404)
  })

  it("lets in whoever the exchange lets in, by the name that the client called", async () => {
    const { send } = open()
    expect((await send("/v1/list", "POST", {})).text).toBe('{"code":"KEY at tiny.example"}')
    expect((await send("/v1/list", "POST", { host: "127.0.0.1:4800" })).text).toBe('{"code":"KEY at 127.0.0.1:4800"}')
  })

  it.each([
    ["wrongCredentials", "WRONG"],
    ["expiredKey", "EXPIRED"],
    ["disallowedIp", "ADDRESS"],
    ["missingPermission", "PERMISSION"]
  ] as const)("says %s in the exchange's own words", async (fault, code) => {
    const { send } = open({}, [{ route: "/v1/list", fault }])
    expect((await send("/v1/list")).text).toBe(`{"code":"${code}"}`)
    expect((await send("/v1/time", "GET")).status).toBe(200)
  })

  it("bends answers: an error inside, a status, numbers for texts, a clock that is off", async () => {
    const rules: ReadonlyArray<FaultRule> = [
      { route: "list", nth: 1, fault: "errorBody", args: { status: 200, code: "ODD", message: "m" } },
      { route: "list", nth: 2, fault: "status", args: { status: 503 } },
      { route: "time", nth: 1, fault: "numbersInsteadOfStrings" },
      { route: "time", nth: 1, fault: "clockSkew", args: { ms: 5_000 } }
    ]
    const { send } = open({ now: () => 1_000 }, rules)
    expect(await send("/v1/list")).toEqual({ status: 200, text: '{"code":"ODD","message":"m"}' })
    expect(await send("/v1/list")).toEqual({ status: 503, text: "" })
    expect((await send("/v1/time", "GET")).text).toBe('{"at":6000}')
  })

  it("locks out who asks too often, for as long as the scale says, and counts who knocks meanwhile", async () => {
    let now = 0
    const { send, simulator } = open({ now: () => now, rateScale: 10 })
    for (let i = 0; i < 3; i++) expect((await send("/v1/list")).status).toBe(200)
    expect((await send("/v1/list")).status).toBe(429)
    now = 999
    expect((await send("/v1/list")).status).toBe(429)
    now = 1_000
    expect((await send("/v1/list")).status).toBe(200)
    expect(simulator.requests().counts.insideLockout).toBe(1)
  })

  it("logs every request, without the secret, and tells reads by POST from writes", async () => {
    const { send, simulator } = open()
    await send("/v1/list", "POST", { key: "key", nonce: "7" }, "from=42&note=very+secret")
    await send("/v1/orders", "POST")
    const { requests, counts } = simulator.requests()
    expect(requests[0]).toMatchObject({ endpoint: "list", marker: "42", status: 200, nonce: "7", nonceRose: true, code: null })
    expect(requests[1]).toMatchObject({ endpoint: null, status: 404, code: "PATH" })
    expect(counts.writes).toBe(1)
    expect(JSON.stringify(requests)).not.toMatch(/very.{1,3}secret/)
    simulator.clearRequests()
    expect(simulator.requests().requests).toEqual([])
  })

  it("takes rows and faults from a tester beside the exchange's own interface", async () => {
    const { send, simulator } = open()
    expect((await send("/__sandbox/append", "POST", {}, '["2"]')).status).toBe(200)
    expect((await send("/__sandbox/truth", "GET", {})).text).toBe('["2"]')
    simulator.append({ a: 1 })
    expect(simulator.truth()).toBe('{"a":1}')
    simulator.setFaults({ seed: 1, rules: [{ route: "*", fault: "status", args: { status: 500 } }] })
    expect((await send("/v1/list")).status).toBe(500)
  })
})
