import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseInstant } from "../../src/time/Instant.ts"
import { type LongTerm, termBy } from "../../src/time/Term.ts"
import { dayIn } from "../../src/time/Zone.ts"
import { ukTaxYear } from "../../src/time/ukTaxYear.ts"
import { civilOf, dayNumber, dayText, parseDay } from "../../src/time/CivilDay.ts"

const term = (rule: LongTerm, acquired: string, disposed: string, zone = "UTC") =>
  termBy(rule, dayIn(zone))(parseInstant(acquired), parseInstant(disposed))

describe("more than a year", () => {
  it.each([
    ["2024-03-15", "2025-03-15", "short"],
    ["2024-03-15", "2025-03-16", "long"],
    ["2024-03-01", "2025-03-01", "short"],
    ["2024-03-01", "2025-03-02", "long"],
    ["2024-02-29", "2025-02-28", "short"],
    ["2024-02-29", "2025-03-01", "long"],
    // Counting begins on 1 March 2023 (Rev. Rul. 66-7).
    ["2023-02-28", "2024-02-29", "short"],
    ["2023-02-28", "2024-03-01", "long"],
    ["2024-02-28", "2025-02-28", "short"],
    ["2024-02-28", "2025-03-01", "long"]
  ])("bought %s, sold %s: %s", (acquired, disposed, expected) => expect(term("moreThanOneYear", acquired, disposed)).toBe(expected))

  it("is a question about the calendar of the zone", () => {
    const times = ["2024-03-15T23:30:00Z", "2025-03-16T12:00:00Z"] as const
    expect(term("moreThanOneYear", ...times, "UTC")).toBe("long")
    expect(term("moreThanOneYear", ...times, "Europe/Berlin")).toBe("short")
    // A source that gives only a date means that date, wherever it is read.
    expect(term("moreThanOneYear", "2024-03-15", "2025-03-16", "America/Mexico_City")).toBe("long")
  })
})

describe("whole years", () => {
  it("are long on the anniversary itself; a 29 February comes round on 1 March", () => {
    expect(term("years>=2", "2023-05-10", "2025-05-09")).toBe("short")
    expect(term("years>=2", "2023-05-10", "2025-05-10")).toBe("long")
    expect(term("years>=2", "2024-02-29", "2026-02-28")).toBe("short")
    expect(term("years>=2", "2024-02-29", "2026-03-01")).toBe("long")
  })
})

describe("years of the calendar", () => {
  it("have passed once the date of so many years later has come, however far from it", () => {
    const days = fc.integer({ min: parseDay("1999-01-01"), max: parseDay("2105-12-31") })
    const spans = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -800, max: 800 }))
    fc.assert(
      fc.property(days, spans, (from, [years, beside]) => {
        const { year, month, day } = civilOf(from)
        const anniversary = dayNumber({ year: year + years, month, day })
        const until = Math.max(from, anniversary + (beside % 2 === 0 ? beside : beside % 3))
        const expected = until >= anniversary ? "long" : "short"
        expect(term(`years>=${years}`, dayText(from), dayText(until))).toBe(expected)
        if (years === 1) expect(term("moreThanOneYear", dayText(from - 1), dayText(until))).toBe(expected)
      }),
      { numRuns: 2000 }
    )
  })
})

describe("elapsed time", () => {
  it("counts whole days or seconds between the instants", () => {
    expect(term("days>=365", "2023-01-01T12:00:00Z", "2024-01-01T11:59:59Z")).toBe("short")
    expect(term("days>=365", "2023-01-01T12:00:00Z", "2024-01-01T12:00:00Z")).toBe("long")
    expect(term("days>365", "2023-01-01T12:00:00Z", "2024-01-01T12:00:00Z")).toBe("short")
    expect(term("seconds>=60", "2023-01-01T12:00:00Z", "2023-01-01T12:01:00Z")).toBe("long")
  })
})

describe("the tax year of the United Kingdom", () => {
  it("begins on 6 April", () => {
    expect(ukTaxYear(parseDay("2021-04-05"))).toBe("2020/21")
    expect(ukTaxYear(parseDay("2021-04-06"))).toBe("2021/22")
    expect(ukTaxYear(parseDay("2000-01-01"))).toBe("1999/00")
  })
})
