import { describe, expect, it } from "vitest"
import { bitstamp } from "../src/index.ts"

const { manifest } = bitstamp

describe("the manifest", () => {
  it("names reads only: each POST says why, and nothing that orders or sends is among them", () => {
    for (const [name, { method, path, postReason }] of Object.entries(manifest.endpoints)) {
      expect([name, method === "POST", (postReason ?? "") !== ""]).toEqual([name, method === "POST", method === "POST"])
      expect(path).not.toMatch(/buy|sell|order|cancel|transfer|open|withdrawal\/|_withdrawal/)
    }
  })

  it("stays below both limits that were ever documented", () => {
    for (const { budget, windowMs } of Object.values(manifest.rates)) expect([budget < 8_000, windowMs]).toEqual([true, 600_000])
  })

  it("lets its clock be off less than the exchange does", () => expect(manifest.clock.toleranceMs).toBeLessThan(150_000))

  it("is read by patterns that fit a key", () => {
    const [key, secret] = manifest.credentials.fields
    for (const field of [key!, secret!]) expect("a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6").toMatch(new RegExp(`^(?:${field.pattern})$`))
  })
})
