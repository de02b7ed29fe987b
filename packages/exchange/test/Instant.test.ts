import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Instant } from "../src/index.ts"

const instant = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2999, 11, 31) })

describe("an instant is read to the millisecond, in whatever zone it was written", () => {
  it("agrees with the platform's own reader for every offset", () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        fc.boolean(),
        fc.constantFrom("T", " "),
        (at, minutes, colon, between) => {
          const local = new Date(at + minutes * 60_000).toISOString().slice(0, -1).replace("T", between)
          const part = (n: number) => String(Math.abs(n)).padStart(2, "0")
          const zone = `${minutes < 0 ? "-" : "+"}${part(Math.trunc(minutes / 60))}${colon ? ":" : ""}${part(minutes % 60)}`
          expect(Instant.parse(local + zone)).toBe(at)
        }
      )
    )
  })

  it.each([
    ["2017-07-30T22:59:23Z", "2017-07-30T22:59:23.000Z"],
    ["2017-07-30T22:59:23+0000", "2017-07-30T22:59:23.000Z"],
    ["2017-07-30T22:59:23+00:00", "2017-07-30T22:59:23.000Z"],
    ["2017-07-30 22:59:23-05:30", "2017-07-31T04:29:23.000Z"],
    ["2017-07-30T22:59:23.5Z", "2017-07-30T22:59:23.500Z"],
    ["2017-07-30T22:59:23.987654321Z", "2017-07-30T22:59:23.987Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["0099-12-31T23:00:00-01:00", "0100-01-01T00:00:00.000Z"]
  ])("reads %s", (text, read) => {
    expect(Instant.format(Instant.parse(text)!)).toBe(read)
  })

  it.each([
    "2023-02-29T00:00:00Z",
    "2024-02-30T00:00:00Z",
    "2024-04-31T00:00:00Z",
    "2024-00-10T00:00:00Z",
    "2024-13-10T00:00:00Z",
    "2024-01-00T00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:60:00Z",
    "2024-01-01T00:00:60Z",
    "2024-01-01T00:00:00",
    "2024-01-01",
    "2024-01-01T00:00Z",
    "2024-1-1T00:00:00Z",
    "2024-01-01T00:00:00.Z",
    "2024-01-01T00:00:00.1234567890Z",
    "2024-01-01T00:00:00Z ",
    " 2024-01-01T00:00:00Z",
    "01/02/2024",
    "now",
    ""
  ])("refuses %j: no zone, no date, or a day that does not exist", (text) => {
    expect(Instant.parse(text)).toBeUndefined()
  })

  it.each(["2024-01-01T00:00:00+99:99", "2024-01-01T00:00:00-24:00", "2024-01-01T00:00:00+0060"])("refuses %j: no such zone", (text) => {
    expect(Instant.parse(text)).toBeUndefined()
  })

  it("is exact on every day of four centuries", () => {
    for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2300, 0, 1); day += 86_400_000) {
      if (Instant.parse(new Date(day).toISOString().slice(0, 19) + "+0000") !== day) throw new Error(new Date(day).toISOString())
    }
  })

  it("is the same in the usual spelling and in an unusual one, for any text of about that form", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-2]\d\d\d-[0-2]\d-[0-4]\dT[0-3]\d:[0-7]\d:[0-7]\d(\.\d{0,10})?$/),
        fc.constantFrom("Z", "+0000", "+00:00"),
        (text, zone) => {
          // A blank for the T, and an offset that is none: neither is of the usual spelling.
          expect(Instant.parse(text + zone)).toBe(Instant.parse(`${text.replace("T", " ")}-00:00`))
        }
      ),
      { numRuns: 5000 }
    )
  })

  it("refuses what is not text", () => {
    for (const value of [0, 1_700_000_000_000, null, undefined, new Date(0), {}]) expect(Instant.parse(value)).toBeUndefined()
  })

  it("prints what it reads", () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(Instant.parse(Instant.format(at))).toBe(at)
      })
    )
  })
})

describe("an instant that does not say that it is UTC", () => {
  it("is read as one that does, and is none where it does", () => {
    fc.assert(
      fc.property(instant, fc.constantFrom("T", " "), fc.stringMatching(/^[0-9]{0,10}$/), (at, between, fraction) => {
        const text = new Date(at).toISOString().slice(0, 19).replace("T", between) + (fraction === "" ? "" : `.${fraction}`)
        expect(Instant.parseUtc(text), text).toBe(Instant.parse(`${text}Z`))
        expect(Instant.parseUtc(`${text}Z`)).toBeUndefined()
        expect(Instant.parseUtc(`${text}+0000`)).toBeUndefined()
      }),
      { numRuns: 2_000 }
    )
  })

  it.each(["", "2019-10-12", "2019-13-12 11:12:02", "2019-10-12 11:12:02.", "2019-10-12 11:12:02 ", "2019-10-12x11:12:02", 5, null])(
    "%j is none",
    (value) => expect(Instant.parseUtc(value)).toBeUndefined()
  )
})

describe("Unix seconds", () => {
  /** By BigInt alone. */
  const oracle = (whole: bigint, fraction: string) => {
    const nanos = whole * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, "0"))
    return { at: Number(nanos / 1_000_000n), nanos: Number(nanos % 1_000_000n) }
  }

  it("as text are read to the ninth digit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), fc.stringMatching(/^[0-9]{1,12}$/), (whole, fraction) => {
        expect(Instant.fromSeconds(`${whole}.${fraction}`)).toEqual(oracle(whole, fraction))
      }),
      { numRuns: 2_000 }
    )
  })

  it("as numbers are read as they were written, with as many digits as a double holds", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), fc.stringMatching(/^[0-9]{1,5}$/), (whole, digits) => {
        const fraction = digits.slice(0, 15 - String(whole).length)
        expect(Instant.fromSeconds(Number(`${whole}.${fraction}`)), `${whole}.${fraction}`).toEqual(oracle(whole, fraction))
      }),
      { numRuns: 20_000 }
    )
    expect(Instant.fromSeconds(9_999_999_999.99999)).toEqual({ at: 9_999_999_999_999, nanos: 990_000 })
  })

  it.each([-1, "-0.5", Number.NaN, Infinity, "soon", null, undefined, {}, "99999999999999999"])("%s are none", (value) =>
    expect(Instant.fromSeconds(value)).toBeUndefined()
  )
})
