import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Json, LosslessJson, rowsByPlace, type Texts } from "../src/index.ts"

const reader = () => {
  let found = 0
  const read = rowsByPlace(
    (keys) => {
      found++
      return keys
    },
    (texts: Texts, pointer, keys) =>
      texts[keys.indexOf("id")] === "0" ? "no id" : { pointer, told: keys.slice(1).map((key, i) => [key, texts[i + 1]]) }
  )
  return { read: (json: Json) => read(json as ReadonlyArray<Json>, "/rows"), found: () => found }
}

const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('"0.00060000"', '""', '"-5"', "0", "7", "-12", "1499865549590") },
  fc.constantFrom("-0", "0.10", "1e5", "1.0E-7", "123456789012345", "1234567890123456", "9007199254740993", "1e400", "1e21"),
  fc.constantFrom("null", "true", "false", "[1]", '{"a":1}')
)
/** Forty of some that have the same keys, and a few others. */
const page = fc
  .array(
    fc
      .uniqueArray(fc.constantFrom("id", "btc", "usd", "btc_usd", "fee"), { minLength: 1 })
      .chain((keys) => fc.tuple(...keys.map((key) => value.map((one) => `"${key}":${one}`))).map((fields) => `{${fields.join(",")}}`)),
    { minLength: 1, maxLength: 5 }
  )
  .map((rows) => `[${Array.from({ length: 40 }, (_, i) => rows[(i * i) % rows.length]!).join(",")}]`)

describe("rows that are read by the places of their keys", () => {
  it("are the same on pages that are read by their layout", () => {
    fc.assert(
      fc.property(page, (text) => {
        const whole = reader().read(LosslessJson.parse(text))
        // the second time the layouts are known
        for (let time = 0; time < 2; time++) expect(reader().read(LosslessJson.parsePage(text))).toEqual(whole)
      }),
      { numRuns: 1_000 }
    )
  })

  it("have the text of strings and numbers, and none of anything else", () => {
    const { read } = reader()
    const { items } = read(
      LosslessJson.parse('[{"id":7,"btc":"0.10","usd":-5.0,"x":1e-7,"y":null,"z":true,"list":[1],"of":9007199254740993}]')
    )
    expect(items[0]).toEqual({
      pointer: "/rows/0",
      told: [
        ["id", "7"],
        ["btc", "0.10"],
        ["usd", "-5"],
        ["x", "1e-7"],
        ["y", null],
        ["z", undefined],
        ["list", undefined],
        ["of", "9007199254740993"]
      ]
    })
  })

  it("are put aside with the reason where they cannot be read", () => {
    expect(reader().read([{ id: 0 }, 7, { id: 1 }])).toEqual({
      items: [{ pointer: "/rows/2", told: [["id", "1"]] }],
      quarantined: [
        { pointer: "/rows/0", reason: "no id" },
        { pointer: "/rows/1", reason: "the row is not an object" }
      ]
    })
  })

  it("have their places found once for all that have the same keys, on later pages, too", () => {
    const { read, found } = reader()
    for (let time = 0; time < 3; time++) read(LosslessJson.parse('[{"id":1,"a":1},{"id":2,"b":1},{"id":3,"a":1}]'))
    expect(found()).toBe(2)
    // More lists of keys than are kept.
    for (let i = 0; i < 500; i++) expect(read([{ id: 1, [`k${i}`]: "1" }]).items[0]?.told.at(-1)).toEqual([`k${i}`, "1"])
  })
})
