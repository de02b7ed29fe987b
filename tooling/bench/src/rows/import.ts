import { join } from "node:path"
import {
  connect,
  cutAccount,
  imported,
  pause,
  settings,
  startSandbox,
  startServer,
  temporaryFolder,
  type Sandbox
} from "../Installation.ts"
import { memory, peakMemory, processorTime, startProgram } from "../Program.ts"
import type { Row } from "../Row.ts"

/** Pacing is another row's matter. */
const rateScale = 100_000
const mebibyte = 1_048_576

interface Figures {
  readonly rows: number
  readonly wallMs: number
  readonly cpuMs: number
}

/** A new server imports the whole account. */
const ours = async (sandbox: Sandbox, folder: string): Promise<Figures & { readonly memory: number }> => {
  await using server = await startServer(settings(folder, { bitso: sandbox.url }, rateScale))
  await pause(500)
  const idle = memory(server.pid) ?? Number.NaN
  const cpuBefore = processorTime(server.pid) ?? Number.NaN
  const startedAt = performance.now()
  await connect(server, sandbox)
  const { rows } = await imported(server)
  const wallMs = performance.now() - startedAt
  const cpuMs = (processorTime(server.pid) ?? Number.NaN) - cpuBefore
  return { rows, wallMs, cpuMs, memory: (peakMemory(server.pid) ?? Number.NaN) - idle }
}

const plain = async ({ url, apiKey, apiSecret }: Sandbox): Promise<Figures> => {
  await using program = startProgram("tooling/bench/src/programs/plainReader.ts", [url, apiKey, apiSecret])
  const { match } = await program.line(/^\{.*\}$/m)
  return JSON.parse(match[0]) as Figures
}

const measured = async (fills: number) => {
  using folder = temporaryFolder()
  const account = join(folder.path, "account.json")
  await cutAccount(account, fills)
  await using sandbox = await startSandbox(["--account", account], rateScale)
  // The pretended exchange makes each row's text when it is first asked for: once before anybody is measured.
  await plain(sandbox)
  const peer = await plain(sandbox)
  const own = await ours(sandbox, join(folder.path, "server"))
  if (own.rows !== peer.rows) throw new Error(`import: ${own.rows} rows stored of ${peer.rows}`)
  return { own, peer }
}

export const importAccount: Row = {
  name: "import",
  meaning:
    "The first import of an account, durable page by page. More processor time: a small machine cannot follow the exchange's pace. More memory: it may not fit at all, and if it grows with the history, not for the largest accounts.",
  run: async ({ small }) => {
    const fills = small ? 10_000 : 100_000
    const half = await measured(fills / 2)
    const { own, peer } = await measured(fills)
    const size = `${fills.toLocaleString("en")} fills, ${own.rows.toLocaleString("en")} rows`
    const baseline = (figure: number) => ({ name: "fetch + JSON.parse", figures: [figure] })
    return [
      {
        name: `import: ${size}, processor time`,
        unit: "ms",
        ours: [own.cpuMs],
        baseline: baseline(peer.cpuMs),
        goal: { of: "ratio", limit: 3 }
      },
      {
        name: `import: ${size}, on the clock`,
        unit: "ms",
        ours: [own.wallMs],
        baseline: baseline(peer.wallMs),
        goal: { of: "ratio", limit: 3 }
      },
      {
        name: `import: ${size}, processor time of twice the history`,
        unit: "ms",
        ours: [own.cpuMs],
        baseline: { name: "half of it", figures: [half.own.cpuMs] },
        goal: { of: "ratio", limit: 2.2 }
      },
      {
        name: `import: ${size}, most memory above idle`,
        unit: "bytes",
        ours: [own.memory],
        baseline: { name: "half the history", figures: [half.own.memory] },
        goal: { of: "figure", limit: 200 * mebibyte }
      }
    ]
  }
}
