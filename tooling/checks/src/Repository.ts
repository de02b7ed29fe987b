/** The repository's files as git sees them: tracked, or new and not ignored. */
import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../../../", import.meta.url))

/** Paths relative to the root, with `/`, sorted. */
export const listFiles = (directory = root): ReadonlyArray<string> => (fromGit(directory) ?? walk(directory, "")).toSorted()

const fromGit = (directory: string): ReadonlyArray<string> | undefined => {
  // Inside some other repository git would answer for that one.
  if (!existsSync(path.join(directory, ".git"))) return undefined
  try {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: directory,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"]
    })
    return listed.split("\0").filter((file) => file !== "" && existsSync(path.join(directory, file)))
  } catch {
    return undefined
  }
}

const ignored = new Set(["node_modules", ".git", ".toolchain", ".turbo", ".test-report.json"])

const walk = (directory: string, prefix: string): ReadonlyArray<string> =>
  readdirSync(path.join(directory, prefix), { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name)) return []
    const file = prefix === "" ? entry.name : `${prefix}/${entry.name}`
    return entry.isDirectory() ? walk(directory, file) : [file]
  })

export interface SourceFile {
  readonly path: string
  readonly text: string
}

const isSource = (file: string): boolean => /\.(ts|tsx|mts|mjs|js)$/.test(file) && !/(^|\/)fixtures\//.test(file)

export const readFiles = (files: ReadonlyArray<string>, directory = root): ReadonlyArray<SourceFile> =>
  files.map((file) => ({ path: file, text: readFileSync(path.join(directory, file), "utf8") }))

export const sources = (): ReadonlyArray<SourceFile> => readFiles(listFiles().filter(isSource))
