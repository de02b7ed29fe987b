import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  add,
  type Country,
  type LotEvent,
  type TaxSection as Section,
  sectionCsv,
  taxBasis,
  taxCsv,
  taxHtml,
  type TaxReport,
  taxReport,
  TaxError,
  taxRules
} from "../../src/index.ts"
import { ledgers } from "../lots/randomLedger.ts"
import { history, inputFor } from "./history.ts"

const countries = Object.keys(taxRules) as ReadonlyArray<Country>
const currencyOf = (country: Country): string => taxRules[country].currency
const made = (country: Country, more = {}): TaxReport => taxReport(country, inputFor(country, currencyOf(country), more))

/** Every table's foot, worked out anew from its own lines. */
const expectAddedUp = ({ columns, rows, totals, unknownRows }: Section): void => {
  const summed = columns.filter(({ sum }) => sum === true).map(({ id }) => id)
  const known = rows.filter((row) => summed.every((id) => row[id] != null))
  expect(Object.keys(totals).sort()).toEqual([...summed].sort())
  for (const id of summed) {
    let total = "0"
    for (const row of known) total = add(total, row[id]!)
    expect(total).toBe(totals[id])
  }
  expect(unknownRows).toBe(rows.length - known.length)
}

/** The gain of each printed line is what its printed columns say. */
const expectLinesAddUp = ({ rows }: Section): void => {
  for (const row of rows) {
    const { proceeds, cost, gain } = row
    const fee = row["fee"] ?? row["outlays"] ?? "0"
    const basis = row["updated"] ?? row["acb"] ?? row["costs"] ?? cost
    if (proceeds == null || basis == null || gain == null) continue
    expect(add(add(gain, basis), fee), JSON.stringify(row)).toBe(proceeds)
  }
}

describe.each(countries)("the report of %s", (country) => {
  it("is the golden one, as CSV and as a page", async () => {
    await expect(taxCsv(made(country))).toMatchFileSnapshot(`fixtures/${country}.csv`)
    await expect(taxHtml(made(country))).toMatchFileSnapshot(`fixtures/${country}.html`)
  })

  it("adds up, in every table and every line", () => {
    for (const section of made(country).sections) {
      expectAddedUp(section)
      expectLinesAddUp(section)
    }
  })

  it("adds up on any ledger, gives the same bytes twice, and knows no NaN", () => {
    fc.assert(
      fc.property(ledgers, fc.constantFrom(2021, 2022, 2023), fc.constantFrom("cents", "whole"), (events, year, rounding) => {
        // A pool by law has no wraps; a wrap is a taxable conversion by default.
        const input = { events, currency: currencyOf(country), prices: [], settings: { year, choices: { rounding } } }
        const report = taxReport(country, input)
        for (const section of report.sections) {
          expectAddedUp(section)
          expectLinesAddUp(section)
        }
        const text = taxCsv(report)
        expect(text).toBe(taxCsv(taxReport(country, structuredClone(input))))
        expect(text).not.toMatch(/NaN|Infinity|undefined|null/)
      }),
      { numRuns: 60 }
    )
  })

  it("shows every contested point, what was chosen, and whether anybody chose", () => {
    const { contested } = taxRules[country]
    const { settings } = made(country)
    for (const { question, choices, usual } of contested) {
      expect(settings.find(({ name }) => name === question)).toMatchObject({ value: choices[usual], chosen: false })
      for (const [id, text] of Object.entries(choices)) {
        const { id: point } = contested.find((each) => each.question === question)!
        const chosen = made(country, { choices: { [point]: id } }).settings.find(({ name }) => name === question)
        expect(chosen).toMatchObject({ value: text, chosen: true })
      }
    }
    expect(contested.length).toBeGreaterThan(2)
  })

  it("prints its hashes, and another input, setting or price is another hash", () => {
    const report = made(country)
    const html = taxHtml(report)
    expect(html).toContain(report.inputHash)
    expect(html).toContain(report.rules.hash)
    expect(html).toContain(report.rules.checkedOn)
    const other = taxReport(country, { ...inputFor(country, currencyOf(country)), events: history.slice(1) })
    expect(other.inputHash).not.toBe(report.inputHash)
    expect(other.rules.hash).toBe(report.rules.hash)
    expect(made(country, { zone: "UTC" }).inputHash).not.toBe(report.inputHash)
  })

  it("hashes events, prices and settings apart: what did not change has the hash that it had", () => {
    const { hashes } = made(country)
    const html = taxHtml(made(country))
    for (const hash of Object.values(hashes)) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/)
      expect(html).toContain(hash)
    }
    expect(made(country, { zone: "UTC" }).hashes).toEqual({ ...hashes, settings: expect.not.stringMatching(hashes.settings) })
    const other = taxReport(country, { ...inputFor(country, currencyOf(country)), events: history.slice(1) })
    expect(other.hashes).toEqual({ ...hashes, events: expect.not.stringMatching(hashes.events) })
  })

  it("prints what whoever made the events could not settle, first, and hashes it", () => {
    const stated = [{ event: "", asset: "some:account", what: "rows may be missing", missing: null }]
    const report = taxReport(country, { ...inputFor(country, currencyOf(country)), stated })
    expect(report.unresolved).toContainEqual(stated[0])
    expect(report.unresolved.length).toBe(made(country).unresolved.length + 1)
    expect(taxCsv(report)).toContain("some:account,rows may be missing")
    expect(report.inputHash).not.toBe(made(country).inputHash)
  })

  it("keeps books by the basis that it shows before any table is filled in", () => {
    const input = inputFor(country, currencyOf(country))
    const { year, policy, settings } = taxBasis(country, input)
    expect(year).toEqual(made(country).year)
    expect(settings).toEqual(made(country).settings)
    expect(policy.dayBoundary).toBe(taxRules[country].zone)
  })

  it("lists what is not settled, and leaves it out of the totals", () => {
    const { unresolved, notes } = made(country)
    expect(unresolved).toContainEqual(expect.objectContaining({ event: "sell-ltc", asset: "LTC", what: "the cost of units is unknown" }))
    expect(notes.some((note) => note.includes("in no total"))).toBe(true)
  })

  it("refuses what it does not know, and says what it does", () => {
    const refuses = (change: object) => {
      try {
        taxReport(country, { ...inputFor(country, currencyOf(country)), ...change })
      } catch (error) {
        expect(error).toBeInstanceOf(TaxError)
        return (error as TaxError).whatToDo
      }
      throw new Error("was not refused")
    }
    expect(refuses({ currency: "XXX" })).toContain(currencyOf(country))
    expect(refuses({ settings: { year: 2024, choices: { moon: "full" } } })).toContain("rounding")
    expect(refuses({ settings: { year: 2024, choices: { rounding: "up" } } })).toContain("cents")
    expect(refuses({ settings: { year: 2024, amounts: { moon: "1" } } })).toContain("Known")
    expect(refuses({ settings: { year: 20.5 } })).toContain("2009")
    refuses({ settings: { year: 2024, method: "RANDOM" } })
    refuses({ settings: { year: 2024, zone: "Mars/Olympus" } })
  })
})

