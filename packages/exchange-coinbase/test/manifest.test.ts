import { describe, expect, it } from "vitest"
import { coinbase } from "../src/index.ts"

const { manifest } = coinbase

describe("the manifest", () => {
  it("declares reads only, and no POST", () => {
    for (const [key, endpoint] of Object.entries(manifest.endpoints)) {
      expect(endpoint.path, key).toMatch(
        /^\/(v2\/accounts(\/\{wallet\}\/transactions)?|api\/v3\/brokerage\/(key_permissions|accounts|orders\/historical\/fills|market\/products(\/\{product\}\/candles)?))$/
      )
      expect(endpoint.method).toBe("GET")
      expect(endpoint.signed).toBe(key !== "products" && key !== "candles")
      expect(manifest.rates[endpoint.rate]).toBeDefined()
    }
  })

  it("counts the two interfaces apart, as Coinbase does", () => {
    const ratesOf = (prefix: string) =>
      new Set(Object.values(manifest.endpoints).flatMap(({ path, rate, signed }) => (signed && path.startsWith(prefix) ? [rate] : [])))
    expect(ratesOf("/v2/")).toEqual(new Set(["app"]))
    expect(ratesOf("/api/v3/")).toEqual(new Set(["trade"]))
    expect(manifest.rates["app"]).toMatchObject({ scope: "key", limit: 10_000, windowMs: 3_600_000 })
    expect(manifest.rates["trade"]).toMatchObject({ scope: "account", limit: 30, windowMs: 1_000 })
  })

  it("names streams, endpoints and compositions that exist", () => {
    expect(Object.keys(coinbase.streams)).toEqual(manifest.streams.map(({ id }) => id))
    for (const { endpoint } of manifest.streams) expect(manifest.endpoints[endpoint]).toBeDefined()
    for (const { posts, witnesses } of manifest.books)
      for (const id of [...posts, ...witnesses]) expect(Object.keys(coinbase.streams)).toContain(id)
    for (const { call } of Object.values(coinbase.documents)) expect(manifest.endpoints[call.endpoint]).toBeDefined()
  })

  it("says everything in three languages", () => {
    const texts = JSON.stringify(manifest).match(/\{"en":"[^}]*\}/g) ?? []
    expect(texts.length).toBeGreaterThan(10)
    for (const text of texts)
      expect(Object.values(JSON.parse(text) as Record<string, string>).filter((words) => words.length > 0)).toHaveLength(3)
  })
})

describe("the form takes", () => {
  const [name, key] = manifest.credentials.fields
  const takes = (field: typeof name, value: string) => new RegExp(`^(?:${field!.pattern})$`).test(value.trim())
  const body = "MHcCAQEEIFo1".repeat(12)

  it.each([
    "organizations/f27c5e2b-2b6e-4bd1-9d5c-3a0c2a4a1b2c/apiKeys/0d9b2b5e-1c1e-4c0b-8a53-2f1f6b0e7a11",
    "0d9b2b5e-1c1e-4c0b-8a53-2f1f6b0e7a11"
  ])("the name %s", (value) => expect(takes(name, value)).toBe(true))
  it.each(["organizations/x/apiKeys/y", "organizations//apiKeys/", "../../v2/accounts", "short"])("not the name %s", (value) =>
    expect(takes(name, value)).toBe(false)
  )

  it.each([
    ["PEM as it is", `-----BEGIN EC PRIVATE KEY-----\n${body}\n-----END EC PRIVATE KEY-----\n`],
    ["PEM out of a JSON file", `-----BEGIN EC PRIVATE KEY-----\\n${body}\\n-----END EC PRIVATE KEY-----\\n`],
    ["PEM in one line", `-----BEGIN PRIVATE KEY-----${body}-----END PRIVATE KEY-----`],
    ["64 bytes of Ed25519", `${Buffer.alloc(64, 7).toString("base64")}\n`],
    ["32 bytes of Ed25519", Buffer.alloc(32, 7).toString("base64")]
  ])("a key: %s", (_form, value) => expect(takes(key, value)).toBe(true))

  it.each([
    ["half a PEM", `-----BEGIN EC PRIVATE KEY-----\n${body}`],
    ["a public key", `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`],
    ["an HMAC secret of old", "a".repeat(32)],
    ["the whole file", `{"name":"x","privateKey":"-----BEGIN EC PRIVATE KEY-----\\n${body}\\n-----END EC PRIVATE KEY-----\\n"}`]
  ])("no key: %s", (_form, value) => expect(takes(key, value)).toBe(false))
})
