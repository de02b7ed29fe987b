/** An adapter's source text, to be judged without running it. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"

export interface SourceFile {
  /** From the package's folder, with slashes: `src/internal/sign.ts`. */
  readonly path: string
  readonly text: string
}

/** The sources under a package's `src`. Its simulator is left out: that is the other side of the wire, and may do I/O. */
export const sourcesOf = (packageFolder: string | URL): ReadonlyArray<SourceFile> => {
  const folder = typeof packageFolder === "string" ? packageFolder : fileURLToPath(packageFolder)
  const src = join(folder, "src")
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((name) => relative(folder, join(src, name)).split(sep).join("/"))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path) && !path.startsWith("src/simulator/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }))
}
