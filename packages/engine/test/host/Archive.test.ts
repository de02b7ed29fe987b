import { createHash } from "node:crypto"
import fc from "fast-check"
import { expect, it } from "vitest"
import { pack, unpack } from "../../src/host/Archive.ts"

it("an archived reply comes back to the byte, named by the hash of what was received", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 5_000 }).filter((text) => text.isWellFormed()),
      (text) => {
        const { hash, packed } = pack(text)
        expect(unpack(packed)).toBe(text)
        expect(hash).toBe(createHash("sha256").update(text).digest("hex"))
      }
    )
  )
})
