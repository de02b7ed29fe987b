import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { caudal, settings, tempFolder } from "./caudal.ts"

const published = fileURLToPath(new URL("../../../packages/accounting/test/cases/", import.meta.url))

const run = (args: ReadonlyArray<string>, folder: string) => caudal(["cases", ...args], settings(folder))

describe("caudal cases", () => {
  it("passes every published case", async () => {
    using folder = tempFolder()
    expect(await run([published], folder.path)).toEqual({ code: 0, stdout: "167 passed, 0 failed\n", stderr: "" })
  })

  it("names each failure with what was expected and got, and leaves the index out", async () => {
    using folder = tempFolder()
    const name = "us-2025-per-wallet-fifo.json"
    copyFileSync(join(published, name), join(folder.path, name))
    writeFileSync(join(folder.path, "wrong.json"), readFileSync(join(published, name), "utf8").replace('"30000"', '"30001"'))
    writeFileSync(join(folder.path, "broken.json"), "{")
    writeFileSync(join(folder.path, "index.json"), "{}")
    const { code, stdout } = await run([folder.path], folder.path)
    const [first, second, last, end] = stdout.split("\n")
    expect(code).toBe(1)
    expect(first).toMatch(/^broken: cannot be read: /)
    expect(second).toBe("wrong: disposals[s1].gain: expected 30001, got 30000")
    expect(last).toBe("1 passed, 2 failed")
    expect(end).toBe("")
  })

  it("has one line for each case that failed, however much of it differs", async () => {
    using folder = tempFolder()
    const text = readFileSync(join(published, "rp2-test-data2-b2-fifo.json"), "utf8")
    const other = JSON.parse(text) as { expected: { disposals: ReadonlyArray<{ gain: string; costBasis: string }> } }
    for (const disposal of other.expected.disposals) Object.assign(disposal, { gain: "0.5", costBasis: "0.25" })
    writeFileSync(join(folder.path, "a.json"), JSON.stringify(other))
    writeFileSync(join(folder.path, "b.json"), text.replace('"costBasis": "8325"', '"costBasis": "8326"'))
    const { code, stdout } = await run([folder.path], folder.path)
    const lines = stdout.split("\n")
    expect(code).toBe(1)
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^a: disposals\[e6\]\.costBasis: expected 0\.25, got 8325; .*; and 8 more$/)
    expect(lines[1]).toMatch(/^b: disposals\[e6\]\.costBasis: expected 8326, got 8325/)
    expect(lines[2]).toBe("0 passed, 2 failed")
  })

  it("tells how it is called, and does not take an empty folder for success", async () => {
    using folder = tempFolder()
    expect((await run(["--help"], folder.path)).stdout).toContain("Usage: caudal cases DIR")
    expect((await run([], folder.path)).code).toBe(64)
    expect((await run([join(folder.path, "nowhere")], folder.path)).code).toBe(66)
    expect(await run([folder.path], folder.path)).toMatchObject({ code: 1, stdout: "0 passed, 0 failed\n" })
  })
})
