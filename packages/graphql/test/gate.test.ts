import { getIntrospectionQuery } from "graphql"
import { Effect } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { codeOf, host, origin, serveFake, token } from "./fakeEngine.ts"

const { ask, fetch, runtime } = serveFake()
afterAll(() => runtime.dispose())

const body = JSON.stringify({ query: "{ exchanges { slug } }" })

describe("without the owner token nothing is answered", () => {
  it.each([
    ["none", null],
    ["a wrong one", `Bearer ${"x".repeat(40)}`],
    ["another scheme", `Basic ${btoa(`owner:${token}`)}`],
    ["an empty one", "Bearer "],
    ["a very long one", `Bearer ${"x".repeat(5000)}`]
  ])("%s", async (_what, authorization) => {
    for (const asked of [
      { body },
      { body: JSON.stringify({ query: getIntrospectionQuery() }) },
      { body: JSON.stringify({ query: "{ exchange }" }) }, // no "did you mean" either
      { body: "this is not JSON" },
      { method: "GET", path: "/export/ledger.ndjson" }
    ]) {
      const response = await fetch({ ...asked, headers: { authorization } })
      expect(response.status).toBe(401)
      expect(response.headers.get("www-authenticate")).toContain("Bearer")
      expect(codeOf(await response.json())).toBe("UNAUTHENTICATED")
    }
  })

  it("a token in the address does not count", async () => {
    expect((await fetch({ body, path: `/graphql?token=${token}`, headers: { authorization: null } })).status).toBe(401)
  })
})

describe("a browser cannot be turned against us", () => {
  it.each([
    ["another name (DNS rebinding)", { host: "evil.example" }, 421],
    ["our address under another port", { host: "127.0.0.1:1" }, 421],
    ["no Host header", { host: null }, 421],
    ["a foreign origin", { origin: "https://evil.example" }, 403],
    ["the null origin of a sandboxed frame", { origin: "null" }, 403],
    ["a cross-site fetch", { "sec-fetch-site": "cross-site" }, 403],
    ["a same-site fetch from another port", { "sec-fetch-site": "same-site" }, 403]
  ])("%s is refused", async (_what, headers, status) => {
    expect((await fetch({ body, headers })).status).toBe(status)
    expect((await fetch({ method: "GET", path: "/export/ledger.ndjson", headers })).status).toBe(status)
  })

  it("its own page may call, and no origin is ever reflected", async () => {
    const response = await fetch({ body, headers: { origin, "sec-fetch-site": "same-origin" } })
    expect(response.status).toBe(200)
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([])
  })

  it.each(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/graphql", ""])(
    "a body of type %j is refused",
    async (type) => {
      expect((await fetch({ body, headers: { "content-type": type } })).status).toBe(415)
    }
  )

  it.each(["APPLICATION/JSON", "Application/Json; charset=UTF-8", "application/json;charset=utf-8"])(
    "a body of type %j is read",
    async (type) => {
      const response = await fetch({ body, headers: { "content-type": type } })
      expect([response.status, (await response.json()).data.exchanges]).toEqual([200, [{ slug: "bitso" }]])
    }
  )

  it("no refusal is silent: a subscription that nobody could hear, a body without an operation, a value of the wrong type", async () => {
    const subscription = JSON.stringify({ query: `subscription { syncProgress(connection: "${btoa("Connection:1")}") { running } }` })
    const unheard = await fetch({ body: subscription, headers: { accept: "application/json" } })
    expect([unheard.status, codeOf(await unheard.json())]).toEqual([406, "NOT_ACCEPTABLE"])
    for (const empty of ["{}", '{"query":null}', '{"query":1}', '{"variables":{}}']) {
      const response = await fetch({ body: empty })
      expect([empty, response.status, response.headers.get("allow"), codeOf(await response.json())]).toEqual([
        empty,
        400,
        null,
        "BAD_REQUEST"
      ])
    }
    for (const more of [
      { query: "query ($n: Int!) { viewer { portfolio { transactions(first: $n) { totalCount } } } }", variables: { n: "x" } }
    ]) {
      const response = await fetch({ body: JSON.stringify(more) })
      expect(codeOf(await response.json())).toBe("BAD_USER_INPUT")
    }
  })

  it.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])("%s /graphql is refused", async (method) => {
    const response = await fetch({ method, path: "/graphql?query=%7Bexchanges%7Bslug%7D%7D" })
    expect(response.status).toBe(405)
    expect(response.headers.get("allow")).toBe("POST")
  })

  it("every reply carries the strict headers", async () => {
    for (const asked of [
      { body },
      { method: "GET", path: "/" },
      { method: "GET", path: "/nothing" },
      { body, headers: { host: "evil.example" } }
    ]) {
      const { headers } = await fetch(asked)
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/)
      expect(headers.get("x-content-type-options")).toBe("nosniff")
      expect(headers.get("referrer-policy")).toBe("no-referrer")
      expect(headers.get("cache-control")).toMatch(/^no-/)
    }
    expect((await fetch({ body })).headers.get("cache-control")).toBe("no-store")
  })

  it("the page itself needs no token; unknown paths are 404", async () => {
    expect((await fetch({ method: "GET", path: "/", headers: { authorization: null } })).status).toBe(200)
    expect((await fetch({ method: "GET", path: "/constructor", headers: { authorization: null } })).status).toBe(404)
  })
})

