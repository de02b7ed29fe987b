/** The kit on every venue whose replies are on record. */
import { sourcesOf, testsOf } from "@caudal/certify"
import { describe, expect, it } from "vitest"
import { adapterOf } from "../src/index.ts"
import { simulatorPackageOf, venues } from "../src/simulator/index.ts"
import { venues as recorded } from "./fixture.ts"

const sources = sourcesOf(new URL("../", import.meta.url))

describe.each(venues)("%s", (venue) => {
  const subject = { adapter: adapterOf(venue), simulator: simulatorPackageOf(venue)!, sources }
  // The hundred cases about accounts are skipped for every venue alike; `caudal certify` says so.
  const tests = testsOf(subject).filter(({ skipped }) => skipped === null)
  for (const { title, run } of tests) it(title, run, 60_000)
})

describe("a double", () => {
  it("is there for every venue on record, and for no other", () => {
    expect(venues).toEqual(recorded)
    expect(simulatorPackageOf("gemini")).toBeNull()
  })
})
