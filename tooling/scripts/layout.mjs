/** Where things are, and which versions of the tools the repository is made for. */
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

/** With a trailing separator. */
export const root = fileURLToPath(new URL("../../", import.meta.url))

/** Fetched tools, the compile cache and locks; ignored by git, safe to delete. */
export const toolchain = path.join(root, ".toolchain")

export const nodeVersion = "24.21.0"
/** The oldest Node that runs the sources: type stripping and `node:sqlite` without flags. */
export const oldestNode = [24, 11]

/** From the root manifest, where turbo and pnpm look too. */
export const pnpmVersion = () => {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"))
  return /^pnpm@([^+]+)/.exec(packageManager)[1]
}

/** Directories of all workspace members, relative to the root, the root itself (`""`) first. */
export const members = () => ["", ...["packages", "apps", "tooling"].flatMap(manifestsIn)]

const manifestsIn = (group) => {
  const entries = readdirSync(path.join(root, group), { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${group}/${entry.name}`)
    .filter((directory) => readdirSync(path.join(root, directory)).includes("package.json"))
    .sort()
}
