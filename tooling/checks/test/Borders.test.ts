import { describe, expect, it } from "vitest"
import { dependencyViolations, importViolations, type Manifest } from "../src/Borders.ts"
import { listFiles, readFiles, sources } from "../src/Repository.ts"

const manifests = (): ReadonlyArray<Manifest> =>
  readFiles(listFiles().filter((file) => /(^|\/)package\.json$/.test(file) && !/(fixtures|\/test)\//.test(file))).map((file) => ({
    path: file.path,
    ...JSON.parse(file.text)
  }))

describe("borders", () => {
  it("are kept by every import", () => {
    const files = sources()
    expect(files.length).toBeGreaterThan(10)
    expect(importViolations(files)).toEqual([])
  })

  it("are kept by every declared dependency", () => {
    expect(manifests().length).toBeGreaterThan(5)
    expect(dependencyViolations(manifests())).toEqual([])
  })

  it.each([
    ["packages/exchange/src/Bad.ts", "@caudal/engine"],
    ["packages/exchange/src/Bad.ts", "node:crypto"],
    ["packages/exchange/src/Bad.ts", "msw/http"],
    ["packages/exchange-bitso/src/parse/Bad.ts", "@caudal/exchange/simulator"],
    ["packages/exchange-bitso/src/Bad.ts", "@caudal/exchange-kraken"],
    ["packages/engine/src/ledger/Bad.ts", "graphql"],
    ["packages/engine/src/ledger/Bad.ts", "node:crypto"],
    ["packages/engine/src/ledger/Bad.ts", "node:sqlite"],
    ["packages/engine/src/vault/Bad.ts", "node:https"],
    ["packages/engine/src/ledger/Bad.ts", "../host/Transport.ts"],
    ["packages/engine/src/vault/Bad.ts", "../sync/Walk.ts"],
    ["packages/engine/test/Bad.test.ts", "@caudal/exchange-bitso"],
    ["packages/graphql/src/Bad.ts", "@caudal/engine/storage/sqlite"],
    ["packages/graphql/src/Bad.ts", "../../engine/src/index.ts"],
    ["packages/graphql/src/Bad.ts", "../test/fixture.ts"],
    ["apps/server/src/Bad.ts", "@caudal/embed"],
    ["tooling/scripts/bad.mjs", "effect"],
    ["packages/nobody/src/Bad.ts", "effect"]
  ])("are broken by %s importing %s", (path, specifier) => {
    expect(importViolations([{ path, text: `export * from "${specifier}"` }])).toHaveLength(1)
  })

  it.each([
    ["packages/exchange/src/simulator/Good.ts", "msw/http"],
    ["packages/exchange-bitso/src/simulator/Good.ts", "@caudal/exchange/simulator"],
    ["packages/engine/src/vault/Good.ts", "node:crypto"],
    ["packages/engine/src/host/Good.ts", "node:zlib"],
    ["packages/engine/src/storage/sqlite/Good.ts", "node:sqlite"],
    ["packages/engine/src/sync/Good.ts", "../host/Transport.ts"],
    ["packages/engine/test/Good.test.ts", "@caudal/engine/testing"],
    ["packages/graphql/src/Good.ts", "@pothos/core"],
    ["apps/server/src/Good.ts", "@caudal/engine/storage/sqlite"]
  ])("let %s import %s", (path, specifier) => {
    expect(importViolations([{ path, text: `import "${specifier}"` }])).toEqual([])
  })

  it("are broken by a dependency that nobody may import", () => {
    const engine: Manifest = { path: "packages/engine/package.json", dependencies: { effect: "catalog:", graphql: "catalog:" } }
    expect(dependencyViolations([engine])).toEqual(["packages/engine/package.json: graphql is not in the border table"])
    const inTests: Manifest = { path: "packages/exchange/package.json", dependencies: { "fast-check": "catalog:" } }
    expect(dependencyViolations([inTests])).toHaveLength(1)
    expect(dependencyViolations([{ path: "packages/nobody/package.json" }])).toHaveLength(1)
  })
})
