import fc from "fast-check"
import type { Policy } from "../../src/index.ts"

export const methods: ReadonlyArray<Policy["method"]> = ["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE", "SPECIFIC", "UK_S104", "CA_ACB"]
export const policies: fc.Arbitrary<Partial<Policy>> = fc
  .record({
    method: fc.constantFrom(...methods, [
      { from: "2022-01-01", value: "FIFO" as const },
      { from: "2022-01-05", value: "AVERAGE" as const },
      { from: "2022-01-10", value: "HIFO" as const }
    ]),
    scope: fc.constantFrom<Policy["scope"]>("global", "account", [
      { from: "2022-01-01", value: "global" },
      { from: "2022-01-08", value: "account" }
    ]),
    acquisitionFee: fc.constantFrom("capitalise" as const, "expense" as const),
    disposalFee: fc.constantFrom("deduct" as const, "expense" as const, "unitsNoProceeds" as const),
    transferFee: fc.constantFrom("dispose" as const, "noProceeds" as const),
    missingBasis: fc.constantFrom("unknown" as const, "zero" as const, "error" as const),
    conversion: fc.constantFrom("taxable" as const, "carryBasis" as const),
    gifts: fc.constantFrom("disposedAtMarketValue" as const, "noGain" as const),
    hifoKey: fc.constantFrom("unitCost" as const, "unitPriceExFee" as const)
  })
  .map((policy) =>
    policy.method === "UK_S104" || policy.method === "CA_ACB"
      ? { ...policy, scope: "global" as const, conversion: "taxable" as const }
      : policy
  )
