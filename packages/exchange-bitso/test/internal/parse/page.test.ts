import { describe, expect, it } from "vitest"
import { bitso } from "../../../src/index.ts"
import { first, lists, listReply, read } from "../../fixture.ts"

describe("a page", () => {
  it("is asked for by size and the last id seen, newest first", () => {
    expect(bitso.streams.ledger.request(first)).toEqual({ endpoint: "ledger", query: [["limit", "100"]] })
    expect(bitso.streams.fundings.request({ ...first, cursor: "f9" })).toEqual({
      endpoint: "fundings",
      query: [
        ["limit", "100"],
        ["marker", "f9"]
      ]
    })
  })

  it("ends the list only when it is empty", () => {
    expect(bitso.streams.ledger.parse(listReply(), first)).toEqual({ events: [], quarantined: [], next: null, exhausted: true })
    expect(read("ledger", "get_ledger_funding_2022")).toMatchObject({ next: "2510b3e2bc1c87f584500a18084f35ed", exhausted: false })
  })

  it("goes on from the last row that has an id, readable or not", () => {
    const page = bitso.streams.ledger.parse(listReply({ eid: "a" }, { eid: "b", created_at: 1 }, { operation: "x" }), first)
    expect(page).toMatchObject({ next: "b", exhausted: false })
    expect(bitso.streams.ledger.parse(listReply({ operation: "x" }), first)).toMatchObject({ next: null, exhausted: false })
  })

  it("leaves rows below the last id to the next page, where they come again", () => {
    const row = { operation: "fee", created_at: "2024-01-01T00:00:00+0000", balance_updates: [] }
    expect(bitso.streams.ledger.parse(listReply({ ...row, eid: "a" }, row, row), first).events).toHaveLength(1)
    expect(bitso.streams.ledger.parse(listReply(row, row, { ...row, eid: "b" }, row), first).events).toHaveLength(3)
  })

  it.each(lists)("of %s from %s is read row by row, nothing lost", (stream, fixture) => {
    const page = read(stream, fixture)
    expect(page.quarantined).toEqual([])
    expect(page.events.length).toBeGreaterThan(0)
    expect(page.events.map(({ pointer }) => pointer)).toEqual(page.events.map((_, i) => `/payload/${i}`))
    for (const event of page.events) {
      expect(event.source.stream).toBe(stream)
      expect(bitso.manifest.kinds).toContain(event.kind)
    }
  })
})
