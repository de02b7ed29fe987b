/** An adapter's source text, to be judged without running it. */
import { existsSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { fileURLToPath } from "node:url"
import { importsOf } from "./importsOf.ts"

export interface SourceFile {
  /** From the package's folder, with slashes: `src/internal/sign.ts`. */
  readonly path: string
  readonly text: string
}

/**
 * What an adapter is made of: the files that its entry reaches by relative imports inside its package, in order of path.
 * Its simulator, the other side of the wire, is reached by nothing here; an adapter that imports it is told so.
 */
export const sourcesOf = (packageFolder: string | URL, entry = "src/index.ts"): ReadonlyArray<SourceFile> => {
  const folder = typeof packageFolder === "string" ? packageFolder : fileURLToPath(packageFolder)
  const files = new Map<string, SourceFile>()
  const read = (path: string): void => {
    if (files.has(path) || path.startsWith("../") || !existsSync(join(folder, path))) return
    const file = { path, text: readFileSync(join(folder, path), "utf8") }
    files.set(path, file)
    for (const { specifier } of importsOf(file))
      if (specifier.startsWith("./") || specifier.startsWith("../")) read(posix.join(posix.dirname(path), specifier))
  }
  read(posix.normalize(entry))
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
