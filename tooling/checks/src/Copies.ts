/** Which versions of a package are really installed, seen in pnpm's store folder. */
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

/** Distinct copies, not only distinct versions: two copies of one version are two realms too. */
export const installedCopies = (nodeModules: string, name: string): ReadonlyArray<string> =>
  readdirSync(path.join(nodeModules, ".pnpm"))
    .filter((folder) => folder.startsWith(`${name.replace("/", "+")}@`))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(path.join(nodeModules, ".pnpm", folder, "node_modules", name, "package.json"), "utf8"))
      return `${name}@${manifest.version} (${folder})`
    })
