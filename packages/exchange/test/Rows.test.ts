import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Fields, type Json, lastKept, listIn, pointerKey, readRows, readRowsByKey } from "../src/index.ts"

interface Item {
  readonly n: Json
  readonly pointer: string
}
const readItem = (row: Fields, pointer: string, least: number): Item | string => {
  const n = row["n"]
  return typeof n === "number" && n >= least ? { n, pointer } : "n is too small"
}

const rows = fc.array(fc.oneof(fc.record({ n: fc.nat(9) }), fc.constantFrom(null, 1, "row", [])), { maxLength: 40 }) as fc.Arbitrary<
  Array<Json>
>

/** The value at a pointer, by the words of RFC 6901. */
const at = (json: Json, pointer: string): Json | undefined =>
  pointer
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((value, key) => (value as Record<string, Json>)[key.replaceAll("~1", "/").replaceAll("~0", "~")], json)

describe("the rows of a list", () => {
  it("are each read or put aside with a reason, in their order, by a pointer that leads back to them", () => {
    fc.assert(
      fc.property(rows, fc.nat(9), fc.constantFrom("", "/rows", "/result/a~1b"), (list, least, place) => {
        const { items, quarantined } = readRows(list, place, readItem, least)
        const seen = [...items, ...quarantined].map(({ pointer }) => Number(pointer.slice(place.length + 1))).toSorted((a, b) => a - b)
        expect(seen).toEqual(list.map((_, i) => i))
        expect(items.map(({ pointer }) => pointer)).toEqual(
          list.flatMap((row, i) => (typeof readItem((row ?? {}) as Fields, "", least) === "string" ? [] : [`${place}/${i}`]))
        )
        for (const { n, pointer } of items) expect(at(list, pointer.slice(place.length))).toEqual({ n })
        for (const { pointer, reason } of quarantined) {
          const row = at(list, pointer.slice(place.length))
          expect(reason).toBe(
            typeof row === "object" && row !== null && !Array.isArray(row) ? "n is too small" : "the row is not an object"
          )
        }
      })
    )
  })

  it("have pointers beyond those that are kept, and of more lists than are kept", () => {
    const long = Array.from({ length: 1_500 }, (_, n) => ({ n }))
    for (let list = 0; list < 250; list++) {
      const { items } = readRows(long.slice(0, list === 0 ? 1_500 : 3), `/${list}`, readItem, 0)
      expect(items.at(-1)?.pointer).toBe(list === 0 ? "/0/1499" : `/${list}/2`)
    }
    expect(readRows(long, "/0", readItem, 0).items[1_499]).toEqual({ n: 1_499, pointer: "/0/1499" })
  })

  it("by keys of any characters have pointers that lead back to them", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("~", "/", "~1", "a/b~")), fc.record({ n: fc.nat(9) })), (listed) => {
        const { items, quarantined } = readRowsByKey(listed, "", (row, pointer, key) => ({ key, pointer, n: row["n"]! }))
        expect(quarantined).toEqual([])
        expect(items.map(({ key }) => key)).toEqual(Object.keys(listed))
        for (const { key, pointer, n } of items) expect([pointer, at(listed, pointer)]).toEqual([`/${pointerKey(key)}`, { n }])
      })
    )
    const aside = readRowsByKey({ a: { n: 1 }, b: null, c: [] }, "/x", (row) => (row["n"] === 1 ? "no" : { row }))
    expect(aside).toEqual({
      items: [],
      quarantined: [
        { pointer: "/x/a", reason: "no" },
        { pointer: "/x/b", reason: "the row is not an object" },
        { pointer: "/x/c", reason: "the row is not an object" }
      ]
    })
  })

  it("are where the reply keeps them, and none where there is no list", () => {
    const list = [{ n: 1 }]
    expect([listIn(list, null), listIn({ rows: list }, "rows")]).toEqual([list, list])
    for (const [json, key] of [
      [undefined, null],
      [undefined, "rows"],
      [null, null],
      [{}, "rows"],
      [{ rows: {} }, "rows"],
      ["rows", null],
      [list, "rows"]
    ] as const)
      expect(listIn(json, key)).toEqual([])
  })
})

describe("a word that is kept", () => {
  it("is answered as if it were read each time", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("", "a", "b", "c")), (words) => {
        const read = (word: string) => `${word}!`
        expect(words.map(lastKept(read))).toEqual(words.map(read))
      })
    )
  })

  it("is read once while it stays the same", () => {
    let reads = 0
    const answer = lastKept((word) => [word, ++reads])
    expect([answer("a"), answer("a"), answer("b"), answer("a")]).toEqual([
      ["a", 1],
      ["a", 1],
      ["b", 2],
      ["a", 3]
    ])
  })
})
