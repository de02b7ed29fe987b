import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dayText, msPerDay, parseDay } from "../../src/time/CivilDay.ts"

describe("a civil day", () => {
  it("has the number that the calendar of JavaScript gives it", () => {
    const any = fc.integer({ min: parseDay("0000-01-01"), max: 2_932_896 })
    fc.assert(
      fc.property(any, (day) => {
        expect(parseDay(dayText(day))).toBe(day)
      }),
      { numRuns: 5_000 }
    )
    for (let day = parseDay("1895-12-25"); day < parseDay("2105-01-05"); day++) expect(parseDay(dayText(day))).toBe(day)
    expect(parseDay("0000-02-29")).toBe(Date.parse("0000-02-29T00:00:00Z") / msPerDay)
  })

  it("is no other text", () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from("0123456789-")), minLength: 0, maxLength: 12 })
    fc.assert(
      fc.property(digits, (text) => {
        const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
        const exists = !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text
        if (exists) expect(parseDay(text)).toBe(ms / msPerDay)
        else expect(() => parseDay(text)).toThrow(RangeError)
      }),
      { numRuns: 5_000 }
    )
    const wrong = [
      "",
      "2024",
      "2024-02",
      "2024-02-30",
      "2023-02-29",
      "2024-13-01",
      "2024-00-10",
      "2024-01-00",
      "2024/01/01",
      "2024-01-01T",
      "2024-1-01"
    ]
    for (const text of [...wrong, "-024-01-01", "2024-01- 1", "２０２４-01-01"]) expect(() => parseDay(text)).toThrow(RangeError)
  })
})
