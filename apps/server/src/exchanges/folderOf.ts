/** Where the package lies that a name means: an exchange's id, a package's name, or a folder. */
import { existsSync, readdirSync } from "node:fs"
import { findPackageJSON } from "node:module"
import { dirname, join, resolve, sep } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

/** Where the exchanges lie that come with Caudal: the workspace's packages, or beside the installed server. */
const places = [new URL("../../../../packages/", import.meta.url), new URL("../../../", import.meta.url)].map((place) =>
  fileURLToPath(place)
)

const prefix = "exchange-"
const scope = "@caudal/"

const isPackage = (folder: string): boolean => existsSync(join(folder, "package.json"))

const entries = (place: string): ReadonlyArray<string> => (existsSync(place) ? readdirSync(place) : [])

/** The ids of the exchanges that come with Caudal, in order. A new one is found by its folder. */
export const builtIn = (): ReadonlyArray<string> =>
  places
    .flatMap((place) => entries(place).filter((name) => name.startsWith(prefix) && isPackage(join(place, name))))
    .map((name) => name.slice(prefix.length))
    .toSorted()

/** Whether it comes with Caudal. */
export const isBuiltIn = (folder: string): boolean => places.includes(`${dirname(folder)}${sep}`)

const builtInFolder = (name: string): string | undefined => places.map((place) => join(place, name)).find(isPackage)

/** As Node finds packages: in the node_modules of a folder and of those above it. */
const installed = (name: string, from: ReadonlyArray<string>): string | undefined => {
  for (const folder of from) {
    try {
      const found = findPackageJSON(name, pathToFileURL(join(folder, "-")))
      if (found !== undefined) return dirname(found)
    } catch {
      // Not from here.
    }
  }
  return undefined
}

/** A path rather than a package: `./x`, `/x`, `x/y`, but not `@scope/x`. */
export const isPath = (name: string): boolean => name.startsWith(".") || (name.includes("/") && !name.startsWith("@"))

/**
 * `bitso` or `@caudal/exchange-bitso` is the exchange that comes with Caudal, else the installed package `@caudal/exchange-bitso`, else a package of
 * that very name. `from`: the folders that a package's name is looked up from, in turn; a path is relative to the first.
 */
export const folderOf = (name: string, from: readonly [string, ...ReadonlyArray<string>]): string | undefined => {
  if (isPath(name)) {
    const folder = resolve(from[0], name)
    return existsSync(folder) ? folder : undefined
  }
  if (name.startsWith(scope)) return builtInFolder(name.slice(scope.length)) ?? installed(name, from)
  if (name.startsWith("@")) return installed(name, from)
  return builtInFolder(prefix + name) ?? installed(`@caudal/${prefix}${name}`, from) ?? installed(name, from)
}

/** Bridges are Caudal's own or none: they bring a library along, which nobody judges. */
export const bridgeFolderOf = (id: string, from: ReadonlyArray<string>): string | undefined =>
  builtInFolder(`bridge-${id}`) ?? installed(`@caudal/bridge-${id}`, from)
