import { describe, expect, it } from "vitest"
import { importsOf } from "../src/Imports.ts"

const specifiers = (text: string) => importsOf(text).map(({ specifier }) => specifier)

describe("importsOf", () => {
  it("finds every form of import", () => {
    const text = [
      'import a from "a"',
      "import type { B } from 'b'",
      'import {\n  c,\n  d\n} from "c"',
      'export * from "d"',
      'export { e } from "./e.ts"',
      'import "f"',
      'const g = await import("g")',
      'const h = require("h")',
      'import.meta.resolve("i")'
    ].join("\n")
    expect(specifiers(text)).toEqual(["a", "b", "c", "d", "./e.ts", "f", "g", "h", "i"])
  })

  it("tells the line", () => expect(importsOf('/* one\ntwo */\nimport "x"')).toEqual([{ specifier: "x", line: 3 }]))

  it("is not misled by comments, strings, templates and regular expressions", () => {
    const text = [
      '// import "a"',
      '/* export * from "b" */',
      "const c = 'import \"c\"'",
      'const d = `import "d" ${import("e")} from "f"`',
      'const g = /["\'`]from "g"/.test("x") ? 1 / 2 : 3 / 4',
      "const i = a[0]! / 2",
      "const j = !/['\"]from/.test(b)",
      "const h = `${`${{ a: 1 }}`} \\` from`",
      'import "real"'
    ].join("\n")
    expect(specifiers(text)).toEqual(["e", "real"])
  })

  it("refuses text that it cannot read rather than seeing nothing in it", () => {
    expect(() => importsOf("const a = `open")).toThrow(SyntaxError)
    expect(() => importsOf('const a = "open\n')).toThrow(SyntaxError)
  })
})
