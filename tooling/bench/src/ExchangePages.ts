/** Pages to decode, of every exchange that has some: found by its folder, so that a new one needs no line here. */
import { existsSync, readdirSync } from "node:fs"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Adapter } from "@caudal/exchange"

export interface ExchangePage {
  readonly adapter: Adapter
  readonly stream: string
  /** The stream, and which page of it where there are several. */
  readonly name: string
  /** The reply as the exchange sends it. */
  readonly text: string
}

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url))
const load = (path: string): Promise<Record<string, unknown>> => import(pathToFileURL(packages + path).href)

const isAdapter = (value: unknown): value is Adapter => typeof value === "object" && value !== null && "manifest" in value

const pagesOf = async (folder: string): Promise<ReadonlyArray<ExchangePage>> => {
  const { pages } = await load(`${folder}/bench/pages.ts`)
  const adapter = Object.values(await load(`${folder}/src/index.ts`)).find(isAdapter)!
  return Object.entries(pages as Readonly<Record<string, string>>).map(([name, text]) => ({
    adapter,
    stream: name.split(" ")[0]!,
    name,
    text
  }))
}

export const exchangePages = async (): Promise<ReadonlyArray<ExchangePage>> =>
  (
    await Promise.all(
      readdirSync(packages)
        .filter((name) => existsSync(`${packages}${name}/bench/pages.ts`))
        .map(pagesOf)
    )
  ).flat()
