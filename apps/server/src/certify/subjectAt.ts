/** Finds the adapter that a command line means: an exchange's id, a package's name, or a folder. */
import { type Subject, sourcesOf } from "@caudal/certify"
import type { Adapter } from "@caudal/exchange"
import type { SimulatorPackage } from "@caudal/exchange/simulator"
import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { CommandError } from "../Io.ts"

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/** The folder of an installed package: the nearest one above its entry that holds a package.json. */
const folderOf = (name: string): string | undefined => {
  try {
    let folder = dirname(fileURLToPath(import.meta.resolve(name)))
    while (!existsSync(join(folder, "package.json"))) folder = dirname(folder)
    return folder
  } catch {
    return undefined
  }
}

/** Entries as the package's `exports` name them, else where every adapter package has them. */
const entriesOf = (folder: string): { readonly adapter: string; readonly simulator: string } => {
  const manifest = join(folder, "package.json")
  const { exports } = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, "utf8")) as { readonly exports?: Readonly<Record<string, unknown>> })
    : {}
  const entry = (key: string, usual: string): string => {
    const named = exports?.[key]
    return join(folder, typeof named === "string" ? named : usual)
  }
  return { adapter: entry(".", "src/index.ts"), simulator: entry("./simulator", "src/simulator/index.ts") }
}

const isAdapter = (value: unknown): value is Adapter =>
  typeof value === "object" && value !== null && "manifest" in value && "streams" in value && "plans" in value

const load = async (file: string, given: string): Promise<Readonly<Record<string, unknown>>> => {
  if (!existsSync(file)) throw new CommandError(`${given} is no adapter package: there is no ${file}.`)
  return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
}

export const subjectAt = async (given: string): Promise<Subject> => {
  const here = resolve(given)
  const folder = isFolder(here) ? here : (folderOf(given) ?? folderOf(`@caudal/exchange-${given}`))
  if (folder === undefined) throw new CommandError(`There is no folder, package or exchange ${JSON.stringify(given)}.`)
  const entries = entriesOf(folder)
  const adapter = Object.values(await load(entries.adapter, given)).find(isAdapter)
  if (adapter === undefined) throw new CommandError(`${entries.adapter} exports no adapter.`)
  const { simulatorPackage } = await load(entries.simulator, given)
  if (simulatorPackage === undefined) throw new CommandError(`${entries.simulator} exports no simulatorPackage.`)
  return { adapter, simulator: simulatorPackage as SimulatorPackage, sources: sourcesOf(folder) }
}
