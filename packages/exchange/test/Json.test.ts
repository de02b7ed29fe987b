import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Decimal, type Json, LosslessJson } from "../src/index.ts"

/** A JSON text built from its parts, so that the exact spelling of every number is known. */
interface TreeObject {
  readonly [key: string]: Tree
}
type Tree = { readonly number: string } | { readonly text: string } | null | boolean | ReadonlyArray<Tree> | TreeObject

const isLeaf = (tree: Tree): tree is { number: string } | { text: string } =>
  typeof tree === "object" && tree !== null && !Array.isArray(tree) && ("number" in tree || "text" in tree)

const write = (tree: Tree, space: string): string => {
  if (tree === null || typeof tree === "boolean") return String(tree)
  if (isLeaf(tree)) return "number" in tree ? (tree as { number: string }).number : JSON.stringify((tree as { text: string }).text)
  if (Array.isArray(tree))
    return `[${space}${(tree as ReadonlyArray<Tree>).map((one) => write(one, space)).join(`${space},${space}`)}${space}]`
  return `{${space}${Object.entries(tree as Record<string, Tree>)
    .map(([key, one]) => `${JSON.stringify(key)}${space}:${space}${write(one, space)}`)
    .join(`${space},`)}${space}}`
}

/** Digits without zeros at either end, and how many places they are moved; shares nothing with the code under test. */
const exact = (number: string) => {
  const [mantissa = "", exponent = "0"] = number.toLowerCase().split("e")
  const [whole = "", fraction = ""] = mantissa.split(".")
  const digits = BigInt(whole + fraction).toString()
  const kept = digits.replace(/0+$/, "")
  return kept === "" ? "0" : `${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`
}

const same = (tree: Tree, read: Json | undefined): void => {
  if (tree === null || typeof tree === "boolean") return expect(read).toBe(tree)
  if (isLeaf(tree)) {
    if ("text" in tree) return expect(read).toBe((tree as { text: string }).text)
    const { number } = tree as { number: string }
    // either the exact text, or a number that is exactly that
    if (typeof read === "string") return expect(read).toBe(number)
    return expect(exact(String(read as number)), `${number} was read as a double`).toEqual(exact(number))
  }
  if (Array.isArray(tree)) return (tree as ReadonlyArray<Tree>).forEach((one, index) => same(one, (read as ReadonlyArray<Json>)[index]))
  expect(Object.keys(read as object)).toEqual(Object.keys(tree))
  for (const [key, one] of Object.entries(tree as Record<string, Tree>)) same(one, (read as Record<string, Json>)[key])
}

const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  fc.tuple(fc.integer(), fc.stringMatching(/^[0-9]{1,30}$/)).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.tuple(fc.integer(), fc.constantFrom("e", "E", "e+", "E-"), fc.nat(500)).map((parts) => parts.join("")),
  // of 14 to 17 digits, where a double ceases to hold them, the point anywhere
  fc
    .tuple(fc.constantFrom("", "-"), fc.stringMatching(/^[1-9][0-9]{13,16}$/), fc.nat(17))
    .map(([sign, digits, place]) =>
      place >= digits.length ? sign + digits : `${sign}${digits.slice(0, place) || "0"}.${digits.slice(place)}`
    ),
  fc.constantFrom(
    "0",
    "-0",
    "-0.0",
    "0.1000000000000000055",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "-8999999999999999"
  )
)
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }).filter((one) => one.isWellFormed()),
  fc.constantFrom('"', "\\", '\\"', ":1234567890123456789", ",0.10,", "[1e5]", '{"a":1.50}', "12.50", "\u2028", "\n1.0\n")
)
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    number.map((one) => ({ number: one })),
    text.map((one) => ({ text: one })),
    fc.constantFrom(null, true, false),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(
      // Without escapes: after `{"a":0,"\\":0}`, V8 13.6 (Node 24.21) reads the key of `{"a":0,"\"":0}` as a backslash.
      text.filter((key) => !["__proto__", "number", "text"].includes(key) && JSON.stringify(key) === `"${key}"`),
      tie("tree"),
      { maxKeys: 4 }
    )
  )
}))

