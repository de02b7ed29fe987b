/** The exchanges of this installation: those that its settings list, each found by name. */
import { realpathSync } from "node:fs"
import { basename } from "node:path"
import type { Adapter } from "@caudal/exchange"
import { dataDirOf, type Environment, listedExchanges } from "../configuration.ts"
import { CommandError, usage } from "../Io.ts"
import { type ExchangePackage, isBridge, openBridge, openPackage, venuesOf } from "./ExchangePackage.ts"
import { bridgeFolderOf, builtIn, folderOf, isBuiltIn, isPath } from "./folderOf.ts"

/** One that was listed: its package, or why it cannot be used and what to do. */
export type Found = { readonly name: string } & (
  | { readonly installed: ExchangePackage; readonly problem: null }
  | { readonly installed: null; readonly problem: string }
)

/** Where packages are looked for, in turn. */
const placesOf = (env: Environment) => [process.cwd(), dataDirOf(env)] as const

const locate = (name: string, env: Environment): string => {
  const from = placesOf(env)
  const folder = folderOf(name, from)
  if (folder === undefined)
    throw usage(
      isPath(name)
        ? `There is no folder ${JSON.stringify(name)}, seen from ${from[0]}.`
        : `There is no exchange or package ${JSON.stringify(name)}. There are: ${builtIn().join(", ")}. Other packages are looked for from ${from.join(" and ")}: install it there, or name its folder (./${name}).`
    )
  return realpathSync(folder)
}

/** `ccxt:gemini`: the prices of an exchange through a bridge. `null`: another name. */
const throughBridge = (name: string, env: Environment): Promise<ExchangePackage> | null => {
  const [, bridge, venue] = /^([a-z]+):([a-z0-9]+)$/.exec(name) ?? []
  if (bridge === undefined || venue === undefined) return null
  const folder = bridgeFolderOf(bridge, placesOf(env))
  if (folder === undefined)
    throw usage(
      `There is no bridge ${JSON.stringify(bridge)}. Install the package @caudal/bridge-${bridge} in ${placesOf(env).join(" or ")}, or leave ${JSON.stringify(name)} out.`
    )
  return openBridge(name, realpathSync(folder), venue)
}

/** The sources of those that come with Caudal are judged by its tests, not at each start. */
const open = (name: string, env: Environment): Promise<ExchangePackage> => {
  const bridged = throughBridge(name, env)
  if (bridged !== null) return bridged
  const folder = locate(name, env)
  return openPackage(name, folder, !isBuiltIn(folder))
}

/** One package listed under two names is one; two packages for one exchange are a mistake of which neither is the right one. */
const judged = (found: ReadonlyArray<Found>): ReadonlyArray<Found> =>
  found.flatMap((one, i) => {
    const same = found.slice(0, i).find((other) => one.installed?.adapter.manifest.id === other.installed?.adapter.manifest.id)
    if (one.installed === null || same?.installed === undefined || same.installed === null) return [one]
    if (one.installed.folder === same.installed.folder) return []
    const problem = `Two adapters are for the exchange ${one.installed.adapter.manifest.id}: ${JSON.stringify(same.name)} (${same.installed.folder}) and ${JSON.stringify(one.name)} (${one.installed.folder}). List one of them in CAUDAL_EXCHANGES.`
    return [{ name: one.name, installed: null, problem }]
  })

export const discover = async (env: Environment): Promise<ReadonlyArray<Found>> => {
  const names = listedExchanges(env).flatMap((name) => (name === "*" ? builtIn() : [name]))
  const found = await Promise.all(
    [...new Set(names)].map(async (name): Promise<Found> => {
      try {
        return { name, installed: await open(name, env), problem: null }
      } catch (error) {
        if (error instanceof CommandError) return { name, installed: null, problem: error.message }
        throw error
      }
    })
  )
  return judged(found)
}

export const adaptersOf = (found: ReadonlyArray<Found>): ReadonlyArray<Adapter> =>
  found.flatMap(({ installed }) => (installed === null ? [] : [installed.adapter]))

/** The adapters there are; ends with the first that was listed and cannot be used. */
export const adapters = async (env: Environment): Promise<ReadonlyArray<Adapter>> => {
  const found = await discover(env)
  for (const { problem } of found) if (problem !== null) throw new CommandError(`CAUDAL_EXCHANGES: ${problem}`)
  return adaptersOf(found)
}

/**
 * What a command line means by an exchange: the id of one that is listed, or the name of any package or folder. Whoever
 * names a package there is at work on it: its sources are for `caudal certify` to judge.
 */
export const exchangeNamed = async (name: string, env: Environment): Promise<ExchangePackage> => {
  const listed = isPath(name) ? [] : await discover(env)
  return (
    listed.find(({ installed }) => installed?.adapter.manifest.id === name)?.installed ??
    throughBridge(name, env) ??
    openPackage(name, locate(name, env), false)
  )
}

/** As {@link exchangeNamed}; a bridge means every exchange of which it has replies on record. */
export const exchangesNamed = async (name: string, env: Environment): Promise<ReadonlyArray<ExchangePackage>> => {
  const folder = isPath(name) || name.startsWith("@") ? locate(name, env) : null
  if (folder === null || !isBridge(folder)) return [await exchangeNamed(name, env)]
  const prefix = basename(folder).slice("bridge-".length)
  return Promise.all((await venuesOf(name, folder)).map((venue) => openBridge(`${prefix}:${venue}`, folder, venue)))
}
