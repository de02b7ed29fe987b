import { describe, expect, it } from "vitest"
import { inexactVersions, readCatalog, strayVersions } from "../src/Catalog.ts"
import { listFiles, readFiles } from "../src/Repository.ts"

describe("versions", () => {
  it("in the catalog are exact", () => {
    const catalog = readCatalog(readFiles(["pnpm-workspace.yaml"])[0]?.text ?? "")
    expect(catalog.size).toBeGreaterThan(5)
    expect(inexactVersions(catalog)).toEqual([])
  })

  it("come from the catalog or the workspace", () => {
    const manifests = readFiles(listFiles().filter((file) => /(^|\/)package\.json$/.test(file) && !file.includes("fixtures/")))
    expect(strayVersions(manifests.map((file) => ({ path: file.path, ...JSON.parse(file.text) })))).toEqual([])
  })

  it("that are ranges or tags are reported", () => {
    const catalog = readCatalog(
      'packages:\n  - a\ncatalog:\n  one: ^1.0.0\n  "@two/x": latest\n  three: 1.2.3 # why\noverrides:\n  four: ^4.0.0\n'
    )
    expect(Array.from(catalog.keys())).toEqual(["one", "@two/x", "three"])
    expect(inexactVersions(catalog)).toHaveLength(2)
  })

  it("written into a manifest are reported", () => {
    const manifest = { path: "p/package.json", dependencies: { effect: "4.1.0", "@caudal/engine": "catalog:", msw: "catalog:" } }
    expect(strayVersions([manifest])).toEqual([
      "p/package.json: effect is 4.1.0, not catalog:",
      "p/package.json: @caudal/engine is catalog:, not workspace:*"
    ])
  })
})
