import { Instant } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readInstant } from "../../../src/internal/parse/instant.ts"

describe("an instant", () => {
  it.each(["2022-06-08T12:21:42+0000", "2022-06-08T12:21:42+00:00", "2022-06-08T12:21:42Z", "2022-06-08T12:21:42.000+00:00"])(
    "is read as %s",
    (text) => {
      expect(readInstant(text)).toBe(Date.UTC(2022, 5, 8, 12, 21, 42))
    }
  )

  it("is exact on every day of four centuries", () => {
    for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2300, 0, 1); day += 86_400_000) {
      if (readInstant(new Date(day).toISOString().slice(0, 19) + "+0000") !== day) throw new Error(new Date(day).toISOString())
    }
  })

  it.each([
    "2023-02-29T00:00:00+0000",
    "2022-13-01T00:00:00Z",
    "2022-01-01T24:00:00Z",
    "2022-01-01T00:60:00Z",
    "2022-01-01T00:00:60Z",
    "2022-01-01T00:00:00",
    "",
    "today",
    7,
    null
  ])("is not %s", (text) => {
    expect(readInstant(text)).toBeUndefined()
  })

  it("is the same as the contract's reader finds, for any text of about that form", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-2]\d\d\d-[0-2]\d-[0-4]\d[T ][0-3]\d:[0-7]\d:[0-7]\d(\.\d{1,9})?(Z|[+-][01]\d:?00)?$/), (text) => {
        expect(readInstant(text)).toBe(Instant.parse(text))
      }),
      { numRuns: 5000 }
    )
  })
})
