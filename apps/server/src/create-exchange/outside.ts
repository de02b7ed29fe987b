/** What an adapter package says differently when it does not lie in this repository: nothing is inherited. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Exact versions, as pnpm-workspace.yaml lists them for all packages here. */
const catalogOf = (yaml: string): ReadonlyMap<string, string> =>
  new Map(Array.from(yaml.matchAll(/^ {2}"?([^":\s]+)"?: ([^\s#]+)$/gm), ([, name = "", version = ""]) => [name, version]))

const pinned = (declared: Readonly<Record<string, string>> = {}, repository: string, catalog: ReadonlyMap<string, string>) =>
  Object.fromEntries(
    Object.entries(declared).map(([name, version]) => [
      name,
      version.startsWith("workspace:")
        ? `link:${join(repository, "packages", name.replace("@caudal/", ""))}`
        : (catalog.get(name) ?? version)
    ])
  )

/** The scope is the repository's. */
const unscoped = (name: string): string => name.replace("@caudal/", "")

/** The text of a file of the package, given as it would be inside. */
export const outside = (path: string, text: string, repository: string): string => {
  switch (path) {
    case "package.json": {
      const manifest = JSON.parse(text) as Manifest
      const catalog = catalogOf(readFileSync(join(repository, "pnpm-workspace.yaml"), "utf8"))
      const { dependencies, devDependencies } = manifest
      return `${JSON.stringify({ ...manifest, name: unscoped(manifest.name), dependencies: pinned(dependencies, repository, catalog), devDependencies: pinned(devDependencies, repository, catalog) }, null, 2)}\n`
    }
    case "tsconfig.json": {
      const { compilerOptions } = JSON.parse(readFileSync(join(repository, "tooling/tsconfig/base.json"), "utf8")) as {
        readonly compilerOptions: object
      }
      return `${JSON.stringify({ compilerOptions, include: ["src", "test"] }, null, 2)}\n`
    }
    case "vitest.config.ts":
      return 'export default { test: { include: ["test/**/*.test.ts"], testTimeout: 120_000 } }\n'
    case "README.md":
      return unscoped(text).replaceAll("../../docs", join(repository, "docs"))
    default:
      return text
  }
}
