import { sourcesOf, testsOf } from "@caudal/certify"
import { describe, it } from "vitest"
import { bitso } from "../src/index.ts"
import { simulatorPackage as simulator } from "../src/simulator/index.ts"

const subject = { adapter: bitso, simulator, sources: sourcesOf(new URL("../", import.meta.url)) }

describe("Bitso keeps what adapters promise", () => {
  for (const { title, skipped, run } of testsOf(subject)) it.skipIf(skipped !== null)(title, run, 300_000)
})
