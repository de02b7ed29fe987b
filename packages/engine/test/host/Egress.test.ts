import type { Call, Endpoint, Manifest } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { target, type Target } from "../../src/host/Egress.ts"
import { toyAdapter } from "../../src/testing/index.ts"

const endpoint: Endpoint = { method: "GET", host: "main", path: "/v3/ledger", signed: true, rate: "private", cost: 1 }
const manifest = (over: Partial<Endpoint> = {}, hosts: Manifest["hosts"] = { main: "https://toy.example" }): Manifest => ({
  ...toyAdapter.manifest,
  hosts,
  endpoints: { ledger: { ...endpoint, ...over } }
})
const call: Call = { endpoint: "ledger" }
const to = (declared: Manifest, one: Call = call, override?: string) => target(declared, one, override)

describe("only declared reads leave", () => {
  it("sends a declared read to its declared place", () => {
    expect(to(manifest(), { ...call, query: [["limit", "100"]] })).toEqual({
      endpoint,
      origin: "https://toy.example",
      path: "/v3/ledger?limit=100",
      body: ""
    })
  })

  it.each([
    ["an endpoint that is not declared", manifest(), { endpoint: "orders" }],
    ["a name that every object has", manifest(), { endpoint: "constructor" }],
    ["a name that every object has", manifest(), { endpoint: "__proto__" }],
    ["a POST without a reason", manifest({ method: "POST" }), call],
    ["a body on a GET", manifest(), { ...call, body: "{}" }],
    ["an empty body on a GET", manifest(), { ...call, body: "" }],
    ["a path that climbs", manifest({ path: "/v3/../orders" }), call],
    ["an escaped path", manifest({ path: "/v3/%2e%2e/orders" }), call],
    ["a path with a query", manifest({ path: "/v3/ledger?cancel=all" }), call],
    ["a path with a fragment", manifest({ path: "/v3/ledger#x" }), call],
    ["a path with a backslash", manifest({ path: "/v3\\orders" }), call],
    ["a path that begins a host", manifest({ path: "@evil.example/" }), call],
    ["a path with a line end", manifest({ path: "/v3/ledger\n" }), call],
    ["a host that is not declared", manifest({ host: "other" }), call],
    ["plain HTTP", manifest({}, { main: "http://toy.example" }), call],
    ["another scheme", manifest({}, { main: "file:///etc/passwd" }), call]
  ])("refuses %s", (_, declared, one) => {
    expect(to(declared, one)).toBeTypeOf("string")
  })

  const wallets = manifest({ path: "/v2/wallets/{wallet}/rows" })
  it("fills in the segments that a path leaves open", () => {
    expect(to(wallets, { ...call, path: { wallet: "e43047d8-3c24" } })).toMatchObject({ path: "/v2/wallets/e43047d8-3c24/rows" })
  })

  it.each([
    ["no segment", undefined],
    ["none by that name", { account: "1" }],
    ["one too many", { wallet: "1", account: "1" }],
    ["an empty one", { wallet: "" }],
    ["one that climbs", { wallet: ".." }],
    ["one that is two", { wallet: "1/../orders" }],
    ["one that ends the path", { wallet: "1?x=1" }],
    ["an escape", { wallet: "%2e%2e" }],
    ["a line end", { wallet: "1\n" }]
  ])("refuses a path with %s", (_, path) => {
    expect(to(wallets, path === undefined ? call : { ...call, path })).toBeTypeOf("string")
  })

  it("refuses a segment for a path that leaves none open", () => {
    expect(to(manifest(), { ...call, path: { wallet: "1" } })).toBeTypeOf("string")
  })

  it("sends a POST that states its reason, with its body", () => {
    expect(to(manifest({ method: "POST", postReason: "the exchange only offers it so" }), { ...call, body: '{"a":1}' })).toMatchObject({
      body: '{"a":1}'
    })
  })

  it("goes over plain HTTP only where its operator says so, and nowhere else then", () => {
    expect(to(manifest(), call, "http://127.0.0.1:9999/ignored?x=1")).toMatchObject({ origin: "http://127.0.0.1:9999", path: "/v3/ledger" })
  })

  it("cannot be led to another host by anything in the query", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 4 }), (query) => {
        const sent = to(manifest(), { ...call, query }) as Target
        const url = new URL(sent.origin + sent.path)
        expect([url.origin, url.pathname, url.hash, url.username]).toEqual(["https://toy.example", "/v3/ledger", "", ""])
      })
    )
  })
})

describe("what is signed is what is sent", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string(),
    fc.constantFrom("a b", "'", '"', "<>`#?&=+/\\%", "ñandú", "日本", "👍", "~!*()-_.", "\u0000\n\t", "%27", "\ud800")
  )

  it("leaves nothing for the URL parser to rewrite, whatever the query says", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (query) => {
        const { origin, path } = to(manifest(), { ...call, query }) as Target
        const url = new URL(origin + path)
        expect(url.pathname + url.search).toBe(path)
        expect([...url.searchParams]).toEqual(query.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]))
      }),
      { numRuns: 500 }
    )
  })

  it("keeps the order of parameters, and repeated ones", () => {
    expect(
      to(manifest(), {
        ...call,
        query: [
          ["b", "2"],
          ["a", "1"],
          ["b", "3"]
        ]
      })
    ).toMatchObject({ path: "/v3/ledger?b=2&a=1&b=3" })
  })
})
