import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Decimal, type DecimalText } from "../src/index.ts"

interface Exact {
  readonly units: bigint
  readonly scale: number
}

/** Reads one decimal by the grammar, with BigInt only and sharing nothing with the code under test. */
const oracle = (text: string): Exact | undefined => {
  const [mantissa = "", exponent, ...rest] = text.split(/[eE]/)
  if (rest.length > 0 || (exponent !== undefined && !/^[+-]?[0-9]{1,5}$/.test(exponent))) return undefined
  const negative = mantissa.startsWith("-")
  const [whole = "", fraction, ...more] = (/^[+-]/.test(mantissa) ? mantissa.slice(1) : mantissa).split(".")
  if (more.length > 0 || !/^[0-9]+$/.test(whole + (fraction ?? ""))) return undefined
  const units = BigInt(whole + (fraction ?? ""))
  return { units: negative ? -units : units, scale: (fraction ?? "").length - Number(exponent ?? 0) }
}

/** Canonical text by long division: no code in common with `fromScaled`. */
const canonical = ({ units, scale }: Exact): string => {
  if (scale <= 0) return (units * 10n ** BigInt(-scale)).toString()
  const unit = 10n ** BigInt(scale)
  const size = units < 0n ? -units : units
  let fraction = ""
  for (let rest = size % unit; rest !== 0n; rest = (rest * 10n) % unit) fraction += String((rest * 10n) / unit)
  return `${units < 0n ? "-" : ""}${size / unit}${fraction === "" ? "" : `.${fraction}`}`
}

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from("0001234567899")), minLength: least, maxLength: most })
const spelling = fc
  .tuple(
    fc.constantFrom("", "", "-", "+"),
    digits(0, 40),
    fc.option(digits(0, 40)),
    fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "-", "+"), fc.integer({ min: 0, max: 70 })))
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : exponent.join("")}`
  )

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -5, max: 30 }))
  .map(([units, scale]) => ({ units, scale }))

const align = (a: Exact, b: Exact) => {
  const scale = Math.max(a.scale, b.scale, 0)
  return { scale, a: a.units * 10n ** BigInt(scale - a.scale), b: b.units * 10n ** BigInt(scale - b.scale) }
}

describe("a decimal is exact, whatever its spelling", () => {
  it("reads every spelling of a number to the same text as BigInt arithmetic does", () => {
    fc.assert(
      fc.property(spelling, (text) => {
        const exact = oracle(text)
        expect(Decimal.parse(text), text).toBe(exact === undefined ? undefined : canonical(exact))
      }),
      { numRuns: 3_000 }
    )
  })

  it("is canonical: reading it again changes nothing, and equal numbers are equal strings", () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 8 }), ({ units, scale }, padding) => {
        const text = Decimal.fromScaled(units, scale)
        expect(Decimal.parse(text)).toBe(text)
        expect(Decimal.fromScaled(units * 10n ** BigInt(padding), scale + padding)).toBe(text)
      })
    )
  })

  it.each(["-0", "-0.000", "+0", "00", ".0", "-.0", "0e5", "-0E-7", "0."])("knows no negative or padded zero: %s", (text) => {
    expect(Decimal.parse(text)).toBe("0")
  })

  it.each([
    ["000123.4500", "123.45"],
    ["+7", "7"],
    [".5", "0.5"],
    ["-.5", "-0.5"],
    ["5.", "5"],
    ["1.0E-5", "0.00001"],
    ["-1.25e+3", "-1250"],
    ["0.1000000000000000055", "0.1000000000000000055"],
    ["12345678901234567890.12345678901234567890", "12345678901234567890.1234567890123456789"]
  ])("reads %s as %s", (text, read) => {
    expect(Decimal.parse(text)).toBe(read)
  })

  it.each([
    ["", "empty"],
    [" 1", "space"],
    ["1 ", "space"],
    ["+", "sign only"],
    ["-", "sign only"],
    [".", "point only"],
    ["-.", "sign and point"],
    ["1.2.3", "two points"],
    ["1,5", "comma"],
    ["--1", "two signs"],
    ["1e", "no exponent"],
    ["e5", "no digits"],
    ["1e1.5", "broken exponent"],
    ["1e999999", "absurd exponent"],
    ["NaN", "not a number"],
    ["Infinity", "not finite"],
    ["0x10", "hexadecimal"],
    ["١٢", "other digits"],
    ["1_000", "separator"],
    ["1\n", "line end"],
    ["null", "word"]
  ])("refuses %j (%s) instead of guessing", (text) => {
    expect(Decimal.parse(text)).toBeUndefined()
    expect(() => Decimal.make(text)).toThrow(RangeError)
  })

  it("takes nothing that is not text or a number that a double holds as it was written", () => {
    for (const value of [null, undefined, true, {}, [], 2 ** 53, 0.1 + 0.2, -1 / 3, Number.NaN, Number.POSITIVE_INFINITY, 10n])
      expect(Decimal.parse(value)).toBeUndefined()
    expect([0, -0, 7, -12, Number.MAX_SAFE_INTEGER].map(Decimal.parse)).toEqual(["0", "0", "7", "-12", "9007199254740991"])
    expect([1.5, -0.00000012, 1e21, 1.2e-7, 123456789.012345].map(Decimal.parse)).toEqual([
      "1.5",
      "-0.00000012",
      "1000000000000000000000",
      "0.00000012",
      "123456789.012345"
    ])
  })

  it("reads a number of at most 15 digits to the same text as its spelling", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?(0|[1-9][0-9]{0,14})$/), fc.integer({ min: -60, max: 60 }), (digits, exponent) => {
        const text = `${digits}e${exponent}`
        expect(Decimal.parse(Number(text)), text).toBe(Decimal.parse(text))
      }),
      { numRuns: 5_000 }
    )
  })

  it("accepts 120 digits before the point and refuses wider text rather than rounding", () => {
    expect(Decimal.parse("9".repeat(120))).toBe("9".repeat(120))
    expect(Decimal.parse(`${"0".repeat(300)}7`)).toBe("7")
    expect(Decimal.parse(`0.7${"0".repeat(300)}`)).toBe("0.7")
    expect(Decimal.parse("9".repeat(121))).toBeUndefined()
    expect(Decimal.parse("1e121")).toBeUndefined()
    expect(Decimal.parse(`0.${"9".repeat(119)}`)).toBe(`0.${"9".repeat(119)}`)
    expect(Decimal.parse(`0.${"9".repeat(121)}`)).toBeUndefined()
  })

  it("accepts 120 digits after the point", () => {
    expect(Decimal.parse(`0.${"9".repeat(120)}`)).toBe(`0.${"9".repeat(120)}`)
    expect(Decimal.parse("1e-120")).toBe(`0.${"0".repeat(119)}1`)
  })
})

describe("arithmetic is exact", () => {
  const exactOf = (text: DecimalText) => oracle(text)!

  it("adds, subtracts, multiplies and compares as BigInt does", () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const [a, b] = [left, right].map(({ units, scale }) => Decimal.fromScaled(units, scale)) as [DecimalText, DecimalText]
        const aligned = align(left, right)
        expect(Decimal.add(a, b)).toBe(canonical({ units: aligned.a + aligned.b, scale: aligned.scale }))
        expect(Decimal.subtract(a, b)).toBe(canonical({ units: aligned.a - aligned.b, scale: aligned.scale }))
        expect(Decimal.multiply(a, b)).toBe(canonical({ units: left.units * right.units, scale: left.scale + right.scale }))
        expect(Decimal.compare(a, b)).toBe(aligned.a < aligned.b ? -1 : aligned.a > aligned.b ? 1 : 0)
        expect(Decimal.negate(Decimal.negate(a))).toBe(a)
        expect(Decimal.abs(a)).toBe(Decimal.isNegative(a) ? Decimal.negate(a) : a)
        expect(Decimal.isZero(a)).toBe(left.units === 0n)
      }),
      { numRuns: 1_000 }
    )
  })

  it("is exact on both sides of what a double holds", () => {
    const near = fc
      .tuple(fc.constantFrom(1n, -1n), fc.stringMatching(/^[0-9]{1,18}$/), fc.integer({ min: 0, max: 20 }))
      .map(([sign, digits, scale]) => ({ units: sign * BigInt(digits), scale }))
    fc.assert(
      fc.property(near, near, (left, right) => {
        const a = Decimal.fromScaled(left.units, left.scale)
        const b = Decimal.fromScaled(right.units, right.scale)
        const aligned = align(left, right)
        expect(Decimal.add(a, b)).toBe(canonical({ units: aligned.a + aligned.b, scale: aligned.scale }))
        expect(Decimal.multiply(a, b)).toBe(canonical({ units: left.units * right.units, scale: left.scale + right.scale }))
        expect(Decimal.compare(a, b)).toBe(aligned.a < aligned.b ? -1 : aligned.a > aligned.b ? 1 : 0)
      }),
      { numRuns: 20_000 }
    )
  })

  it("comes back from BigDecimal and from scaled units unchanged", () => {
    fc.assert(
      fc.property(decimal, ({ units, scale }) => {
        const text = Decimal.fromScaled(units, scale)
        expect(text).toBe(canonical({ units, scale }))
        expect(Decimal.fromBigDecimal(Decimal.toBigDecimal(text))).toBe(text)
        expect(exactOf(text)).toEqual(exactOf(Decimal.make(text)))
      })
    )
  })

  it("sums in any order to the same text, and nothing to zero", () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 12 }), (parts) => {
        const texts = parts.map(({ units, scale }) => Decimal.fromScaled(units, scale))
        expect(Decimal.sum(texts)).toBe(Decimal.sum(texts.toReversed()))
        expect(Decimal.sum([...texts, ...texts.map(Decimal.negate)])).toBe("0")
      })
    )
  })
})
