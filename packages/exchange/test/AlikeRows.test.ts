import { inspect } from "node:util"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Json, LosslessJson } from "../src/index.ts"
import { parseAlike } from "../src/internal/AlikeRows.ts"

/** As readers read it: each value by the name of its key. */
const byName = (json: Json): Json =>
  Array.isArray(json)
    ? (json as ReadonlyArray<Json>).map(byName)
    : LosslessJson.isObject(json)
      ? // a key may be one that objects have anyway
        Object.defineProperties(
          {},
          Object.fromEntries(
            LosslessJson.keysOf(json).map((key) => [
              key,
              { value: byName(json[key]!), enumerable: true, writable: true, configurable: true }
            ])
          )
        )
      : json

/** The answer, key by key in its order, with `-0` and `0` apart; or that there is none. */
const told = (read: (text: string) => Json, text: string): string => {
  try {
    const json = read(text)
    const said = JSON.stringify(byName(json))
    expect(JSON.stringify(json)).toBe(said)
    return JSON.stringify(byName(json), (_, value: unknown) => (Object.is(value, -0) ? "minus nought" : value))
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError)
    return "no JSON"
  }
}

const expectSame = (text: string): void => {
  const whole = told(LosslessJson.parse, text)
  expect(told(LosslessJson.parsePage, text)).toBe(whole)
  // once more, now that the layouts are known
  expect(told(LosslessJson.parsePage, text)).toBe(whole)
}

const word = fc.oneof(
  fc.constantFrom(
    "btc",
    "complete",
    "",
    "2017-07-30T22:59:23+0000",
    "-21.78000180",
    "[{",
    '[{"a":1}]',
    "null",
    "}",
    "é",
    "₿",
    "\u2028",
    ","
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }).filter((one) => one.isWellFormed())
)
const number = fc.constantFrom(
  "0",
  "-0",
  "1",
  "-1",
  "0.10",
  "1e5",
  "1.0E-5",
  "1e400",
  "2E-0320",
  "1e0003",
  "1499865549590",
  "9007199254740993",
  "0.1000000000000000055"
)
const scalar = fc.oneof(
  { weight: 4, arbitrary: word.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom("true", "false", "null") }
)
const keys = ["id", "created_at", "amount", "details", "tid", "fee.asset", "a*b(c)[d]", "é", "10", "$&", "constructor", "toString"]

interface Field {
  readonly key: string
  readonly value: string
}
const written = (fields: ReadonlyArray<Field>): string => `{${fields.map(({ key, value }) => `${JSON.stringify(key)}:${value}`).join(",")}}`

/** Some keys in one order, of which a row may leave some out. */
const object = (value: fc.Arbitrary<string>, most: number) =>
  fc
    .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: most })
    .chain((some) => fc.tuple(...some.map((key) => fc.record({ key: fc.constant(key), value, left: fc.nat(9) }))))
    .map((fields) => written(fields.filter(({ left }) => left > 0)))
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: object(scalar, 3) },
  { weight: 1, arbitrary: fc.array(fc.oneof(scalar, object(scalar, 2)), { maxLength: 3 }).map((items) => `[${items.join(",")}]`) }
)

/** Rows that share most of their layout, as those of an exchange do. */
const rows = fc
  .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 6 })
  .chain((some) => {
    const row = fc.tuple(...some.map((key) => fc.record({ key: fc.constant(key), value, left: fc.nat(19) })))
    const alike = row.map((fields) => written(fields.filter(({ left }) => left > 0)))
    return fc.tuple(fc.array(alike, { minLength: 1, maxLength: 6 }), fc.array(alike, { maxLength: 3 }))
  })
  .map(([few, rest]) => [...Array.from({ length: 40 }, (_, i) => few[i % few.length]!), ...rest])

const page = fc.record({
  rows,
  around: fc.constantFrom(
    ["[", "]"],
    ['{"success":true,"payload":[', "]}"],
    ['{"data":{"more":[],"list":[', '],"count":9007199254740993}}'],
    ['{"note":"a \\" quote","rows":[', "]}"],
    ['{"twice":[{"a":1}],"rows":[', "]}"],
    ['{"rows":1,"rows":[', "]}"],
    ["{", "}"],
    ['{"error":[],"result":{"ledger":{', '},"count":2}}']
  )
})
const pageText = page.map(({ rows: list, around: [before = "", after = ""] }) =>
  before.endsWith("[") ? before + list.join(",") + after : before + list.map((row, i) => `"L${i}":${row}`).join(",") + after
)

