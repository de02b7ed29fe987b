import { sourcesOf, testsOf } from "@caudal/certify"
import { describe, it } from "vitest"
import { kraken } from "../src/index.ts"
import { simulatorPackage as simulator } from "../src/simulator/index.ts"

const subject = { adapter: kraken, simulator, sources: sourcesOf(new URL("../", import.meta.url)) }

describe("Kraken keeps what adapters promise", () => {
  for (const { title, skipped, run } of testsOf(subject)) it.skipIf(skipped !== null)(title, run, 300_000)
})
