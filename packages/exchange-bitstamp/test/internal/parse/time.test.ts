import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readSeconds, readTime } from "../../../src/internal/parse/time.ts"

describe("a time", () => {
  it.each([
    ["2018-09-08 09:00:31", Date.UTC(2018, 8, 8, 9, 0, 31), 0],
    ["2016-05-09 23:59:59.9", Date.UTC(2016, 4, 9, 23, 59, 59, 900), 0],
    ["2018-01-07 10:45:34.132551", Date.UTC(2018, 0, 7, 10, 45, 34, 132), 551],
    ["2024-02-29 00:00:00.000001", Date.UTC(2024, 1, 29), 1]
  ])("%s is UTC", (text, at, rank) => expect(readTime(text)).toEqual({ at, rank }))

  it("of any instant is read back, however many decimals it has", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("2099-12-31T23:59:59.999Z"), noInvalidDate: true }),
        fc.nat(999),
        fc.nat(6),
        (date, micros, kept) => {
          const whole = `${date.toISOString().slice(0, -1).replace("T", " ")}${String(micros).padStart(3, "0")}`
          const text = kept === 0 ? whole.slice(0, 19) : whole.slice(0, 20 + kept)
          const fraction = Number(whole.slice(20, 20 + kept).padEnd(6, "0"))
          expect(readTime(text)).toEqual({
            at: Math.floor(date.getTime() / 1000) * 1000 + Math.floor(fraction / 1000),
            rank: fraction % 1000
          })
        }
      )
    )
  })

  it.each([
    "2023-02-29 12:00:00",
    "2100-02-29 12:00:00",
    "2023-04-31 12:00:00",
    "2023-00-10 12:00:00",
    "2023-13-10 12:00:00",
    "2023-01-00 12:00:00",
    "2023-01-10 24:00:00",
    "2023-01-10 12:60:00",
    "2023-01-10 12:00:60",
    "2023-01-10 12:00:00.",
    "2023-01-10 12:00:00.1234567",
    "2023-01-10 12:00:00Z",
    "2023-01-10T12:00:00",
    "2023-1-10 12:00:00x",
    "2023-01-1x 12:00:00",
    "2023-01-10 12:00:00.-1",
    "",
    null,
    1_700_000_000
  ])("%s is none", (value) => expect(readTime(value)).toBeUndefined())

  it("of a chain is in seconds", () => {
    expect([readSeconds(1_759_995_000), readSeconds("1759995000")]).toEqual([1_759_995_000_000, 1_759_995_000_000])
    expect([readSeconds("2022-01-01"), readSeconds(1.5), readSeconds(null), readSeconds(-1)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined
    ])
  })
})
