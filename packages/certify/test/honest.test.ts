/** The kit asks for nothing that cannot be kept: an honest adapter passes every case, the same in every run. */
import { describe, expect, it } from "vitest"
import { cases, sourcesOf, testsOf } from "../src/index.ts"
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

describe("the cases", () => {
  it("have ids of their own, and say what they are for", () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
    for (const { id, name, why } of cases) expect([id, name.length > 5, why.length > 10]).toEqual([id, true, true])
  })
})
