import { describe, expect, it } from "vitest"
import { listFiles, readFiles } from "../src/Repository.ts"
import { wordViolations } from "../src/Words.ts"

const machinePath = ["", "work", "main"].join("/")
const registry = ["registry", "npmjs", "org"].join(".")

describe("published files", () => {
  it("name no machine's paths and no registry", () => {
    const files = listFiles().filter((file) => !/\.(png|jpg|ico|woff2|gz|zst)$/.test(file))
    expect(files.length).toBeGreaterThan(20)
    expect(wordViolations(readFiles(files))).toEqual([])
  })

  it("that do are reported with the line", () => {
    expect(wordViolations([{ path: "a.md", text: `one\nsee ${machinePath}/x` }])).toEqual(["a.md:2: a path of one machine"])
    expect(wordViolations([{ path: "a.md", text: `https://${registry}/effect` }])).toEqual(["a.md:1: a registry's host"])
    expect(wordViolations([{ path: "a.md", text: "packages/network/main" }])).toEqual([])
  })
})
