/** The kit is proved by what it must catch: each broken adapter fails in the case that names its bug, for that reason. */
import { describe, expect, it, vi } from "vitest"
import { cases, runCase, sourcesOf } from "../src/index.ts"
import { broken } from "./broken/index.ts"
import { simulatorPackage } from "./toy/src/simulator/index.ts"
import { packageFor } from "./toy/src/simulator/packageFor.ts"

const sources = sourcesOf(new URL("./toy/", import.meta.url))
vi.spyOn(console, "log").mockImplementation(() => undefined)
vi.spyOn(console, "debug").mockImplementation(() => undefined)

describe("a broken adapter", () => {
  it.each(broken)(
    "that $name fails $caught",
    async ({ adapter, caught, says }) => {
      const one = cases.find(({ id }) => id === caught)!
      const simulator = adapter.manifest.id === "river" ? packageFor("river") : simulatorPackage
      const outcome = await runCase(one, { adapter, simulator, sources })
      expect(outcome).toMatchObject({ state: "failed", reason: expect.stringContaining(says) })
    },
    60_000
  )
})
