import { describe, expect, it } from "vitest"
import { findCycles } from "../src/Cycles.ts"
import { sources } from "../src/Repository.ts"

describe("findCycles", () => {
  it("finds none in the repository, and looked at it", () => {
    const { modules, cycles } = findCycles(sources())
    expect(modules).toBeGreaterThan(10)
    expect(cycles).toEqual([])
  })

  it("finds a cycle through several files once", () => {
    const files = [
      { path: "p/src/a.ts", text: 'import { b } from "./deep/b.ts"' },
      { path: "p/src/deep/b.ts", text: 'export * from "../c.ts"' },
      { path: "p/src/c.ts", text: 'import type { A } from "./a.ts"' },
      { path: "p/src/d.ts", text: 'import "./a.ts"' }
    ]
    expect(findCycles(files).cycles).toEqual([["p/src/a.ts", "p/src/deep/b.ts", "p/src/c.ts"]])
  })

  it("finds a file that imports itself", () => {
    expect(findCycles([{ path: "a.ts", text: 'import "./a.ts"' }]).cycles).toEqual([["a.ts"]])
  })
})
