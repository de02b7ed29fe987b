import { join } from "node:path"
import { connect, cutAccount, imported, settings, startSandbox, startServer, temporaryFolder, type Server } from "../Installation.ts"
import { processorTime } from "../Program.ts"
import type { Row } from "../Row.ts"

const rateScale = 100_000
const rounds = 5

const download = async (server: Server): Promise<{ readonly text: string; readonly cpuMs: number; readonly wallMs: number }> => {
  const before = processorTime(server.pid) ?? Number.NaN
  const startedAt = performance.now()
  const answer = await fetch(`${server.url}/export/ledger.ndjson`, { headers: server.headers })
  const text = await answer.text()
  const wallMs = performance.now() - startedAt
  return { text, wallMs, cpuMs: (processorTime(server.pid) ?? Number.NaN) - before }
}

/** The same rows, already read and in memory. */
const stringified = (rows: ReadonlyArray<unknown>): number => {
  const before = process.cpuUsage()
  let size = 0
  for (const row of rows) size += Buffer.from(`${JSON.stringify(row)}\n`).length
  const { user, system } = process.cpuUsage(before)
  return size === 0 ? Number.NaN : (user + system) / 1_000
}

export const exportLedger: Row = {
  name: "export",
  meaning:
    "Taking the whole ledger out, as a file for a tax adviser or another program: slower is a longer download, and a server that answers others later meanwhile.",
  run: async ({ small }) => {
    using folder = temporaryFolder()
    const account = join(folder.path, "account.json")
    await cutAccount(account, small ? 5_000 : 50_000)
    await using sandbox = await startSandbox(["--account", account], rateScale)
    await using server = await startServer(settings(folder.path, { bitso: sandbox.url }, rateScale))
    await connect(server, sandbox)
    await imported(server)

    const wall: Array<number> = []
    const own: Array<number> = []
    const peer: Array<number> = []
    const rows = (await download(server)).text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown)
    for (let round = 0; round < rounds; round++) {
      const { cpuMs, wallMs } = await download(server)
      const perRow = 1e6 / rows.length
      own.push(cpuMs * perRow)
      wall.push(wallMs * perRow)
      peer.push(stringified(rows) * perRow)
    }
    const name = `export: ${rows.length.toLocaleString("en")} rows, each`
    return [
      {
        name: `${name}, processor time`,
        unit: "ns",
        ours: own,
        baseline: { name: "JSON.stringify", figures: peer },
        goal: { of: "ratio", limit: 20 }
      },
      { name: `${name}, on the clock`, unit: "ns", ours: wall, goal: { of: "figure", limit: 50_000 } }
    ]
  }
}
