import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Endpoint, isPathOf, pathOf } from "../src/index.ts"

const endpoint = (path: string): Endpoint => ({ method: "GET", host: "main", path, signed: true, rate: "private", cost: 1 })
const open = endpoint("/v2/wallets/{wallet}/rows.json")

describe("a path with open segments", () => {
  it("knows its own, whatever fills them", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/), (wallet) => {
        expect(isPathOf(open, pathOf(open, { wallet })!)).toBe(true)
      })
    )
  })

  it.each([
    "/v2/wallets//rows.json",
    "/v2/wallets/a/b/rows.json",
    "/v2/wallets/a/rows-json",
    "/v2/wallets/a/rows.json/",
    "/x/v2/wallets/a/rows.json"
  ])("does not take %s for its own", (path) => {
    expect(isPathOf(open, path)).toBe(false)
  })

  it("is never more than what was declared, whatever is put in", () => {
    fc.assert(
      fc.property(fc.string(), (wallet) => {
        const path = pathOf(open, { wallet })
        expect(path === undefined || new URL(path, "https://x.example").pathname === path).toBe(true)
        expect(path === undefined || path.split("/").length === 5).toBe(true)
      })
    )
  })
})

describe("a path without", () => {
  it("is itself alone", () => {
    expect(pathOf(endpoint("/v3/ledger"))).toBe("/v3/ledger")
    expect(isPathOf(endpoint("/v3/ledger"), "/v3/ledger")).toBe(true)
    expect(isPathOf(endpoint("/v3/ledger"), "/v3/ledgers")).toBe(false)
  })
})
