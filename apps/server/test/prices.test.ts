/** Files of prices through the real command, beside a running server. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { caudal, serving, type Serving, settings, tempFolder } from "./caudal.ts"

// Every test here starts processes, which a busy machine does slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const folder = tempFolder()
let server: Serving
let token = ""
beforeAll(async () => {
  server = await serving(settings(folder.path))
  token = /shown this once: (\S+)/.exec(server.said())?.[1] ?? ""
})
afterAll(async () => {
  await server.stop()
  folder[Symbol.dispose]()
})

const write = (name: string, text: string): string => {
  const path = join(folder.path, name)
  writeFileSync(path, text)
  return path
}
const importFile = (...args: ReadonlyArray<string>) => caudal(["prices", "import", ...args], settings(folder.path))
const priceOn = async (asset: string, currency: string, day: string) => {
  const query = `{ viewer { portfolio { priceHistory(asset: "${asset}", currency: "${currency}", from: "${day}", to: "${day}") {
    edges { node { price { amount source kind } } } } } } }`
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })
  const { data } = (await answer.json()) as {
    readonly data: {
      readonly viewer: {
        readonly portfolio: { readonly priceHistory: { readonly edges: ReadonlyArray<{ readonly node: { readonly price: unknown } }> } }
      }
    }
  }
  return data.viewer.portfolio.priceHistory.edges[0]?.node.price
}

/** Twenty years of thirty columns: larger than any request may be. */
const ecbFile = () => {
  const codes = [
    "USD",
    "JPY",
    "BGN",
    "CZK",
    "DKK",
    "GBP",
    "HUF",
    "PLN",
    "RON",
    "SEK",
    "CHF",
    "ISK",
    "NOK",
    "TRY",
    "AUD",
    "BRL",
    "CAD",
    "CNY",
    "HKD",
    "IDR",
    "ILS",
    "INR",
    "KRW",
    "MXN",
    "MYR",
    "NZD",
    "PHP",
    "SGD",
    "THB",
    "ZAR"
  ]
  const days = Array.from({ length: 1000 }, (_, i) => new Date(Date.UTC(2029, 0, 1 - i)).toISOString().slice(0, 10))
  // Within the days that Caudal brings along, its own rates would judge these.
  return [
    "Date," + codes.join(",") + ",",
    ...days.filter((day) => day > "2026-05-01").map((day) => [day, ...codes.map((_, i) => `${i + 1}.25`), ""].join(","))
  ].join("\n")
}

describe("caudal prices import", () => {
  it("takes the central bank's whole file while the server runs, which knows it at once", async () => {
    expect(await priceOn("usd", "mxn", "2027-03-01")).toBeNull()
    const path = write("eurofxref-hist.csv", ecbFile())
    const ended = await importFile(path, "--name", "ECB file", "--format", "ecb")
    expect(ended).toMatchObject({ code: 0, stdout: "" })
    expect(ended.stderr).toMatch(/^\d+ prices from 2026-05-02 to 2029-01-01 imported as ECB file\.\n$/)
    // 24.25 pesos and 1.25 dollars for one euro.
    expect(await priceOn("usd", "mxn", "2027-03-01")).toEqual({ amount: "19.4", source: "ECB file × ECB file", kind: "OFFICIAL" })
  })

  it("refuses what is suspicious, in one line with the evidence, unless forced", async () => {
    const rows = (factor: number) =>
      Array.from({ length: 28 }, (_, i) => [
        `2024-02-${String(i + 1).padStart(2, "0")},USD,ARS,${(800 + i) * factor}`,
        `2024-03-${String(i + 1).padStart(2, "0")},USD,ARS,${(850 + i) * factor}`
      ])
        .flat()
        .join("\n")
    const blue = write("blue.csv", `date,base,quote,rate\n${rows(1)}\n`)
    expect((await importFile(blue, "--name", "blue", "--kind", "blue")).code).toBe(0)
    const wrong = write("wrong.csv", `date,base,quote,rate\n${rows(100)}\n`)
    const refused = await importFile(wrong, "--name", "wrong", "--kind", "official")
    expect(refused).toMatchObject({ code: 1, stdout: "" })
    expect(refused.stderr.trim().split("\n")).toEqual([expect.stringMatching(/100 times those known .* --force$/)])
    const forced = await importFile(wrong, "--name", "wrong", "--kind", "official", "--force")
    expect(forced).toMatchObject({ code: 0, stderr: expect.stringContaining("Forced in spite of this: usd in ars") })
  })

  it.each([
    ["a line that cannot be read", ["date,base,quote,rate\n2024-02-30,USD,ARS,1\n"], 1, /Line 2: .* Nothing was imported/],
    ["a format that there is not", ["", "--format", "xlsx"], 64, /--format is one of ecb, rows/],
    ["a kind that there is not", ["", "--kind", "black"], 64, /--kind is one of market, official/]
  ])("ends with one clear line on %s", async (_what, [text, ...more], code, line) => {
    const ended = await importFile(write("file.csv", text!), "--name", "file", ...more)
    expect(ended).toMatchObject({ code, stdout: "" })
    expect(ended.stderr.trim().split("\n")).toEqual([expect.stringMatching(line)])
  })

  it("says what is missing of the question", async () => {
    expect(await importFile(join(folder.path, "nosuch.csv"), "--name", "a")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^caudal: Cannot read|^Cannot read/)
    })
    expect(await importFile("file.csv")).toMatchObject({ code: 64, stderr: expect.stringContaining("--name NAME") })
  })
})