describe("the rules", () => {
  it("have dated steps in order, each with a source that is listed, and a day on which they were checked", () => {
    const steps = (value: unknown): ReadonlyArray<ReadonlyArray<{ from: string; source: string }>> =>
      Array.isArray(value) && value.length > 0 && typeof value[0] === "object" && "from" in value[0]
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(steps)
          : []
    for (const rules of Object.values(taxRules)) {
      const ids = rules.sources.map(({ id }) => id)
      expect(rules.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
      for (const list of steps(rules.parameters)) {
        expect(list.map(({ from }) => from)).toEqual(list.map(({ from }) => from).sort())
        for (const { source } of list) expect(ids, `${rules.country} ${source}`).toContain(source)
      }
      for (const { choices, usual } of rules.contested) expect(Object.keys(choices)).toContain(usual)
    }
  })
})

describe("the renderers", () => {
  const nasty: ReadonlyArray<LotEvent> = [
    { id: '=HYPERLINK("x")', time: "2024-01-01", type: "buy", asset: "<script>", quantity: "1", total: "5", account: 'a,"b"\n' },
    { id: "@s", time: "2024-02-01", type: "sell", asset: "<script>", quantity: "1", total: "3", account: 'a,"b"\n' }
  ]
  const report = taxReport("US", { events: nasty, currency: "USD", prices: [], settings: { year: 2024 } })

  it("let no cell become a formula, a tag or another cell", () => {
    const csv = taxCsv(report)
    expect(csv).toContain(`"a,""b""\n"`)
    expect(csv).toContain(",'@s\r\n")
    expect(csv).toContain(",-2,")
    expect(csv).not.toMatch(/(^|,)[=@]/m)
    expect(taxHtml(report)).not.toContain("<script>")
    expect(taxHtml(report)).toContain("&lt;script&gt;")
  })

  it.each(["=1+1", " =1+1", "\t=1+1", "+1+1", "-1+1", "@SUM(A1)", "\r=1", "\n=1", "|calc", "%0A", "\uff1d1+1"])(
    "a coin called %j is text in a spreadsheet",
    (asset) => {
      const section = taxReport("US", {
        events: [{ id: "x", time: "2024-01-01", type: "income", asset, quantity: "1", total: "1" }],
        currency: "USD",
        prices: [],
        settings: { year: 2024 }
      }).sections.find(({ id }) => id === "income")!
      expect(sectionCsv(section)).toMatch(/,"?'/)
    }
  )

  it("print unknown as unknown, and one table as its own file", () => {
    const text = sectionCsv(made("US").sections.find(({ id }) => id === "8949-i")!)
    expect(text.split("\r\n")[0]).toBe(
      "(a) Description,(b) Date acquired,(c) Date sold,(d) Proceeds,(e) Cost basis,(f) Code,(g) Adjustment,(h) Gain or loss,Box,Wallet,Event"
    )
    expect(text).toContain("4 LTC,2024-09-10,2024-11-20,360,unknown,,0,unknown,C,Own wallet,sell-ltc")
  })
})
