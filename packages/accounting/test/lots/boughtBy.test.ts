import fc from "fast-check"
import { expect, it } from "vitest"
import { readLedger } from "../../src/index.ts"
import { costOf, hasCost } from "../../src/lots/boughtBy.ts"
import { ledgers } from "./randomLedger.ts"

it("whether a cost is known is what the cost itself says, under every policy and whatever of it is unknown", () => {
  fc.assert(
    fc.property(ledgers, fc.constantFrom("capitalise" as const, "expense" as const), fc.boolean(), (events, acquisitionFee, knowsFee) => {
      for (const read of readLedger(events).entries) {
        const entry = knowsFee ? read : { ...read, fee: null }
        expect(hasCost(entry)).toBe(costOf(entry, { acquisitionFee }) !== null)
      }
    })
  )
})