describe("a page of rows that are alike", () => {
  it("reads as any document does, in the same order, numbers without loss", () => {
    fc.assert(fc.property(pageText, expectSame), { numRuns: 1_500 })
  })

  it("is refused where any document would be, whatever one character it has too much, too little or wrong", () => {
    const stray = fc.constantFrom('"', "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\u0000", "\u001f", "0", "1", "-", ".", "e", "x")
    fc.assert(
      fc.property(pageText, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), stray, (text, where, what, char) => {
        const at = Math.floor(where * text.length)
        expectSame(text.slice(0, at) + (what === 0 ? "" : char) + text.slice(at + (what === 1 ? 0 : 1)))
      }),
      { numRuns: 3_000 }
    )
  })

  it("is refused wherever it is cut off", () => {
    const text = `{"success":true,"payload":[${Array.from({ length: 30 }, (_, i) => `{"tid":"${i}","at":${i}.50,"details":{"oid":"o${i}"}}`).join(",")}]}`
    expectSame(text)
    for (let end = 0; end < text.length; end++) expectSame(text.slice(0, end))
  })

  const many = (row: string): string => `[${Array.from({ length: 60 }, () => row).join(",")}]`
  it.each([
    ["a list", many('{"id":1,"amount":"0.10000000","at":"2017-07-30T22:59:23+0000"}')],
    ["a list within", `{"success":true,"payload":${many('{"id":1,"amount":"0.10000000"}')},"next":null}`],
    [
      "rows by key",
      `{"error":[],"result":{"ledger":{${Array.from({ length: 40 }, (_, i) => `"L${i}":{"time":1688464484.1787,"fee":"0.1"}`).join(",")}}}}`
    ],
    ["lists in rows", many('{"eid":"1","balance_updates":[{"currency":"xrp","amount":"-0.06"}],"details":{}}')]
  ])("is known as such: %s", (_, text) => {
    expectSame(text)
    expect(parseAlike(text)).not.toBeNull()
  })

  it.each([
    ["rows in a string", `{"note":"[{}]","pad":${JSON.stringify("x".repeat(1_000))}}`],
    ["a key that names the prototype", many('{"__proto__":{"a":1},"b":"2"}')],
    ["rows by a key that names the prototype", `{"a":{"x":"1"},"__proto__":{"x":"2"},"pad":{"x":${JSON.stringify("x".repeat(1_000))}}}`],
    ["keys that are numbers", many('{"2":"two","1":"one","b":"2"}')],
    ["a key that says how it is written", many('{"toJSON":"1","b":"2"}')],
    ["a key twice", many('{"a":"1","b":"2","a":"3"}')],
    ["escapes", many('{"name":"Jos\\u00e9 \\"Pepe\\"","a":"\\\\"}')],
    ["an escaped key", many('{"\\u0061":"1","b":"2"}')],
    ["space between", many('{ "a": "1",\n"b": 2 }')],
    ["characters beyond one byte", many('{"symbol":"₿","b":"😀"}')],
    ["what is no row among them", many('{"a":"1"}').replace("]", ",7,{}]")],
    ["a comma too much", many('{"a":"1","b":"2"}').replace("]", ",]")],
    ["rows of a hundred layouts", `[${Array.from({ length: 100 }, (_, i) => `{"a":${i},"k${i}":"x"}`).join(",")}]`],
    ["rows far down", `${"[".repeat(2_000)}{"a":1}${"]".repeat(2_000)}`],
    ["a wide row", many(`{${Array.from({ length: 150 }, (_, i) => `"k${i}":{"a":"1","b":null}`).join(",")}}`)],
    ["nothing but brackets", "[{".repeat(2_000)]
  ])("or is none: %s", (_, text) => expectSame(text))

  it("gives rows that are read by name, and tell their keys", () => {
    const text = many('{"id":7,"details":{"tid":"1"},"at":null}')
    const [first, second] = LosslessJson.parsePage(text) as ReadonlyArray<{ readonly [key: string]: Json }>
    for (const row of [first!, second!]) {
      const { id, details, at, other } = row
      expect([id, (details as typeof row)["tid"], at, other]).toEqual([7, "1", null, undefined])
      expect([...LosslessJson.keysOf(row)]).toEqual(["id", "details", "at"])
    }
  })

  it("gives a list of keys that is the same for all rows of a layout", () => {
    const rows = LosslessJson.parsePage(many('{"id":7,"amount":"1"}')) as ReadonlyArray<{ readonly [key: string]: Json }>
    expect(new Set(rows.slice(1).map((row) => LosslessJson.keysOf(row))).size).toBe(1)
  })

  it("shows what a row says where somebody looks at it", () => {
    const rows = LosslessJson.parsePage(many('{"id":7,"amount":"1"}')) as ReadonlyArray<Json>
    expect(inspect(rows[5])).toBe("{ id: 7, amount: '1' }")
  })
})