describe("money survives the wire", () => {
  it("reads every number of any document as its exact digits, and every string untouched", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom("", " ", "\n", "\t\r\n "), (document, space) => {
        same(document, LosslessJson.parse(space + write(document, space) + space))
      }),
      { numRuns: 2_000 }
    )
  })

  it("reads what JSON.parse reads where no number is beyond a double, numbers as text or not", () => {
    const asText = (value: unknown) => JSON.stringify(value, (_, one: unknown) => (typeof one === "number" ? String(one) : one))
    const safe = fc
      .jsonValue({ maxDepth: 4 })
      .map((value) => JSON.stringify(value, (_, one: unknown) => (typeof one === "number" ? Math.trunc(one % 1e15) : one)))
    fc.assert(
      fc.property(safe, (document) => {
        expect(asText(LosslessJson.parse(document))).toBe(asText(JSON.parse(document)))
      })
    )
  })

  it.each([
    ['{"a":0.1000000000000000055}', { a: "0.1000000000000000055" }],
    ['{"tid":9007199254740993}', { tid: "9007199254740993" }],
    ["[1.0E-5,-0.0,3]", [0.00001, -0, 3]],
    ["0.10", 0.1],
    [" 12345678901234567890 ", "12345678901234567890"],
    ['{"a":"1.50","b":2}', { a: "1.50", b: 2 }],
    ['["\\"1.5,2.5", 1.5]', ['"1.5,2.5', 1.5]],
    ['[":1234567890123456789,", 1234567890123456789]', [":1234567890123456789,", "1234567890123456789"]],
    ["[1429545880227846,9007199254740993,1429545880227846.5]", [1429545880227846, "9007199254740993", "1429545880227846.5"]],
    ["[1429545880227846e1]", ["1429545880227846e1"]],
    ["[0.00000000012345678]", ["0.00000000012345678"]],
    ["123456789012345", 123456789012345]
  ])("%s", (document, read) => {
    expect(LosslessJson.parse(document)).toEqual(read)
  })

  it("never mends text that is not JSON: truncated, HTML, loose numbers", () => {
    for (const broken of [
      "",
      "{",
      '{"a":1.5',
      "[1.50,",
      '["1.5',
      "<html>1.5</html>",
      "01.5",
      "[.5]",
      "[5.]",
      "[+1.5]",
      "[1.5e]",
      "1.5 2.5",
      "NaN",
      "[0x10, 1.5]",
      '{"a":1.5,}',
      "{1.5:2}",
      '{"a":1.5,2 :3}',
      '["a"1.5]',
      "[1.5-2]",
      "[-]",
      "[--1.5]",
      "[tru1.5e]"
    ])
      expect(() => LosslessJson.parse(broken), broken).toThrow(SyntaxError)
  })

  it("refuses whatever JSON.parse refuses, and nothing else", () => {
    const pieces = fc.constantFrom(
      '"',
      "\\",
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "-",
      "1",
      "0",
      ".",
      "e",
      "1.5",
      "-0.25e3",
      '"a"',
      "true",
      " ",
      '"\\""',
      "12345678901234567"
    )
    const refused = (read: () => unknown) => {
      try {
        read()
        return false
      } catch {
        return true
      }
    }
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (some) => {
        const text = some.join("")
        expect(
          refused(() => LosslessJson.parse(text)),
          text
        ).toBe(refused(() => JSON.parse(text)))
      }),
      { numRuns: 20_000 }
    )
  })

  it("refuses every proper beginning of a document with amounts", () => {
    const whole = '{"success":true,"payload":[{"amount":"-1.50","id":12345678901234567,"fee":0.10}]}'
    for (let length = 0; length < whole.length; length++) expect(() => LosslessJson.parse(whole.slice(0, length))).toThrow(SyntaxError)
    expect(LosslessJson.parse(whole)).toEqual({ success: true, payload: [{ amount: "-1.50", id: "12345678901234567", fee: 0.1 }] })
  })

  it("reads one very long string beside an exact number, in a time that grows with its length only", () => {
    for (const long of ["x".repeat(8_000_000), "1".repeat(8_000_000)]) {
      const [text, number] = LosslessJson.parse(`["${long}",1.50000000000000000]`) as ReadonlyArray<Json>
      expect(text === long).toBe(true)
      expect(number).toBe("1.50000000000000000")
    }
  })

  it("reads a row the same whatever else is on its page", () => {
    fc.assert(
      fc.property(tree, tree, (row, other) => {
        const page = LosslessJson.parse(`{"row":${write(row, "")},"other":[${write(other, "")},12345678901234567890]}`)
        expect((page as Record<string, Json>)["row"]).toEqual(LosslessJson.parse(write(row, "")))
      }),
      { numRuns: 2_000 }
    )
  })

  it("reads no number as nought or infinite because a double ends there, alone, in a document, or in a page of rows", () => {
    for (const far of ["1e400", "-1e400", "1E+400", "1e-400", "1.5e-320", "0.25E-0400", "9e307", "1e100", "1234567890123456e-330"]) {
      expect(LosslessJson.parse(far)).toBe(far)
      expect(LosslessJson.parse(`{"a":[${far} ,1.5],"b":${far}}`)).toEqual({ a: [far, 1.5], b: far })
      expect(LosslessJson.parse(`["1e400,",${far}]`)).toEqual(["1e400,", far])
      const rows = Array.from({ length: 600 }, (_, i) => `{"id":${i},"amount":${i % 7 === 3 ? far : "1e-7"},"note":"plain"}`)
      const page = LosslessJson.parsePage(`{"rows":[${rows.join(",")}]}`) as { rows: ReadonlyArray<{ amount: Json }> }
      expect(page.rows.map(({ amount }) => amount)).toEqual(rows.map((_, i) => (i % 7 === 3 ? far : 1e-7)))
    }
    expect(["1e99", "1e-99", "25e0007", "0.5E-0002"].map(LosslessJson.parse)).toEqual([1e99, 1e-99, 25e7, 0.005])
    // What no decimal of ours holds is refused, so that its row is put aside; what one holds is that.
    expect(["1e400", "1e-400", "-1e999"].map((far) => Decimal.parse(LosslessJson.parse(far)))).toEqual([undefined, undefined, undefined])
    expect(Decimal.parse(LosslessJson.parse("1e-100"))).toBe(`0.${"0".repeat(99)}1`)
  })
})
