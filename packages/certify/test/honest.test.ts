/** The kit asks for nothing that cannot be kept: an honest adapter passes every case, the same in every run. */
import { describe, expect, it } from "vitest"
import { cases, runCase, sourcesOf, testsOf } from "../src/index.ts"
import { pond } from "./toy/src/index.ts"
import { river } from "./toy/src/River.ts"
import { simulatorPackage } from "./toy/src/simulator/index.ts"
import { packageFor } from "./toy/src/simulator/packageFor.ts"

const sources = sourcesOf(new URL("./toy/", import.meta.url))

describe.each([
  ["of one list, newest first", { adapter: pond, simulator: simulatorPackage, sources }],
  ["of many lists, in windows and oldest first", { adapter: river, simulator: packageFor("river"), sources }]
])("an honest adapter %s", (_, subject) => {
  for (const { title, skipped, run } of testsOf(subject)) it.skipIf(skipped !== null)(title, run, 300_000)
})

/** What is older than three months is asked for no longer: neither the kit's own histories nor an honest adapter may be. */
describe("an honest adapter of an exchange that shows three months", () => {
  const streams = river.manifest.streams.map((spec) =>
    spec.window === null ? spec : { ...spec, window: { ...spec.window, largestMs: 7 * 86_400_000 }, historyDepth: { days: 90 } }
  )
  const subject = { adapter: { ...river, manifest: { ...river.manifest, streams } }, simulator: packageFor("river"), sources }
  const about = cases.filter(({ id, group }) => group === "windows" || ["P-01", "T-02", "M-04"].includes(id))
  it.each(about)("$id $name", async (one) => expect(await runCase(one, subject)).toMatchObject({ state: "passed", reason: null }), 300_000)
})

describe("the cases", () => {
  it("have ids of their own, and say what they are for", () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
    for (const { id, name, why } of cases) expect([id, name.length > 5, why.length > 10]).toEqual([id, true, true])
  })
})
