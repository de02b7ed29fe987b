import { describe, expect, it } from "vitest"
import { contentId, fnv128 } from "../../../src/internal/parse/contentId.ts"

describe("a content id", () => {
  it.each([
    ["", "6c62272e07bb014262b821756295c58d"],
    ["a", "d228cb696f1a8caf78912b704e4a8964"],
    ["foobar", "343e1662793c64bf6f0d3597ba446f18"]
  ])("of %j hashes as published for FNV-1a", (text, hash) => {
    expect(fnv128(text)).toBe(hash)
  })

  it("tells apart what differs in value, in nesting or in order of a list", () => {
    const ids = [{}, [], null, { a: "1" }, { a: "10" }, { a: ["1"] }, ["1", "2"], ["2", "1"], { a: true }, { a: "true" }].map(contentId)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
