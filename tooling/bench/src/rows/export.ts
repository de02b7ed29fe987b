import { timed, withImported } from "../ImportedAccount.ts"
import type { Server } from "../Installation.ts"
import type { Comparison, Row } from "../Row.ts"

const rounds = 5

const download = (server: Server) =>
  timed(server, async () => (await fetch(`${server.url}/export/ledger.ndjson`, { headers: server.headers })).text())

/** The same rows, already read and in memory. */
const stringified = (rows: ReadonlyArray<unknown>): number => {
  const before = process.cpuUsage()
  let size = 0
  for (const row of rows) size += Buffer.from(`${JSON.stringify(row)}\n`).length
  const { user, system } = process.cpuUsage(before)
  return size === 0 ? Number.NaN : (user + system) / 1_000
}

const compared = async (server: Server): Promise<ReadonlyArray<Comparison>> => {
  const wall: Array<number> = []
  const own: Array<number> = []
  const peer: Array<number> = []
  const rows = (await download(server)).answer
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

export const exportLedger: Row = {
  name: "export",
  meaning:
    "Taking the whole ledger out, as a file for a tax adviser or another program: slower is a longer download, and a server that answers others later meanwhile.",
  run: ({ small }) => withImported(small ? 5_000 : 50_000, compared)
}
