import { cpSync, mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../src/Repository.ts"
import { runTool, wholeRepository } from "../src/Tool.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

/** A repository of a few files under our own configuration, to see that the tools do find what they are for. */
const repositoryWith = (files: Readonly<Record<string, string>>): string => {
  const directory = temporaryFolder("tools")
  for (const config of [".oxlintrc.json", ".oxfmtrc.json"]) cpSync(path.join(root, config), path.join(directory, config))
  for (const [file, text] of Object.entries({ "tsconfig.json": tsconfig, ...files })) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true })
    writeFileSync(path.join(directory, file), text)
  }
  return directory
}

const tsconfig = JSON.stringify({
  compilerOptions: { target: "es2024", module: "nodenext", strict: true, allowImportingTsExtensions: true, noEmit: true, types: [] }
})

describe("oxlint", () => {
  it("has nothing to say about the repository", { timeout: wholeRepository }, () => {
    const { code, output } = runTool("oxlint", [])
    expect(Number(/on (\d+) files/.exec(output)?.[1])).toBeGreaterThan(10)
    expect(code, output).toBe(0)
  })

  it.each([
    ["no-floating-promises", "packages/engine/src/sync/A.ts", "const later = async () => 1\nexport const now = () => {\n  later()\n}\n"],
    ["no-cycle", "packages/engine/src/sync/A.ts", 'import { b } from "./B.ts"\nexport const a = () => b\n'],
    ["no-restricted-globals", "packages/engine/src/sync/A.ts", 'export const a = () => fetch("x")\n'],
    ["no-restricted-globals", "packages/engine/src/ledger/A.ts", "export const a = () => crypto.randomUUID()\n"],
    ["no-restricted-globals", "packages/exchange/src/A.ts", "export const a = () => process.env\n"],
    ["no-restricted-globals", "packages/engine/src/host/A.ts", "export const a = () => process.env\n"],
    ["no-restricted-globals", "packages/exchange-bitso/src/A.ts", 'export const a = () => Buffer.from("x")\n'],
    ["no-restricted-globals", "packages/exchange-bitso/src/simulator/A.ts", 'export const a = () => fetch("x")\n'],
    ["no-restricted-properties", "packages/exchange/src/A.ts", "export const a = () => Date.now()\n"],
    ["no-restricted-properties", "packages/graphql/src/A.ts", "export const a = () => Math.random()\n"],
    ["no-restricted-imports", "packages/exchange/src/A.ts", 'export * from "@caudal/engine"\n'],
    ["no-restricted-imports", "packages/exchange-bitso/src/A.ts", 'export * from "node:fs"\n'],
    ["no-restricted-imports", "packages/engine/src/ledger/A.ts", 'export * from "graphql"\n'],
    ["no-console", "packages/engine/src/sync/A.ts", 'export const a = () => console.log("x")\n'],
    ["max-lines", "packages/engine/src/sync/A.ts", Array.from({ length: 301 }, (_, i) => `export const a${i} = 1\n`).join("")]
  ])("reports %s in %s", (rule, file, text) => {
    const other = { "packages/engine/src/sync/B.ts": 'import { a } from "./A.ts"\nexport const b = () => a\n' }
    const { code, output } = runTool("oxlint", [], repositoryWith({ [file]: text, ...(rule === "no-cycle" ? other : {}) }))
    expect(output).toContain(`(${rule})`)
    expect(code).toBe(1)
  })

  it("lets the host fetch, the vault use keys and the server read its environment", () => {
    const directory = repositoryWith({
      "packages/engine/src/host/A.ts": 'export const a = () => fetch("x")\n',
      "packages/engine/src/vault/A.ts": "export const a = () => crypto.randomUUID()\n",
      "apps/server/src/A.ts": "export const a = () => [process.env, Date.now()]\n"
    })
    const { code, output } = runTool("oxlint", [], directory)
    expect(code, output).toBe(0)
  })
})

describe("oxfmt", () => {
  it("would change nothing in the repository", { timeout: wholeRepository }, () => {
    const { code, output } = runTool("oxfmt", ["--check", "."])
    expect(code, output).toBe(0)
  })

  it("reports a file in another style", () => {
    const { code, output } = runTool("oxfmt", ["--check", "."], repositoryWith({ "a.ts": "const a = 'x';\n" }))
    expect(output).toContain("a.ts")
    expect(code).toBe(1)
  })
})

describe("knip", () => {
  it("finds nothing unused", { timeout: wholeRepository }, () => {
    const { code, output } = runTool("knip", ["--no-progress"])
    expect(code, output).toBe(0)
  })

  it("reports a file and a dependency that nobody uses", () => {
    const directory = repositoryWith({
      "package.json": JSON.stringify({ name: "x", type: "module", main: "a.ts", dependencies: { effect: "4.1.0" } }),
      "a.ts": "export const a = 1\n",
      "unused.ts": "export const b = 1\n"
    })
    const { code, output } = runTool("knip", ["--no-progress"], directory)
    expect(output).toContain("unused.ts")
    expect(output).toContain("effect")
    expect(code).toBe(1)
  })
})
