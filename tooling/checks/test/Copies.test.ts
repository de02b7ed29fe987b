import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { installedCopies } from "../src/Copies.ts"
import { root } from "../src/Repository.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

describe("graphql", () => {
  it("is installed once: objects of two copies do not know each other", () => {
    expect(installedCopies(path.join(root, "node_modules"), "graphql")).toHaveLength(1)
  })

  it("installed twice is noticed", () => {
    const nodeModules = temporaryFolder("copies")
    for (const version of ["16.11.0", "17.1.0"]) {
      const folder = path.join(nodeModules, ".pnpm", `graphql@${version}`, "node_modules", "graphql")
      mkdirSync(folder, { recursive: true })
      writeFileSync(path.join(folder, "package.json"), JSON.stringify({ version }))
    }
    mkdirSync(path.join(nodeModules, ".pnpm", "graphql-yoga@5.0.0"))
    expect(installedCopies(nodeModules, "graphql")).toEqual(["graphql@16.11.0 (graphql@16.11.0)", "graphql@17.1.0 (graphql@17.1.0)"])
  })
})
