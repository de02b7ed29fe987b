import { timed, tradeAgain, withImported } from "../ImportedAccount.ts"
import type { Server } from "../Installation.ts"
import type { Comparison, Row } from "../Row.ts"

const rounds = 5

const question = `query ($zone: String!) { viewer { portfolio { transactions(first: 1) { totalCount } performance(from: "2017-01-01", to: "2026-12-31", currency: MXN, timeZone: $zone) {
  startValue { value } endValue { value } gain { value } timeWeighted { value reason } moneyWeighted { value } modifiedDietz { value }
  contributions { byAsset { gain { value } } byExchange { gain { value } } } benchmarks { gain } feesDrag { taken { value } }
  basis { to inputHash }
} } } }`

interface Asked {
  readonly cpuMs: number
  readonly count: number
}

const ask = async (server: Server, zone: string): Promise<Asked> => {
  const { answer, cpuMs } = await timed(server, () => server.ask(question, { zone }))
  return { cpuMs, count: answer.viewer.portfolio.transactions.totalCount }
}

const compared = async (server: Server, dataDir: string): Promise<ReadonlyArray<Comparison>> => {
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

export const performanceAfterTrade: Row = {
  name: "performance",
  meaning:
    "A page of performance is looked at again after every sync: slower is a page that waits on a long history, though one trade is new.",
  run: ({ small }) => withImported(small ? 5_000 : 50_000, compared)
}
