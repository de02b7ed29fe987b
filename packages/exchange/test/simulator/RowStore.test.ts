import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeRowStore } from "../../src/simulator/index.ts"

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ eid: `e${count - index}`, n: count - index, even: (count - index) % 2 === 0 }))
const idsOf = (texts: ReadonlyArray<string>) => texts.map((text) => (JSON.parse(text) as { n: number }).n)

const walk = (store: ReturnType<typeof makeRowStore>, limit: number, ascending: boolean, even: boolean): Array<number> => {
  const seen: Array<number> = []
  for (let marker: string | undefined; ; marker = `e${seen.at(-1)}`) {
    const page = store.page({ marker, ascending, limit }, even ? "even" : undefined, (row) => row["even"] === true)
    if (page === undefined || page.length === 0) return seen
    seen.push(...idsOf(page))
  }
}

describe("a list of rows", () => {
  it("gives each row once, for any number of rows, page size and direction", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 25 }),
        fc.boolean(),
        fc.boolean(),
        (count, limit, ascending, even) => {
          const wanted = rows(count)
            .map(({ n }) => n)
            .filter((n) => !even || n % 2 === 0)
          expect(walk(makeRowStore("eid", rows(count)), limit, ascending, even)).toEqual(ascending ? wanted.reverse() : wanted)
        }
      )
    )
  })

  it("takes a marker that its filter hides", () => {
    const store = makeRowStore("eid", rows(9))
    expect(idsOf(store.page({ marker: "e5", ascending: false, limit: 2 }, "even", (row) => row["even"] === true)!)).toEqual([4, 2])
    expect(idsOf(store.page({ marker: "e5", ascending: true, limit: 2 }, "even", (row) => row["even"] === true)!)).toEqual([6, 8])
  })

  it("knows no page behind an unknown marker", () => {
    expect(makeRowStore("eid", rows(3)).page({ marker: "e9", ascending: false, limit: 2 })).toBeUndefined()
  })

  it("puts appended rows in front and keeps old markers where they were", () => {
    const store = makeRowStore("eid", rows(4))
    store.append([
      { eid: "e6", n: 6 },
      { eid: "e5", n: 5 }
    ])
    expect(idsOf(store.page({ ascending: false, limit: 3 })!)).toEqual([6, 5, 4])
    expect(idsOf(store.page({ marker: "e3", ascending: false, limit: 9 })!)).toEqual([2, 1])
  })

  it("moves on from a repeated id instead of going in circles", () => {
    const store = makeRowStore("eid", [
      { eid: "a", n: 3 },
      { eid: "a", n: 2 },
      { eid: "b", n: 1 }
    ])
    expect(idsOf(store.page({ marker: "a", ascending: false, limit: 9 })!)).toEqual([1])
  })

  it("shifts a page either way when told to", () => {
    const store = makeRowStore("eid", rows(9))
    expect(idsOf(store.page({ marker: "e6", ascending: false, limit: 3, shift: 2 })!)).toEqual([7, 6, 5])
    expect(idsOf(store.page({ marker: "e6", ascending: false, limit: 3, shift: -1 })!)).toEqual([4, 3, 2])
    expect(idsOf(store.page({ marker: "e6", ascending: true, limit: 2, shift: 1 })!)).toEqual([6, 7])
  })
})
