import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { caudal, settings, tempFolder } from "./caudal.ts"

const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())
const env = settings(folder.path)
const toy = fileURLToPath(new URL("../../../packages/certify/test/toy", import.meta.url))

describe("caudal certify", () => {
  it("runs the cases asked for and ends with the tally", async () => {
    const { code, stdout } = await caudal(["certify", "bitso", "--only", "D-", "--only", "P-01"], env)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^✓ D-01 .*\n(✓ .*\n){8}\n9 passed, 0 failed, 0 skipped\n$/)])
  })

  it("takes a package's name and a folder, and says why it skips", async () => {
    expect((await caudal(["certify", "@caudal/exchange-bitso", "--only", "R-04"], env)).stdout).toBe(
      "- R-04  a key that can only read is taken without further ado\n         skipped: the exchange does not tell what a key may do\n\n0 passed, 0 failed, 1 skipped\n"
    )
    expect((await caudal(["certify", toy, "--only", "O-1"], env)).stdout).toContain("4 passed, 0 failed, 0 skipped")
  })

  it("runs what applies to an exchange from which only prices come, and says why the rest does not", async () => {
    const { code, stdout } = await caudal(
      ["certify", "ccxt:kraken", "--only", "D-", "--only", "Q-", "--only", "O-1", "--only", "P-01"],
      env
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^(✓ D-0\d .*\n){5}/)
    expect(stdout).toContain(
      "- P-01  one row less than a page\n         skipped: the manifest declares no books: only prices come from this exchange"
    )
    expect(stdout).toContain("skipped: the manifest declares that ccxt reads its replies")
    expect(stdout).toMatch(/\n13 passed, 0 failed, 8 skipped\n$/)
  })

  it("takes a bridge for every exchange of which it has replies on record, and no other", async () => {
    const bridge = fileURLToPath(new URL("../../../packages/bridge-ccxt", import.meta.url))
    const { code, stdout } = await caudal(["certify", bridge, "--only", "Q-02"], env)
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^ccxt-binance\n✓ Q-02 .*\n\nccxt-bitbns\n✓ Q-02 [^]*\n13 passed, 0 failed, 0 skipped\n$/)
    ])
    const json = await caudal(["certify", "@caudal/bridge-ccxt", "--only", "D-01", "--json"], env)
    expect([json.code, JSON.parse(json.stdout.split("\n")[0]!)]).toMatchObject([
      0,
      { exchange: "ccxt-binance", id: "D-01", state: "passed" }
    ])
    expect(await caudal(["certify", "ccxt:gemini", "--only", "Q-02"], env)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/"ccxt-gemini" is refused: no replies of it are on record: put them into .*fixtures\/gemini\.json/)
    })
  })

  it("fails with the reason, as JSON too, when a copy of an adapter reaches for the network", async () => {
    const copy = join(folder.path, "exchange-copy")
    cpSync(toy, copy, { recursive: true })
    symlinkSync(fileURLToPath(new URL("../node_modules", import.meta.url)), join(folder.path, "node_modules"))
    const file = join(copy, "src/classify.ts")
    writeFileSync(file, `${readFileSync(file, "utf8")}\nexport const tell = (text: string) => fetch("https://x.example/" + text)\n`)
    const { code, stdout, stderr } = await caudal(["certify", copy, "--json", "--only", "O-10"], env)
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      { id: "O-10", state: "failed", reason: expect.stringMatching(/^src\/classify\.ts:\d+: fetch$/) }
    ])
    expect(stderr).toContain("0 passed, 1 failed, 0 skipped")
  })

  it("explains itself", async () => {
    expect((await caudal(["certify", "--help"], env)).stdout).toContain("Usage: caudal certify")
    expect((await caudal(["certify", "--list", "--only", "P-01"], env)).stdout).toMatch(/^P-01 {2}one row less than a page\n {9}\S/)
    expect(await caudal(["certify", "bitso", "--only", "Z-99"], env)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("No case Z-99")
    })
    expect(await caudal(["certify", "no-such-exchange"], env)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("no-such-exchange")
    })
    expect(await caudal(["certify", folder.path], env)).toMatchObject({ code: 1, stderr: expect.stringContaining("there is no") })
  })
})
