import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { conformanceCases, conformancePage, uncertified } from "../src/ConformancePage.ts"
import { manifests } from "../src/ExchangePages.ts"
import { root } from "../src/Repository.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const all = await manifests()
const cases = await conformanceCases()

describe("the table of conformance", () => {
  // To accept a change: vitest run -u
  it("is what cases and manifests say", async () => {
    expect(cases.length).toBeGreaterThan(100)
    await expect(conformancePage(cases, all)).toMatchFileSnapshot(path.join(root, "docs", "exchanges", "conformance.md"))
  })

  it("ticks only what npm test runs: every adapter package certifies itself with the whole kit", () => expect(uncertified()).toEqual([]))

  it("has a row for every case and a column for every exchange, with reasons once each", () => {
    const skip = () => "no list has pages"
    const page = conformancePage(
      [
        { id: "X-01", group: "x", name: "one" },
        { id: "X-02", group: "x", name: "two", skip }
      ],
      all
    )
    expect(page).toContain(`| X-01 | one | ${all.map(() => "✓").join(" | ")} |`)
    expect(page).toContain(`| X-02 | two | ${all.map(() => "– 1").join(" | ")} |\n\n1. no list has pages\n`)
  })

  it.each([
    ["none", null],
    ["one of another adapter's making", "for (const { title } of testsOf(subject)) it(title, () => undefined)"],
    [
      "one of a single case",
      "for (const { title, skipped, run } of testsOf(subject)) it.skipIf(skipped !== null)(title, run, 300_000)\nit.only('x')"
    ]
  ])("finds a package whose test is %s", (_what, text) => {
    const packages = temporaryFolder("packages")
    mkdirSync(path.join(packages, "exchange-x", "test"), { recursive: true })
    if (text !== null) writeFileSync(path.join(packages, "exchange-x", "test", "certify.test.ts"), text)
    expect(uncertified(["exchange-x"], packages)).toEqual(["exchange-x"])
  })
})
