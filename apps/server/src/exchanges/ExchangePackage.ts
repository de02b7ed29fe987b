/** An adapter package: its files, its adapter and its simulator. */
import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Adapter } from "@caudal/exchange"
import { contractRefusal } from "@caudal/exchange"
import type { SimulatorPackage } from "@caudal/exchange/simulator"
import { CommandError } from "../Io.ts"

export interface ExchangePackage {
  readonly adapter: Adapter
  readonly folder: string
  /** The adapter's entry, from the folder. */
  readonly entry: string
  /** Through a bridge: the exchange's id there. */
  readonly venue?: string
}

type Exported = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Exported => typeof value === "object" && value !== null

/** What a target of `exports` comes to in Node: text, or the first condition that holds. */
const chosen = (target: unknown): string | undefined => {
  if (typeof target === "string") return target
  const condition = isObject(target) ? Object.keys(target).find((name) => ["import", "node", "default"].includes(name)) : undefined
  return condition === undefined ? undefined : chosen((target as Exported)[condition])
}

/** An entry as the package's `exports` names it, else where every adapter package has it. */
const entryOf = (folder: string, key: "." | "./simulator"): string => {
  const manifest = join(folder, "package.json")
  const { exports } = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as Exported) : {}
  const byKey = isObject(exports) && Object.keys(exports).some((name) => name.startsWith(".")) ? exports : { ".": exports }
  return chosen(byKey[key]) ?? (key === "." ? "./src/index.ts" : "./src/simulator/index.ts")
}

const load = async (folder: string, entry: string, refuse: (why: string) => CommandError): Promise<Exported> => {
  const file = join(folder, entry)
  if (!existsSync(file)) throw refuse(`there is no ${file}`)
  try {
    return (await import(pathToFileURL(file).href)) as Exported
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING")
      throw refuse("an installed package must hold JavaScript and this one holds TypeScript: build it, or name the folder of its sources")
    throw refuse(`${file} cannot be loaded: ${message}`)
  }
}

const isAdapter = (value: unknown): value is Adapter =>
  isObject(value) &&
  isObject(value["manifest"]) &&
  ["streams", "documents", "plans"].every((part) => isObject(value[part])) &&
  ["sign", "classify", "redact"].every((part) => typeof value[part] === "function")

const refusal =
  (name: string) =>
  (why: string): CommandError =>
    new CommandError(`The exchange ${JSON.stringify(name)} is refused: ${why}.`)

/** Refuses sources that reach for the world around them, before they run: see the guide on what that does and does not prevent. */
const judge = async (folder: string, entry: string, refuse: (why: string) => CommandError): Promise<void> => {
  const { ambientUses, foreignImports, sourcesOf } = await import("@caudal/certify/sources")
  const sources = sourcesOf(folder, entry)
  const found = [...ambientUses(sources), ...foreignImports(sources)]
  if (found.length > 0)
    throw refuse(
      `an adapter only describes and parses, and its sources reach for more (${found.slice(0, 3).join("; ")}). Do not use it unless its author changes that`
    )
}

/** `name`: as it was asked for. `judged`: its sources are looked at before they run. */
export const openPackage = async (name: string, folder: string, judged: boolean): Promise<ExchangePackage> => {
  const refuse = refusal(name)
  const entry = entryOf(folder, ".")
  if (judged) await judge(folder, entry, refuse)
  const exported = Object.values(await load(folder, entry, refuse))
  const written = exported.map((value) => (isObject(value) && isObject(value["manifest"]) ? value["manifest"] : undefined))
  const version = written.find((manifest) => manifest !== undefined && "contractVersion" in manifest)?.["contractVersion"]
  const outdated = version === undefined ? null : contractRefusal(version)
  if (outdated !== null) throw refuse(outdated)
  const [adapter, ...more] = exported.filter(isAdapter)
  if (adapter === undefined || more.length > 0)
    throw refuse(`${join(folder, entry)} exports ${more.length === 0 ? "no adapter" : "several adapters"}, and a package has exactly one`)
  return { adapter, folder, entry }
}

/** One of the many adapters that a bridge makes. `venue`: the exchange's id there. */
export const openBridge = async (name: string, folder: string, venue: string): Promise<ExchangePackage> => {
  const refuse = refusal(name)
  const entry = entryOf(folder, ".")
  const { adapterOf } = await load(folder, entry, refuse)
  if (typeof adapterOf !== "function") throw refuse(`${join(folder, entry)} exports no adapterOf`)
  try {
    return { adapter: (adapterOf as (venue: string) => Adapter)(venue), folder, entry, venue }
  } catch (error) {
    throw refuse((error as Error).message)
  }
}

/** Whether a folder holds a bridge: it makes adapters and is none. */
export const isBridge = (folder: string): boolean => basename(folder).startsWith("bridge-")

/** The exchanges of which a bridge has replies on record. */
export const venuesOf = async (name: string, folder: string): Promise<ReadonlyArray<string>> => {
  const { venues } = await load(folder, entryOf(folder, "./simulator"), refusal(name))
  return venues as ReadonlyArray<string>
}

/** Loaded only when asked for. */
export const simulatorOf = async ({ folder, adapter, venue }: ExchangePackage): Promise<SimulatorPackage> => {
  const refuse = refusal(adapter.manifest.id)
  const entry = entryOf(folder, "./simulator")
  const exported = await load(folder, entry, refuse)
  if (venue !== undefined) {
    const recorded = (exported["simulatorPackageOf"] as (venue: string) => SimulatorPackage | null)(venue)
    if (recorded === null) throw refuse(`no replies of it are on record: put them into ${join(folder, "fixtures", `${venue}.json`)}`)
    return recorded
  }
  const { simulatorPackage } = exported
  if (simulatorPackage === undefined) throw refuse(`${basename(entry)} of ./simulator exports no simulatorPackage`)
  return simulatorPackage as SimulatorPackage
}
