import { describe, expect, it } from "vitest"
import { numberTwins } from "../../src/sync/Twins.ts"
import { bareEvent } from "./bareEvent.ts"

const event = (at: number, name: string, identity: "content" | "exchange" = "content") =>
  bareEvent({ externalId: identity === "content" ? `${at}:${name}` : name, identity }, at)
const a = (at: number) => event(at, "a")

describe("rows that are alike", () => {
  it("are told apart although another row stands between them", () => {
    expect(numberTwins([a(5), event(4, "x"), a(5)], null, "newest-first").occurrences).toEqual([0, 0, 1])
    expect(numberTwins([a(5), event(4, "x", "exchange"), a(5)], null, "newest-first").occurrences).toEqual([0, 0, 1])
  })

  it("are told apart over a page's edge", () => {
    const first = numberTwins([event(6, "x"), a(5), a(5)], null, "newest-first")
    const second = numberTwins([a(5), event(5, "x"), a(4)], first.twins, "newest-first")
    expect([...first.occurrences, ...second.occurrences]).toEqual([0, 0, 1, 2, 0, 0])
  })

  it("are told apart over a whole page of others of the same instant", () => {
    const first = numberTwins([a(5)], null, "newest-first")
    const second = numberTwins([event(5, "x"), event(5, "y", "exchange")], first.twins, "newest-first")
    expect(numberTwins([a(5)], second.twins, "newest-first").occurrences).toEqual([1])
  })

  it("are remembered over an empty page, and in an ordered list no longer than they can come", () => {
    const first = numberTwins([a(5)], null, "newest-first")
    expect(numberTwins([], first.twins, "newest-first").twins).toEqual(first.twins)
    expect(numberTwins([a(4)], first.twins, "newest-first").twins).toEqual({ at: 4, counts: { "4:a": 1 } })
    expect(numberTwins([a(4)], first.twins, "unordered").twins).toEqual({ at: 4, counts: { "5:a": 1, "4:a": 1 } })
    expect(numberTwins([event(4, "x", "exchange")], null, "newest-first").twins).toBeNull()
  })
})
