import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { first, list, pageOf, replyOf, transaction } from "../../fixture.ts"

const { transactions, fills } = coinbase.streams
const rows = ["a-1", "a-2"].map((id) => transaction({ id }))
const placeOf = (pagination: object, of: ReadonlyArray<unknown> = rows) => {
  const { next, exhausted } = transactions.parse(pageOf(of, pagination), list("main:1"))
  return { next, exhausted }
}

describe("a page of a wallet", () => {
  it("goes on where Coinbase says", () => {
    expect(placeOf({ next_uri: "/v2/x?starting_after=b-9", next_starting_after: "a-2" })).toEqual({ next: "a-2", exhausted: false })
    expect(placeOf({ next_uri: "/v2/x?limit=2&starting_after=b-9&order=desc" })).toEqual({ next: "b-9", exhausted: false })
  })

  it("goes on after its last row where the place is not said", () => {
    expect(placeOf({ next_uri: "/v2/x?page=2" })).toEqual({ next: "a-2", exhausted: false })
    expect(placeOf({ next_uri: "/v2/x?page=2" }, [])).toEqual({ next: null, exhausted: false })
  })

  it.each([[null], [""], [undefined]])("is the last one where the next one is %j, however many rows it has", (next) => {
    expect(placeOf({ next_uri: next, next_starting_after: "a-2" })).toEqual({ next: null, exhausted: true })
    expect(placeOf({ next_uri: next }, [])).toEqual({ next: null, exhausted: true })
  })

  it("is not the last one for being short, and ends nothing where it says nothing", () => {
    expect(placeOf({ next_uri: "/v2/x?starting_after=a-1" }, rows.slice(0, 1)).exhausted).toBe(false)
    expect(transactions.parse(replyOf('{"data":[]}'), list("main:1"))).toMatchObject({ next: null, exhausted: false })
  })

  it("is asked for in its wallet, after its row", () => {
    expect(transactions.request(list("staked:ee4ccb01-e922"))).toEqual({
      endpoint: "transactions",
      path: { wallet: "ee4ccb01-e922" },
      query: [["limit", "100"]]
    })
    expect(transactions.request(list("main:9347d538", "a-2")).query).toEqual([
      ["limit", "100"],
      ["starting_after", "a-2"]
    ])
  })
})

describe("a page of fills", () => {
  const placeAfter = (json: object) => {
    const { next, exhausted } = fills.parse(replyOf(JSON.stringify(json)))
    return { next, exhausted }
  }

  it("ends where it is empty or bears no cursor, and not before", () => {
    expect(placeAfter({ fills: [{}], cursor: "789100" })).toEqual({ next: "789100", exhausted: false })
    expect(placeAfter({ fills: [{}], cursor: 789100 })).toEqual({ next: "789100", exhausted: false })
    expect(placeAfter({ fills: [{}], cursor: "" })).toEqual({ next: null, exhausted: true })
    expect(placeAfter({ fills: [{}], cursor: null })).toEqual({ next: null, exhausted: true })
    expect(placeAfter({ fills: [], cursor: "789100" })).toEqual({ next: "789100", exhausted: true })
  })

  it("is asked for after its cursor", () => {
    expect(fills.request(first)).toEqual({ endpoint: "fills", query: [["limit", "100"]] })
    expect(fills.request({ ...first, cursor: "5" }).query).toEqual([
      ["limit", "100"],
      ["cursor", "5"]
    ])
  })
})
