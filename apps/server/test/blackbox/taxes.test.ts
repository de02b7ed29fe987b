import { expect, it } from "vitest"
import { explainerOf, lotFigures } from "./explainer.ts"
import type { Answer, Server } from "./harness.ts"
import { withAccount } from "./pretended.ts"

const countries = ["AR", "BR", "CA", "CO", "DE", "ES", "GB", "MX", "US"]
const year = 2023

const paths = `query ($country: TaxCountry!, $year: Int!, $settings: TaxSettingsInput) { viewer { portfolio { taxReport(country: $country, year: $year, settings: $settings) {
  csvPath htmlPath inputHash rulesHash eventsHash pricesHash settingsHash unresolvedCount sections { name rowCount rows(first: 100) { cells } } } } } }`

const settings = { choices: [{ point: "rounding", choice: "whole" }], timeZone: "America/Mexico_City" }

/** Both files of every country's report, as the graph says where they are; each has the graph's hashes and cells in it. */
const filesOf = async (server: Server): Promise<Record<string, string>> => {
  const files: Record<string, string> = {}
  for (const country of countries) {
    const report = (await server.ask(paths, { country, year, settings })).viewer.portfolio.taxReport
    for (const path of [report.csvPath, report.htmlPath]) {
      expect((await fetch(`${server.url}${path}`)).status).toBe(401)
      const response = await fetch(`${server.url}${path}`, { headers: server.headers })
      expect([path, response.status, response.headers.get("cache-control")]).toEqual([path, 200, "no-store"])
      expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="tax-[A-Z]{2}-2023\.(csv|html)"$/)
      const body = await response.text()
      for (const name of ["inputHash", "rulesHash", "eventsHash", "pricesHash", "settingsHash"]) expect(body).toContain(report[name])
      files[path] = body
    }
    const cells = report.sections.flatMap(({ rows }: Answer) => rows.flatMap((row: Answer) => row.cells))
    // Events and accounts have no letter that either file would have to write otherwise.
    for (const cell of cells) if (/^bitso[:/]\S+$/.test(cell ?? "")) expect(files[report.csvPath]).toContain(cell)
  }
  return files
}

it("every country's report downloads with the owner's token alone, the same bytes from any installation", async () => {
  const read = () => withAccount("bitso", "beginner", filesOf)
  const files = await read()
  expect(Object.keys(files)).toHaveLength(2 * countries.length)
  expect(await read()).toEqual(files)
})

it("a figure in another country's money is explained down to the rate of the day and its source", async () => {
  await withAccount("bitso", "beginner", async (server) => {
    const query = `{ viewer { portfolio { gains(year: 2023, jurisdiction: GB) { period { from } totals { gain } disposals { event gain } } } } }`
    const { gains } = (await server.ask(query)).viewer.portfolio
    expect(gains.period.from).toBe("2023-04-06")
    const { check } = explainerOf(lotFigures(server, { jurisdiction: "GB" }))
    expect(await check("gains/2023/gain")).toBe(gains.totals.gain)
    const { event, gain } = gains.disposals.find((each: Answer) => each.gain !== null)
    expect(await check(`disposals/${event}/gain`)).toBe(gain)
    const total = `query ($figure: String!) { viewer { portfolio { explain(figure: $figure, jurisdiction: GB) { steps { terms { op origin { kind } } } prices { source asset { symbol } } } } } }`
    const { explain } = (await server.ask(total, { figure: `events/${event}/total` })).viewer.portfolio
    expect(explain.prices).toMatchObject([{ asset: { symbol: "MXN" }, source: expect.stringContaining("ECB") }])
    const kinds = explain.steps[0].terms.flatMap(({ origin }: Answer) => (origin === null ? [] : [origin.kind]))
    expect(new Set(kinds)).toEqual(new Set(["POSTING", "PRICE"]))
  })
})
