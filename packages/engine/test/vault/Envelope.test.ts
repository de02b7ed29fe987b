import { createSecretKey, randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { open, type Place, seal } from "../../src/vault/Envelope.ts"

const key = createSecretKey(randomBytes(32))
const place: Place = ["credential", "instance", 1, 2, "apiSecret", 1, 1]
const bytes = fc.uint8Array({ maxLength: 200 })
const places = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 5 })

describe("a sealed value", () => {
  it("opens to the same bytes at its own place", () => {
    fc.assert(
      fc.property(bytes, places, (plain, where) => {
        expect(new Uint8Array(open(key, where, seal(key, where, plain)))).toEqual(plain)
      })
    )
  })

  it("does not open at any other place, however alike its name reads", () => {
    fc.assert(
      fc.property(bytes, places, places, (plain, here, there) => {
        fc.pre(JSON.stringify(here.map(String)) !== JSON.stringify(there.map(String)))
        const sealed = seal(key, here, plain)
        expect(() => open(key, there, sealed)).toThrow()
      })
    )
    const sealed = seal(key, ["ab", "c"], Buffer.from("x"))
    for (const there of [["a", "bc"], ["abc"], ["ab", "c", ""], ["", "ab", "c"], ["c", "ab"], ["ab\0\0\0\0c"], ["ab\0\0\0\u0001c"]])
      expect(() => open(key, there, sealed)).toThrow()
  })

  it("does not open when any bit of it was changed, or any of it is missing", () => {
    const sealed = seal(key, place, Buffer.from("planted-secret"))
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const tampered = Buffer.from(sealed)
      tampered[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => open(key, place, tampered), `bit ${bit}`).toThrow()
    }
    for (let length = 0; length < sealed.length; length++) expect(() => open(key, place, sealed.subarray(0, length))).toThrow()
    expect(() => open(key, place, Buffer.concat([sealed, Buffer.from([0])]))).toThrow()
  })

  it("does not open with another key, nor in another format: plain text is never taken for sealed", () => {
    const sealed = seal(key, place, Buffer.from("planted-secret"))
    expect(() => open(createSecretKey(randomBytes(32)), place, sealed)).toThrow()
    for (const version of [0, 2, 255]) {
      const other = Buffer.from(sealed)
      other[0] = version
      expect(() => open(key, place, other)).toThrow("known version")
    }
    expect(() => open(key, place, Buffer.from("planted-secret that was never sealed at all"))).toThrow("known version")
  })

  it("is never the same twice, and shows nothing of what it holds", () => {
    const plain = Buffer.from("planted-secret-planted-secret")
    const sealed = Array.from({ length: 200 }, () => seal(key, place, plain))
    expect(new Set(sealed.map((one) => one.subarray(1, 13).toString("hex"))).size).toBe(200)
    for (const one of sealed) expect(one.includes("planted")).toBe(false)
  })

  it("opens from a view into a larger buffer, as a database gives it", () => {
    const sealed = seal(key, place, Buffer.from("x"))
    const larger = new Uint8Array([9, 9, 9, ...sealed, 9])
    expect(open(key, place, larger.subarray(3, 3 + sealed.length)).toString()).toBe("x")
  })
})
