/** Specific identification: the lots that a disposal names, what is not named, and what cannot be given. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  add,
  compare,
  explainDisposal,
  keepBook,
  lotsBefore,
  type LotEvent,
  type Policy,
  readLedger,
  report,
  taxReport
} from "../../src/index.ts"
import { ledgers } from "./randomLedger.ts"

const named = (events: ReadonlyArray<LotEvent>, policy: Partial<Policy> = {}) => {
  const book = keepBook(readLedger(events), { method: "SPECIFIC", ...policy })
  return { book, ...report(book) }
}
const buy = (id: string, time: string, quantity: string, total: string, account = "x"): LotEvent => ({
  id,
  time,
  type: "buy",
  asset: "BTC",
  quantity,
  total,
  account
})
const sell = (id: string, time: string, quantity: string, lots: Readonly<Record<string, string>>, more: object = {}): LotEvent => ({
  id,
  time,
  type: "sell",
  asset: "BTC",
  quantity,
  total: "100",
  account: "x",
  lots: Object.entries(lots).map(([lot, units]) => ({ lot, quantity: units })),
  ...more
})
const bought = [buy("a", "2024-01-01", "2", "10"), buy("b", "2024-02-01", "2", "40"), buy("c", "2024-03-01", "2", "90")]
const later = buy("z", "2025-01-01", "5", "5")

const taken = ({ disposals }: ReturnType<typeof named>) =>
  disposals.map(({ allocations }) => allocations.map(({ rule, lot, quantity, costBasis }) => [rule, lot, quantity, costBasis]))

describe("lots that a disposal names", () => {
  it("are taken, and units that nobody named go first in, first out", () => {
    const made = named([...bought, sell("s", "2024-06-01", "3", { b: "1", c: "0.5" })])
    expect(taken(made)).toEqual([
      [
        ["named", "b", "1", "20"],
        ["named", "c", "0.5", "22.5"],
        ["fifo", "a", "1.5", "7.5"]
      ]
    ])
    expect(made.errors).toEqual([])
  })

  it("are taken by a trade of one coin for another, too", () => {
    const swap: LotEvent = {
      id: "s",
      time: "2024-06-01",
      type: "conversion",
      trade: true,
      from: { asset: "BTC", quantity: "1" },
      to: { asset: "ETH", quantity: "10" },
      value: "100",
      lots: [{ lot: "c", quantity: "1" }]
    }
    expect(taken(named([...bought, swap]))).toEqual([[["named", "c", "1", "45"]]])
  })

  it.each([
    ["is nowhere", { gone: "1" }, {}, "1", [["fifo", "a", "2", "10"]]],
    ["came later", { z: "1" }, {}, "1", [["fifo", "a", "2", "10"]]],
    ["lies in another account", { y: "1" }, { scope: "account" as const }, "1", [["fifo", "a", "2", "10"]]],
    ["holds less", { c: "2.5" }, {}, "0.5", [["named", "c", "2", "90"]]],
    ["is named for more than is sold", { b: "2", c: "1" }, {}, "1", [["named", "b", "2", "40"]]],
    ["is one of two that lack", { gone: "1", c: "3" }, {}, "2", [["named", "c", "2", "90"]]]
  ])(
    "where one %s: the sale takes what there is, the rest goes first in, first out, and it is said",
    (_why, lots, policy, missing, slices) => {
      const events = [...bought, buy("y", "2024-03-02", "1", "7", "y"), sell("s", "2024-06-01", "2", lots), later]
      const made = named(events, policy)
      expect(taken(made)).toEqual([slices])
      expect(made.errors).toEqual([{ event: "s", code: "SPECIFIC_LOT_UNAVAILABLE", asset: "BTC", missing }])
      // by choice such a sale is not booked, and its units stay
      const strict = named(events, { ...policy, unavailableLot: "error" })
      expect([strict.disposals, strict.errors]).toEqual([[], made.errors])
    }
  )

  it("count under no other method", () => {
    expect(taken(named([...bought, sell("s", "2024-06-01", "1", { c: "1" })], { method: "LOFO" }))).toEqual([[["lofo", "a", "1", "5"]]])
  })

  it("are said in the explanation of their cost", () => {
    const { book } = named([...bought, sell("s", "2024-06-01", "2", { c: "1" })])
    const formulas = explainDisposal(book, "s").allocations.map(({ costBasis }) => costBasis.steps.map(({ formula }) => formula))
    expect(formulas[0]![0]).toMatch(/^of the lot that was named: /)
    expect(formulas[1]![0]).not.toMatch(/named/)
  })
})

it("what is bought after lots were named is in the average with its cost", () => {
  const method = [
    { from: "2024-01-01", value: "SPECIFIC" },
    { from: "2024-07-01", value: "AVERAGE" }
  ] as const
  const average = sell("t", "2024-07-02", "1", {})
  // Three, four and four and a half a unit; two of the first were named and sold.
  const units = [buy("a", "2024-01-01", "3", "9"), sell("s", "2024-06-01", "2", { a: "2" }), buy("b", "2024-06-02", "1", "4")]
  const { disposals, remaining } = named([...units, average, buy("c", "2024-07-03", "1", "4.5"), sell("u", "2024-07-04", "1", {})], {
    method
  })
  expect(disposals.map(({ costBasis }) => costBasis)).toEqual(["6", "3.5", "4"])
  expect(remaining).toMatchObject([{ lot: null, quantity: "1", costBasis: "4" }])
})

describe("lots that a disposal could take", () => {
  const events = [...bought, buy("y", "2024-03-02", "1", "7", "y"), sell("first", "2024-05-01", "1", { b: "0.5" }), later]

  it("are those open just before it, with what is left and what that cost, whatever it takes itself", () => {
    const { book } = named([...events, sell("s", "2024-06-01", "1", { c: "1" })])
    expect(lotsBefore(book, "s").map(({ lot, account, quantity, costBasis }) => [lot, account, quantity, costBasis])).toEqual([
      ["a", null, "1.5", "7.5"],
      ["b", null, "1.5", "30"],
      ["c", null, "2", "90"],
      ["y", null, "1", "7"]
    ])
  })

  it("have the average cost of their units where costs are pooled, whether they were touched or not", () => {
    const { book } = named([...events.slice(0, -1), sell("s", "2024-06-01", "1", {})], { method: "AVERAGE" })
    const lots = lotsBefore(book, "s")
    const { disposals, remaining } = report(book)
    const sum = (texts: ReadonlyArray<string | null>) => texts.reduce((total, text) => total + Number(text), 0)
    expect(new Set(lots.map(({ costBasis, quantity }) => (Number(costBasis) / Number(quantity)).toFixed(6))).size).toBe(1)
    expect(sum(lots.map(({ costBasis }) => costBasis))).toBeCloseTo(
      sum([...remaining.map(({ costBasis }) => costBasis), disposals.at(-1)!.costBasis]),
      9
    )
  })

  it("are those of its account where each has lots of its own", () => {
    const { book } = named([...events, sell("s", "2024-06-01", "1", {}, { account: "y" })], { scope: "account" })
    expect(lotsBefore(book, "s")).toMatchObject([{ lot: "y", account: "y", quantity: "1" }])
    expect(() => lotsBefore(book, "a")).toThrow(RangeError)
  })
})

describe("named at random", () => {
  const withNames = fc
    .tuple(ledgers, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 40_000 })), { maxLength: 30 }))
    .map(([events, names]) =>
      events.map((event, place): LotEvent => {
        const lots = names.flatMap(([of, lot, units]) =>
          of % events.length === place ? [{ lot: `e${lot % events.length}`, quantity: String(units / 1000) }] : []
        )
        return event.type === "sell" || event.type === "fee" ? { ...event, lots } : event
      })
    )

  it("a sale is booked whole, takes of no lot more than is named, and no unit is lost or made", () => {
    fc.assert(
      fc.property(withNames, fc.constantFrom<Policy["scope"]>("global", "account"), (events, scope) => {
        const made = named(events, { scope })
        const byFifo = report(keepBook(readLedger(events), { method: "FIFO", scope }))
        const sizes = (all: typeof made.disposals) => all.map(({ event, quantity }) => [event, quantity])
        expect(sizes(made.disposals)).toEqual(sizes(byFifo.disposals))
        const left = (all: typeof made.remaining) =>
          all.reduce<Record<string, string>>(
            (sums, { asset, quantity }) => ({ ...sums, [asset]: add((sums[asset] ?? "0") as never, quantity) }),
            {}
          )
        expect(left(made.remaining)).toEqual(left(byFifo.remaining))
        for (const { event, allocations } of made.disposals) {
          const given = events.find(({ id }) => id === event)!
          const wanted = "lots" in given ? given.lots! : []
          for (const { rule, lot } of allocations) {
            if (rule !== "named") continue
            const sumOf = (all: ReadonlyArray<{ readonly quantity: string }>) =>
              all.reduce((sum, { quantity }) => add(sum as never, quantity as never), "0" as string)
            const got = sumOf(allocations.filter((each) => each.rule === "named" && each.lot === lot))
            expect(compare(got as never, sumOf(wanted.filter((each) => each.lot === lot)) as never)).toBeLessThanOrEqual(0)
          }
        }
      }),
      { numRuns: 300 }
    )
  })
})

describe("in the United States", () => {
  const year = (sold: string, identified: string | undefined, facts: object = {}) =>
    taxReport("US", {
      events: [...bought, sell("s", sold, "1", { c: "1" }, identified === undefined ? {} : { identified })],
      currency: "USD",
      prices: [],
      settings: { year: Number(sold.slice(0, 4)), method: "SPECIFIC", ...facts }
    }).unresolved.map(({ event, what }) => [event, what])
  const late = [["s", expect.stringContaining("named after the sale")]]

  it("lots that were named after the sale are listed, from 2025 on", () => {
    expect(year("2025-06-01T10:00:00Z", "2025-06-01T10:00:01Z")).toEqual(late)
    expect(year("2025-06-01T10:00:00Z", "2025-06-01T10:00:00Z")).toEqual([])
    expect(year("2025-06-01T10:00:00Z", undefined)).toEqual([])
    expect(year("2024-06-01T10:00:00Z", "2026-01-01T00:00:00Z")).toEqual([])
  })

  it("those of a broker's account are listed from 2026 on, because the broker has to have been told", () => {
    expect(year("2026-06-01T10:00:00Z", undefined)).toEqual([["s", expect.stringContaining("only if the broker was told")]])
    expect(year("2026-06-01T10:00:00Z", undefined, { accounts: { x: { custody: "self" } } })).toEqual([])
    expect(year("2026-06-01T10:00:00Z", "2026-07-01T00:00:00Z", { accounts: { x: { custody: "self" } } })).toEqual(late)
  })

  it("the names and when they were given are part of what the report is hashed by", () => {
    const hash = (event: LotEvent) =>
      taxReport("US", { events: [...bought, event], currency: "USD", prices: [], settings: { year: 2025, method: "SPECIFIC" } }).inputHash
    const hashes = [sell("s", "2025-06-01", "1", { c: "1" }), sell("s", "2025-06-01", "1", { b: "1" })].map(hash)
    const dated = hash(sell("s", "2025-06-01", "1", { c: "1" }, { identified: "2025-05-01" }))
    expect(new Set([...hashes, dated]).size).toBe(3)
  })
})
