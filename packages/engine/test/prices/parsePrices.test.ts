import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parsePrices } from "../../src/prices/parsePrices.ts"

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8")

describe("the European Central Bank's file", () => {
  it("is read in its own layout, column by column", () => {
    const rows = parsePrices(fixture("eurofxref-hist-2017.csv"), "ecb", "official")
    expect(rows).toHaveLength(129 * 4)
    expect(Array.isArray(rows) && rows.slice(0, 2)).toEqual([
      { line: 2, day: "2017-08-31", base: "EUR", quote: "USD", rate: "1.1825", kind: "official" },
      { line: 2, day: "2017-08-31", base: "EUR", quote: "MXN", rate: "21.0843", kind: "official" }
    ])
  })

  it("has no rate where it says N/A or nothing, and may end its lines in either way", () => {
    const text = "\uFEFFDate,USD,CYP,\r\n2024-03-01,1.0834,N/A,\r\n2024-02-29,,,\r\n"
    expect(parsePrices(text, "ecb", "official")).toMatchObject([{ day: "2024-03-01", quote: "USD", rate: "1.0834" }])
  })
})

describe("a table of rates", () => {
  it("may have its columns in any order, and a kind for each row", () => {
    const text = "rate,date,kind,quote,base\n1010,2024-03-01,blue,ARS,USD\n850.25,2024-03-01,,ARS,USD\n"
    expect(parsePrices(text, "rows", "official")).toEqual([
      { line: 2, day: "2024-03-01", base: "USD", quote: "ARS", rate: "1010", kind: "blue" },
      { line: 3, day: "2024-03-01", base: "USD", quote: "ARS", rate: "850.25", kind: "official" }
    ])
  })

  it("of real closes is read whole", () => {
    expect(parsePrices(fixture("crypto-usd-2017.csv"), "rows", "market")).toHaveLength(368)
  })

  it.each([
    ["no such column", "date,base,rate\n", 1, "there is no column quote"],
    ["a day that does not exist", "date,base,quote,rate\n2023-02-29,A,B,1\n", 2, "not a day"],
    ["words for a rate", "date,base,quote,rate\n2023-02-28,A,B,1\n2023-03-01,A,B,n/a\n", 3, "not a decimal"],
    ["a rate of zero", "date,base,quote,rate\n2023-02-28,A,B,0.0\n", 2, "the rate 0 is not above zero"],
    ["a rate below zero", "date,base,quote,rate\n2023-02-28,A,B,-5\n", 2, "not above zero"],
    ["a kind that is none", "date,base,quote,rate,kind\n2023-02-28,A,B,1,black\n", 2, "is not one of market, official"],
    ["nobody's rate", "date,base,quote,rate\n2023-02-28,,B,1\n", 2, "must be named"],
    ["nothing", "date,base,quote,rate\n\n", 1, "no rate in the file"],
    ["nothing at all", "", 1, "there is no column"]
  ])("with %s is refused by line and reason", (_what, text, line, reason) => {
    expect(parsePrices(text, "rows", "market")).toEqual({ line, reason: expect.stringContaining(reason) })
  })

  it("is not the bank's", () => {
    expect(parsePrices("date,base,quote,rate\n", "ecb", "official")).toMatchObject({
      line: 1,
      reason: expect.stringContaining("eurofxref-hist.csv")
    })
  })
})
