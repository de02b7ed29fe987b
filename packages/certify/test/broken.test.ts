/** The kit is proved by what it must catch: each broken adapter fails in the case that names its bug. */
import { describe, expect, it } from "vitest"
import { cases, runCase, sourcesOf } from "../src/index.ts"
import { broken } from "./broken/index.ts"
import { simulatorPackage } from "./toy/src/simulator/index.ts"

const sources = sourcesOf(new URL("./toy/", import.meta.url))

describe("a broken adapter", () => {
  it.each(broken)("$name fails $caught", async ({ adapter, caught }) => {
    const one = cases.find(({ id }) => id === caught)!
    const outcome = await runCase(one, { adapter, simulator: simulatorPackage, sources })
    expect(outcome).toMatchObject({ state: "failed", reason: expect.any(String) })
  })
})
