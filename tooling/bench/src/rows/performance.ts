import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { connect, cutAccount, imported, type Server, settings, startSandbox, startServer, temporaryFolder } from "../Installation.ts"
import { processorTime } from "../Program.ts"
import type { Row } from "../Row.ts"

const rateScale = 100_000
const rounds = 5

const question = `query ($zone: String!) { viewer { portfolio { transactions(first: 1) { totalCount } performance(from: "2017-01-01", to: "2026-12-31", currency: MXN, timeZone: $zone) {
  startValue { value } endValue { value } gain { value } timeWeighted { value reason } moneyWeighted { value } modifiedDietz { value }
  contributions { byAsset { gain { value } } byExchange { gain { value } } } benchmarks { gain } feesDrag { taken { value } }
  basis { to inputHash }
} } } }`

interface Asked {
  readonly cpuMs: number
  readonly wallMs: number
  readonly count: number
  readonly text: string
}

const ask = async (server: Server, zone: string): Promise<Asked> => {
  const before = processorTime(server.pid) ?? Number.NaN
  const startedAt = performance.now()
  const { viewer } = await server.ask(question, { zone })
  const wallMs = performance.now() - startedAt
  const cpuMs = (processorTime(server.pid) ?? Number.NaN) - before
  return { cpuMs, wallMs, count: viewer.portfolio.transactions.totalCount, text: JSON.stringify(viewer.portfolio.performance) }
}

/** The newest trade once more, as another one: with all of its rows, whatever the columns of the table are. */
const tradeAgain = (dataDir: string, days: number): void => {
  const db = new DatabaseSync(join(dataDir, "caudal.db"))
  db.exec(`PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE;
    CREATE TEMP TABLE again AS SELECT * FROM event WHERE is_current = 1 AND posts = 1 AND group_id =
      (SELECT group_id FROM event WHERE is_current = 1 AND posts = 1 AND kind = 'trade' AND group_id NOT LIKE 'again %' ORDER BY at DESC, seq LIMIT 1);
    UPDATE again SET joined = 0, seq = (SELECT max(seq) FROM event) + rowid, external_id = 'again ' || (SELECT max(seq) FROM event) || ' ' || external_id,
      group_id = 'again ' || (SELECT max(seq) FROM event), at = at - ${days} * 86400000;
    INSERT INTO event SELECT * FROM again; DROP TABLE again; COMMIT`)
  db.close()
}

export const performanceAfterTrade: Row = {
  name: "performance",
  meaning:
    "A page of performance is looked at again after every sync: slower is a page that waits on a long history, though one trade is new.",
  run: async ({ small }) => {
    using folder = temporaryFolder()
    const account = join(folder.path, "account.json")
    await cutAccount(account, small ? 5_000 : 50_000)
    await using sandbox = await startSandbox(["--account", account], rateScale)
    await using server = await startServer(settings(folder.path, { bitso: sandbox.url }, rateScale))
    await connect(server, sandbox)
    await imported(server)
    const dataDir = join(folder.path, "data")
    const after = { newest: [] as Array<Asked>, late: [] as Array<Asked>, anew: [] as Array<Asked> }
    await ask(server, "UTC")
    for (let round = 0; round < rounds; round++) {
      tradeAgain(dataDir, 0)
      after.newest.push(await ask(server, "UTC"))
      tradeAgain(dataDir, 365)
      after.late.push(await ask(server, "UTC"))
      // Nobody has asked for days of that zone before: every row is read, and every day valued.
      after.anew.push(await ask(server, `Etc/GMT+${round + 1}`))
    }
    const rows = after.newest[0]!.count
    const line = (name: string, own: ReadonlyArray<Asked>, limit: number) => ({
      name: `performance: after ${name}, ${rows.toLocaleString("en")} rows, processor time`,
      unit: "ms" as const,
      ours: own.map(({ cpuMs }) => cpuMs),
      baseline: { name: "read anew", figures: after.anew.map(({ cpuMs }) => cpuMs) },
      goal: { of: "ratio" as const, limit }
    })
    return [line("a new trade", after.newest, 0.1), line("a trade of last year", after.late, 0.1)]
  }
}
