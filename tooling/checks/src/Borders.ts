/** Finds imports and dependencies that the border table does not allow. Pure. */
import path from "node:path"
import { inner as innerRules, parts as allParts, type Part, tools } from "./BorderTable.ts"
import { importsOf } from "./Imports.ts"
import type { SourceFile } from "./Repository.ts"

/** A glob of the table: `*` stands for any run of characters. */
const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^\\0]*")}$`).test(name)

const holds = (folder: string, file: string): boolean => {
  const depth = folder.split("/").length
  const segments = file.split("/")
  return segments.length > depth && folder.split("/").every((name, i) => matches(name, segments[i] ?? ""))
}

const partOf = (file: string, parts: ReadonlyArray<Part> = allParts): Part | undefined =>
  parts.filter((part) => holds(part.folder, file)).toSorted((a, b) => b.folder.length - a.folder.length)[0]

/** `packages/exchange`, and the name its folder gives it. */
const packageFolder = (file: string): string => file.split("/").slice(0, 2).join("/")
const packageName = (file: string): string => `@caudal/${file.split("/")[1]}`

/** `effect/Effect` → `effect`, `@pothos/core/x` → `@pothos/core`. */
const npmName = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

/** One line per import that is not allowed: `file:line: reason`. */
export const importViolations = (
  files: ReadonlyArray<SourceFile>,
  parts: ReadonlyArray<Part> = allParts,
  inner = innerRules
): ReadonlyArray<string> =>
  files
    .filter((file) => /^(packages|apps|tooling)\//.test(file.path) && !file.path.endsWith("vitest.config.ts"))
    .flatMap((file) => {
      const part = partOf(file.path, parts)
      if (part === undefined) return [`${file.path}: no part of the border table holds this file`]
      return importsOf(file.text).flatMap(({ specifier, line }) => {
        const reason = specifier.startsWith(".") ? relativeReason(file.path, specifier, inner) : outsideReason(file.path, specifier, part)
        return reason === undefined ? [] : [`${file.path}:${line}: ${reason}`]
      })
    })

const relativeReason = (file: string, specifier: string, inner: typeof innerRules): string | undefined => {
  const target = path.posix.join(path.posix.dirname(file), specifier)
  // The bootstrap can be no package, having to run before there are any; its tests live with the checks.
  const testsBootstrap = file.startsWith("tooling/checks/test/") && target.startsWith("tooling/scripts/")
  if (packageFolder(target) !== packageFolder(file) && !testsBootstrap) return `reaches into ${packageFolder(target)} by path: ${specifier}`
  if (isSourceFolder(file) && !isSourceFolder(target) && !target.endsWith("package.json"))
    return `a source imports what is no source: ${specifier}`
  const rule = inner.find(({ folder }) => holds(folder, file))
  const source = rule === undefined ? "" : rule.folder.slice(0, rule.folder.lastIndexOf("/"))
  const forbidden = rule?.never.find((folder) => holds(`${source}/${folder}`, target))
  return forbidden === undefined ? undefined : `${rule?.folder} may not import from ${forbidden}: ${specifier}`
}

const isSourceFolder = (file: string): boolean => file.startsWith("tooling/scripts/") || file.split("/")[2] === "src"

const outsideReason = (file: string, specifier: string, part: Part): string | undefined => {
  if (specifier.startsWith("@caudal/")) {
    if (npmName(specifier) === packageName(file) && !isSourceFolder(file)) return undefined
    return allowed(part.workspace, specifier, `${part.folder} may not import`)
  }
  if (specifier.startsWith("node:")) return allowed(part.builtins, specifier, `${part.folder} may not use`)
  return allowed(part.npm, npmName(specifier), `${part.folder} may not import`)
}

const allowed = (patterns: ReadonlyArray<string>, name: string, complaint: string): string | undefined =>
  patterns.some((pattern) => matches(pattern, name)) ? undefined : `${complaint} ${name}`

export interface Manifest {
  readonly path: string
  readonly name?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Declared dependencies that no part of the package may import. */
export const dependencyViolations = (manifests: ReadonlyArray<Manifest>, parts: ReadonlyArray<Part> = allParts): ReadonlyArray<string> =>
  manifests
    .filter((manifest) => manifest.path !== "package.json")
    .flatMap((manifest) => {
      const folder = path.posix.dirname(manifest.path)
      const own = (file: string) => [file, `${file}/src`, `${file}/test`].some((start) => parts.some((part) => within(part.folder, start)))
      if (!own(folder)) return [`${manifest.path}: no part of the border table holds this package`]
      const inPackage = parts.filter((part) => within(part.folder, folder))
      const atRunTime = inPackage.filter((part) => !part.folder.endsWith("/test")).flatMap(names)
      const inTests = [...inPackage.flatMap(names), ...tools]
      return [
        ...excess(manifest, { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }, atRunTime),
        ...excess(manifest, manifest.devDependencies ?? {}, inTests)
      ]
    })

/** Whether a part's folder lies at or under `start`. */
const within = (folder: string, start: string): boolean => {
  const names = folder.split("/")
  const wanted = start.split("/")
  return names.length >= wanted.length && wanted.every((name, i) => matches(names[i] ?? "", name))
}

const names = (part: Part): ReadonlyArray<string> => [...part.workspace.map(npmName), ...part.npm]

const excess = (manifest: Manifest, declared: Readonly<Record<string, string>>, permitted: ReadonlyArray<string>): ReadonlyArray<string> =>
  Object.keys(declared)
    .filter((name) => !permitted.some((pattern) => matches(pattern, name)))
    .map((name) => `${manifest.path}: ${name} is not in the border table`)