describe("no operation can ask for too much", () => {
  const limited = async (query: string, variables?: Record<string, unknown>) => {
    const answer = await ask(query, variables)
    return { status: answer.status, code: codeOf(answer), message: answer.errors?.[0]?.message }
  }

  it("bodies above 100 kB are 413, said or not", async () => {
    const big = JSON.stringify({ query: "{ exchanges { slug } }", variables: { x: "x".repeat(100_000) } })
    expect((await fetch({ body: big })).status).toBe(413)
    const undeclared = new Request(`${origin}/graphql`, {
      method: "POST",
      headers: { host, authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: new Blob([big]).stream(),
      duplex: "half"
    } as RequestInit)
    expect((await serveFake().handler.fetch(undeclared)).status).toBe(413)
  })

  it.each([
    ["batches", `[${body},${body}]`],
    ["truncated JSON", body.slice(0, -3)],
    ["null", "null"]
  ])("%s are 400", async (_what, text) => expect((await fetch({ body: text })).status).toBe(400))

  it("documents above 1000 tokens are refused before they are parsed", async () => {
    expect(await limited(`{ ${"__typename ".repeat(1000)} }`)).toMatchObject({ message: expect.stringContaining("1000 tokens") })
    expect(await limited(`{ node(id: ${"[".repeat(8000)}${"]".repeat(8000)}) { id } }`)).toMatchObject({
      message: expect.stringContaining("1000 tokens")
    })
  })

  it("depth above 12 is refused, also through fragments and a fragment named __schema", async () => {
    const deep = `{ viewer { portfolio { connections { certificate { connection { certificate { connection { certificate { connection { certificate { connection { certificate { state } } } } } } } } } } } } }`
    expect(await limited(deep)).toMatchObject({ status: 400, code: "TOO_DEEP" })
    const hidden = `query { viewer { ...__schema } } fragment __schema on Viewer { portfolio { connections { certificate { connection { certificate { connection { certificate { connection { certificate { connection { certificate { state } } } } } } } } } } } }`
    expect(await limited(hidden)).toMatchObject({ status: 400, code: "TOO_DEEP" })
  })

  it("30 aliases pass, 31 do not, whatever they name", async () => {
    const aliases = (count: number, field: string) => `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ")} }`
    expect((await limited(aliases(30, "__typename"))).status).toBe(200)
    expect(await limited(aliases(31, "__typename"))).toMatchObject({ status: 400, code: "TOO_MANY_ALIASES" })
  })

  it("cost counts `first` alike as a literal, as a variable, as a default, and when omitted", async () => {
    const rows = (args: string) =>
      `transactions(${args}) { edges { node { connection { streams { coverage { from to state reason } } quarantined(first: 100) { edges { node { reason stream pointer } } } } } } }`
    const asked = (args: string, declared = "") => `query Q${declared} { viewer { portfolio { ${rows(args)} } } }`
    expect(await limited(asked("first: 100"))).toMatchObject({ status: 400, code: "TOO_COSTLY" })
    expect(await limited(asked("first: $n", "($n: Int)"), { n: 100 })).toMatchObject({ status: 400, code: "TOO_COSTLY" })
    expect(await limited(asked("last: $n", "($n: Int = 100)"))).toMatchObject({ status: 400, code: "TOO_COSTLY" })
    expect((await limited(asked("first: 1"))).status).toBe(200)
  })

  it("a full page of everything about a transaction is not too much", async () => {
    const everything = `{ viewer { portfolio { transactions(first: 100) { totalCount pageInfo { endCursor } edges { cursor node {
      id exchange stream externalId occurrence version kind operation at status groupId refs { type value } postings { wallet asset { code symbol } amount role }
      price { base { code } quote { code } amount } transfer { network txid address tag rail reference } witnesses { stream externalId } connection { id label } } } } } } }`
    expect((await limited(everything)).status).toBe(200)
  })

  it("the introspection that tools send is answered", async () => {
    const answer = await ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }))
    expect(answer.errors).toBeUndefined()
    expect(answer.data.__schema.types.length).toBeGreaterThan(50)
  })
})

describe("failures inside never leak", () => {
  it.each([
    ["a defect", Effect.die(new Error("SELECT secret FROM vault WHERE key = 'canary'"))],
    ["a thrown string", Effect.die("canary")],
    ["an undeclared failure", Effect.fail(Object.assign(new Error("canary"), { _tag: "SqlError" })) as never]
  ])("%s is masked", async (_what, holdings) => {
    const served = serveFake({ holdings: holdings as never })
    const response = await served.fetch({ body: JSON.stringify({ query: "{ viewer { portfolio { name holdings { total } } } }" }) })
    const text = await response.text()
    expect(text).not.toMatch(/canary|SELECT|stack|\.ts/)
    expect(codeOf(JSON.parse(text))).toBe("INTERNAL_SERVER_ERROR")
    await served.runtime.dispose()
  })
})
