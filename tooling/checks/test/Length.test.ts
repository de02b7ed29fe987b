import { describe, expect, it } from "vitest"
import { codeLines, lengthViolations } from "../src/Length.ts"
import { sources } from "../src/Repository.ts"

describe("length", () => {
  it("of every source is at most 300 lines of code", () => {
    const files = sources().filter((file) => !/\/test\//.test(file.path))
    expect(files.length).toBeGreaterThan(10)
    expect(lengthViolations(files)).toEqual([])
  })

  it("counts neither blank lines nor comments", () => expect(codeLines("// one\n\n/**\n * two\n */\nconst a = 1 // three\n")).toBe(1))

  it("over the limit is reported", () => {
    expect(lengthViolations([{ path: "long.ts", text: "const a = 1\n".repeat(301) }])).toEqual(["long.ts: 301 lines of code, at most 300"])
  })
})
