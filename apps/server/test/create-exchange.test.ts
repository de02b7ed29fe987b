import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { namesOf, renamed } from "../src/create-exchange/Names.ts"
import { caudal, settings, tempFolder } from "./caudal.ts"

const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())
const env = settings(folder.path)
const made = join(folder.path, "exchange-mercado-bitcoin")
const read = (path: string): string => readFileSync(join(made, path), "utf8")

describe("caudal create-exchange", () => {
  let said = ""
  beforeAll(async () => {
    const { code, stdout, stderr } = await caudal(["create-exchange", "mercado-bitcoin", "--out", made], env)
    expect([code, stderr]).toEqual([0, ""])
    said = stdout
    // What `pnpm install` would link; no test needs a registry.
    symlinkSync(fileURLToPath(new URL("../node_modules", import.meta.url)), join(made, "node_modules"))
  })

  it("writes a whole package in the exchange's names, and says what to do next", () => {
    for (const path of [
      "src/MercadoBitcoin.ts",
      "src/manifest.ts",
      "src/simulator/rowsOf.ts",
      "fixtures/SOURCE.md",
      "test/certify.test.ts"
    ])
      expect(said).toContain(`  ${path}\n`)
    expect(read("src/index.ts")).toBe('export { mercadoBitcoin } from "./MercadoBitcoin.ts"\n')
    expect(read("src/manifest.ts")).toContain('id: "mercado-bitcoin"')
    expect(read("src/manifest.ts")).toContain('name: "Mercado Bitcoin"')
    const texts = readdirSync(made, { recursive: true, encoding: "utf8" }).filter(
      (path) => !path.startsWith("node_modules") && path.includes(".")
    )
    for (const path of texts) expect(`${path} ${read(path)}`).not.toMatch(/quetzal/i)
    for (const next of ["pnpm install", `caudal certify ${made}`, "docs/guide/add-an-exchange.md", "CAUDAL_EXCHANGES"])
      expect(said).toContain(next)
  })

  it("depends on exact versions and on this repository, wherever it lies", () => {
    const { name, dependencies, devDependencies } = JSON.parse(read("package.json"))
    expect(name).toBe("exchange-mercado-bitcoin")
    expect(dependencies["@caudal/exchange"]).toMatch(/^link:\/.*\/packages\/exchange$/)
    expect(existsSync(dependencies["@caudal/exchange"].slice("link:".length))).toBe(true)
    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^(link:\/|\d+\.\d+\.\d+$)/)
  })

  it("compiles", () => {
    const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc")
    expect(execFileSync(process.execPath, [compiler, "-p", made], { encoding: "utf8" })).toBe("")
  })

  it("passes what an account without history can show, and is told in which file to go on for the rest", async () => {
    const { code, stdout } = await caudal(["certify", made, "--json"], env)
    const outcomes = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; state: string; reason: string | null })
    expect(code).toBe(1)
    const passed = outcomes.filter(({ state }) => state === "passed").map(({ id }) => id)
    expect(passed).toEqual(
      expect.arrayContaining(["D-01", "D-02", "D-03", "D-04", "D-05", "D-06", "D-07", "D-08", "O-10", "O-11", "R-05", "R-06", "P-05"])
    )
    const failed = outcomes.filter(({ state }) => state === "failed")
    expect(failed.length).toBeGreaterThan(50)
    for (const { id, reason } of failed) expect([id, reason]).toEqual([id, expect.stringMatching(/src\/simulator\/rowsOf\.ts/)])
  })

  it("can be served from where it lies", async () => {
    const { code, stdout } = await caudal(["parse", made, "ledger", "-"], env, '{"rows":[{"id":1}]}')
    expect([code, stdout]).toEqual([2, expect.stringContaining("rows are not read yet: src/internal/parse/ledger.ts")])
  })

  it("never writes over anything", async () => {
    writeFileSync(join(made, "src/manifest.ts"), "mine\n")
    expect(await caudal(["create-exchange", "mercado-bitcoin", "--out", made], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is there already; nothing was changed")
    })
    expect(read("src/manifest.ts")).toBe("mine\n")
    expect(await caudal(["create-exchange", "bitso"], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("exchange-bitso") })
  })

  it.each([["Acme"], ["a_b"], ["-a"], ["../x"], ["a--b"]])("refuses %s as an id", async (id) => {
    expect(await caudal(["create-exchange", "--", id], env)).toMatchObject({ code: 64, stderr: expect.stringContaining("is no id") })
  })

  it("explains itself", async () => {
    expect((await caudal(["create-exchange", "--help"], env)).stdout).toContain("Usage: caudal create-exchange <id>")
    expect((await caudal(["create-exchange"], env)).code).toBe(64)
  })
})

describe("the names of an exchange", () => {
  it("are spelled for settings, code and people", () => {
    expect(namesOf("mercado-bitcoin")).toEqual({
      id: "mercado-bitcoin",
      value: "mercadoBitcoin",
      stem: "MercadoBitcoin",
      title: "Mercado Bitcoin"
    })
    expect(namesOf("okx", "OKX").title).toBe("OKX")
  })

  it("take the place of the template's", () => {
    const names = namesOf("okx", "OKX")
    expect(renamed('export { quetzal } from "./Quetzal.ts"', names)).toBe('export { okx } from "./Okx.ts"')
    expect(renamed("/** Quetzal's: makeQuetzalSimulator, https://api.quetzal.example */", names)).toBe(
      "/** OKX's: makeOkxSimulator, https://api.okx.example */"
    )
  })
})
