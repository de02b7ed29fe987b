import { join } from "node:path"
import type { Manifest } from "@caudal/exchange"
import { bitso } from "@caudal/exchange-bitso"
import { kraken } from "@caudal/exchange-kraken"
import { startFront } from "../Front.ts"
import { connect, pause, type Sandbox, settings, startSandbox, startServer, temporaryFolder, traderAccount } from "../Installation.ts"
import type { Comparison, Row } from "../Row.ts"
import { usage } from "../WindowUse.ts"

const windows = 2
const manifests: Readonly<Record<string, Manifest>> = { bitso: bitso.manifest, kraken: kraken.manifest }

interface Requests {
  readonly requests: ReadonlyArray<{
    readonly at: string
    readonly path: string
    readonly status: number
    readonly code: string | null
  }>
}

/** How one account was served: of its own budget, how much was used in each window, and in the fullest wherever it begins. */
const useOf = async (sandbox: Sandbox, rateScale: number) => {
  const { endpoints, rates } = manifests[sandbox.exchange]!
  const { budget, windowMs } = rates["private"]!
  const { requests } = (await (await fetch(`${sandbox.url}/__sandbox/requests`)).json()) as Requests
  const sent = requests.flatMap(({ at, path }) => {
    const called = Object.values(endpoints).find((one) => one.path === path)
    return called?.rate === "private" ? Array.from({ length: called.cost }, () => Date.parse(at)) : []
  })
  const { perWindow, mostInAny } = usage(sent, windowMs / rateScale, windows)
  // What is left may be too little for a call of the dearest kind: then it is used as far as can be.
  const dearest = Math.max(...Object.values(endpoints).map(({ rate, cost }) => (rate === "private" ? cost : 0)))
  return {
    exchange: sandbox.exchange,
    shares: perWindow.map((count) => (budget - count < dearest ? 100 : (100 * count) / budget)),
    fullest: (100 * mostInAny) / budget,
    refused: requests.filter(({ status, code }) => status !== 200 || code !== null).length,
    requests: requests.length
  }
}

/** As many accounts of each exchange as it says, all connected at once to one server. */
const syncing = async (accounts: Readonly<Record<string, number>>, rateScale: number): Promise<ReadonlyArray<Comparison>> => {
  using folder = temporaryFolder()
  await using stack = new AsyncDisposableStack()
  const sandboxes: Array<Sandbox> = []
  const origins: Record<string, string> = {}
  for (const [exchange, count] of Object.entries(accounts)) {
    const own = await Promise.all(
      Array.from({ length: count }, async (_, number) => {
        const file = join(folder.path, `${exchange}-${number}.json`)
        await traderAccount(exchange, file, `AA0${number}BENCH000000000`)
        return stack.use(await startSandbox(["--account", file], rateScale, exchange))
      })
    )
    origins[exchange] = stack.use(await startFront(own)).url
    sandboxes.push(...own)
  }
  const server = stack.use(await startServer(settings(folder.path, origins, rateScale)))
  await Promise.all(sandboxes.map((sandbox) => connect(server, sandbox)))
  const longest = Math.max(...Object.keys(accounts).map((exchange) => manifests[exchange]!.rates["private"]!.windowMs))
  // A little longer than the windows, so that the last one is whole.
  await pause(((windows + 0.2) * longest) / rateScale)
  const uses = await Promise.all(sandboxes.map((sandbox) => useOf(sandbox, rateScale)))
  const size = Object.entries(accounts)
    .map(([exchange, count]) => `${count} of ${exchange}`)
    .join(" and ")
  return [
    ...Object.keys(accounts).map((exchange): Comparison => ({
      name: `accounts: ${size}, the least used budget of ${exchange}'s in any of ${windows} windows`,
      unit: "percent",
      ours: [Math.min(...uses.flatMap((use) => (use.exchange === exchange ? use.shares : [])))],
      goal: { of: "figure", limit: 95, atLeast: true }
    })),
    {
      name: `accounts: ${size}, the most used budget wherever the window begins`,
      unit: "percent",
      ours: [Math.max(...uses.map(({ fullest }) => fullest))],
      goal: { of: "figure", limit: 100 }
    },
    {
      name: `accounts: ${size}, requests refused`,
      unit: "percent",
      ours: [(100 * uses.reduce((sum, { refused }) => sum + refused, 0)) / uses.reduce((sum, { requests }) => sum + requests, 0)],
      goal: { of: "figure", limit: 0 }
    }
  ]
}

export const accounts: Row = {
  name: "accounts",
  meaning:
    "A family's or a fund's accounts are imported side by side: each has a budget of its own at the exchange, and one that waits for another is hours late.",
  run: ({ small }) => syncing({ bitso: 3, kraken: 2 }, small ? 10 : 3)
}
