/** The exchanges of this installation: those that its settings list, each found by name. */
import { realpathSync } from "node:fs"
import type { Adapter } from "@caudal/exchange"
import { dataDirOf, type Environment, listedExchanges } from "../configuration.ts"
import { CommandError, usage } from "../Io.ts"
import { type ExchangePackage, openPackage } from "./ExchangePackage.ts"
import { builtIn, folderOf, isBuiltIn, isPath } from "./folderOf.ts"

/** One that was listed: its package, or why it cannot be used and what to do. */
export type Found = { readonly name: string } & (
  | { readonly installed: ExchangePackage; readonly problem: null }
  | { readonly installed: null; readonly problem: string }
)

const locate = (name: string, env: Environment): string => {
  const from = [process.cwd(), dataDirOf(env)] as const
  const folder = folderOf(name, from)
  if (folder === undefined)
    throw usage(
      isPath(name)
        ? `There is no folder ${JSON.stringify(name)}, seen from ${from[0]}.`
        : `There is no exchange or package ${JSON.stringify(name)}. There are: ${builtIn().join(", ")}. Other packages are looked for from ${from.join(" and ")}: install it there, or name its folder (./${name}).`
    )
  return realpathSync(folder)
}

/** The sources of those that come with Caudal are judged by its tests, not at each start. */
const open = (name: string, folder: string): Promise<ExchangePackage> => openPackage(name, folder, !isBuiltIn(folder))

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
        return { name, installed: await open(name, locate(name, env)), problem: null }
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
  return listed.find(({ installed }) => installed?.adapter.manifest.id === name)?.installed ?? openPackage(name, locate(name, env), false)
}
