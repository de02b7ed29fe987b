import { describe, expect, it } from "vitest"
import * as entry from "../src/index.ts"

const { manifest, streams, documents } = entry.bitso

describe("the manifest", () => {
  it("is plain data beside the only exported value", () => {
    expect(Object.keys(entry)).toEqual(["bitso"])
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
  })

  it("names only reads at Bitso's own host", () => {
    for (const endpoint of Object.values(manifest.endpoints)) {
      expect(endpoint.method).toBe("GET")
      expect(endpoint.path).toMatch(/^\/api\/v3\/[a-z_/]+$/)
      expect(manifest.rates).toHaveProperty(endpoint.rate)
      expect(manifest.hosts[endpoint.host]).toBe("https://bitso.com")
    }
  })

  it("describes every stream it can parse, and calls only endpoints it declares", () => {
    expect(manifest.streams.map(({ id }) => id).sort()).toEqual(Object.keys(streams).sort())
    for (const call of [
      ...Object.values(streams).map((stream) => stream.request({ cursor: "x", window: null, dimension: null })),
      ...Object.values(documents).map((document) => document.call)
    ]) {
      expect(manifest.endpoints).toHaveProperty(call.endpoint)
    }
  })

  it("builds books only from streams that are synced", () => {
    const synced = new Set(manifest.streams.filter((stream) => stream.synced).map(({ id }) => id))
    for (const { posts, witnesses } of manifest.books) for (const id of [...posts, ...witnesses]) expect(synced).toContain(id)
    expect(manifest.books[0]?.posts).toEqual(["ledger"])
  })

  it("uses less than Bitso permits", () => {
    for (const rate of Object.values(manifest.rates)) expect(rate.budget).toBeLessThan(rate.limit)
  })

  it("speaks three languages everywhere", () => {
    const { credentials } = manifest
    const texts = [
      ...credentials.steps,
      credentials.ipAllowList.advice,
      ...credentials.fields.flatMap(({ label, help }) => [label, help]),
      ...manifest.streams.map(({ title }) => title)
    ]
    for (const text of texts) for (const language of ["en", "es", "pt"] as const) expect(text[language].length).toBeGreaterThan(3)
  })
})
