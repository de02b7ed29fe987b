import { taxReport, type TaxSettings } from "@caudal/accounting"
import { SettingsRefused, type TaxRequest } from "@caudal/engine"
import { Effect } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { taxDownload, taxPath } from "../src/export/taxPath.ts"
import { codeOf, host, origin, serveFake, token } from "./fakeEngine.ts"

const events = [
  {
    id: "b",
    time: "2023-01-01",
    type: "buy",
    asset: "=cmd|' /C calc'!A0",
    quantity: "1",
    total: "10",
    account: "<script>alert(1)</script>"
  },
  {
    id: "s",
    time: "2023-02-01",
    type: "sell",
    asset: "=cmd|' /C calc'!A0",
    quantity: "1",
    total: "15",
    account: "<script>alert(1)</script>"
  }
] as const

const asked: Array<TaxRequest> = []
const taxes = (request: TaxRequest) => {
  asked.push(request)
  if (request.settings.choices?.["nothing"] !== undefined)
    return Effect.fail(new SettingsRefused({ problem: "Mexico knows no choice", whatToDo: "Known: rounding." }))
  const report = taxReport(request.country, { events, currency: "MXN", prices: [], settings: request.settings })
  return Effect.succeed({ report, ledgerHash: "0".repeat(64), projectionVersion: 2 })
}
let served = serveFake({ taxes })
afterEach(async () => {
  await served.handler.dispose()
  await served.runtime.dispose()
  served = serveFake({ taxes })
  asked.length = 0
})
const get = (path: string, headers: Readonly<Record<string, string | null>> = {}) => served.fetch({ method: "GET", path, headers })

describe("a tax report to download", () => {
  it.each([
    ["csv", "text/csv"],
    ["html", "text/html"]
  ])("%s is a file of the same bytes each time, which no cache keeps and no page runs", async (format, type) => {
    const response = await get(`/export/tax/1/MX/2023.${format}`)
    expect(response.status).toBe(200)
    expect(response.headers.get("content-type")).toContain(type)
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="tax-MX-2023.${format}"`)
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(response.headers.get("x-content-type-options")).toBe("nosniff")
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'")
    const body = await response.text()
    expect(await (await get(`/export/tax/1/MX/2023.${format}`)).text()).toBe(body)
    // What came from outside is text: no formula, no tag, no script.
    expect(body).not.toMatch(/(^|,|")=cmd/m)
    if (format === "html") expect(body).not.toMatch(/<script|javascript:|<img|<link|<iframe| on[a-z]+=/i)
  })

  it("takes the token of every other question, and nothing else", async () => {
    const path = "/export/tax/1/MX/2023.csv"
    expect((await get(path, { authorization: null })).status).toBe(401)
    expect((await get(path, { authorization: `Bearer ${token}x` })).status).toBe(401)
    expect((await get(`${path}?token=${token}`, { authorization: null })).status).toBe(401)
    expect((await get(path, { origin: "https://evil.example" })).status).toBe(403)
    expect((await get(path, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await get(path, { host: "evil.example" })).status).toBe(421)
    expect((await served.fetch({ method: "POST", path, body: "{}" })).status).toBe(405)
    expect(asked).toEqual([])
  })

  it.each([
    "/export/tax/",
    "/export/tax/1/XX/2023.csv",
    "/export/tax/1/MX/23.csv",
    "/export/tax/1/MX/2023.pdf",
    "/export/tax/0/MX/2023.csv",
    "/export/tax/1/constructor/2023.csv",
    "/export/tax/2/MX/2023.csv"
  ])("%s is not there", async (path) => {
    const response = await get(path)
    expect([response.status, codeOf(await response.json())]).toEqual([404, "NOT_FOUND"])
  })

  it.each([
    "{",
    "[]",
    '{"year":2020}',
    '{"method":"NONE"}',
    '{"accounts":{"a":{"custody":"nobody"}}}',
    '{"choices":{"rounding":1}}',
    '{"choices":{"nothing":"x"}}'
  ])("settings %s are refused in words", async (settings) => {
    const response = await get(`/export/tax/1/MX/2023.csv?settings=${encodeURIComponent(settings)}`)
    expect([response.status, codeOf(await response.json())]).toEqual([400, "BAD_USER_INPUT"])
  })

  it("is found where the graph says, with the settings that were asked for", async () => {
    const query = `query ($s: TaxSettingsInput) { viewer { portfolio { taxReport(country: MX, year: 2023, settings: $s) { csvPath inputHash } } } }`
    const s = {
      method: "AVERAGE",
      timeZone: "UTC",
      choices: [{ point: "rounding", choice: "whole" }],
      accounts: [{ account: "a:b", custody: "CUSTODIAN", country: "MX", form1099: null }],
      indices: [{ month: "2023-01", value: "127.336" }]
    }
    const { data, errors } = await served.ask(query, { s })
    expect(errors).toBeUndefined()
    const { csvPath, inputHash } = data.viewer.portfolio.taxReport
    expect(await (await get(csvPath)).text()).toContain(inputHash)
    expect(asked[1]).toEqual(asked[0])
    expect(asked[0]!.settings).toEqual({
      year: 2023,
      method: "AVERAGE",
      zone: "UTC",
      choices: { rounding: "whole" },
      accounts: { "a:b": { custody: "custodian", country: "MX" } },
      indices: { "2023-01": "127.336" }
    })
  })

  it("has a path that reads back as what it was made of", () => {
    const settings: TaxSettings = {
      year: 2024,
      method: [{ from: "2020-01-01", value: "FIFO" }],
      choices: { a: "&?#/é" },
      amounts: { b: "1.5" }
    }
    const request = { country: "US", settings } as const
    expect(taxDownload(new URL(`${origin}${taxPath("7", request, "html")}`))).toEqual({ portfolio: 7, request, format: "html" })
    expect(host).toBe(new URL(origin).host)
  })
})

describe("a tax report as a graph", () => {
  const ask = (fields: string) => served.ask(`{ viewer { portfolio { taxReport(country: MX, year: 2023) { ${fields} } } } }`)

  it("gives its tables a part at a time, cell by cell in the order of the columns", async () => {
    const { data } = await ask("sections { name columns { name } rowCount rows(first: 1) { cells } rest: rows(offset: 1) { cells } }")
    const [operations] = data.viewer.portfolio.taxReport.sections
    expect(operations).toMatchObject({ name: "operations", rowCount: 1, rest: [] })
    expect(operations.rows[0].cells).toHaveLength(operations.columns.length)
  })

  it("refuses parts of no size, and settings in words", async () => {
    expect(codeOf(await ask("unresolved(first: 101) { what }"))).toBe("BAD_USER_INPUT")
    expect(codeOf(await ask("unresolved(offset: -1) { what }"))).toBe("BAD_USER_INPUT")
    const refused = await served.ask(
      `{ viewer { portfolio { taxReport(country: MX, year: 2023, settings: { choices: [{ point: "nothing", choice: "x" }] }) { title } } } }`
    )
    expect(codeOf(refused)).toBe("BAD_USER_INPUT")
    expect(refused.errors![0]!.message).toContain("Known: rounding.")
  })

  it("has its rules for a page of settings", async () => {
    const { data } = await served.ask(
      "{ taxRules(country: US) { methods contested { name usual choices { name } } asked { name } checkedOn } }"
    )
    expect(data.taxRules.methods).toEqual(["FIFO", "SPECIFIC", "HIFO", "LIFO", "LOFO"])
    for (const { usual, choices } of data.taxRules.contested) expect(choices.map(({ name }: { name: string }) => name)).toContain(usual)
  })
})
