import { timed, tradeAgain, withImported } from "../ImportedAccount.ts"
import type { Server } from "../Installation.ts"
import type { Comparison, Row } from "../Row.ts"

const rounds = 5
const msPerDay = 86_400_000

/** What the trader holds, by asset id, and what it may have cost in pesos. */
const worth = { "bitso-digital-dollar": 19, bitcoin: 600_000, ethereum: 40_000, solana: 1_500, xrp: 12, litecoin: 1_600, usd: 19 }

/** A profit is split only where every close is known: the account's year, in daily prices that are made up. */
const importPrices = async (server: Server): Promise<void> => {
  const lines = Array.from({ length: 380 }, (_, day) => {
    const date = new Date(Date.UTC(2021, 11, 31) + day * msPerDay).toISOString().slice(0, 10)
    return Object.entries(worth).map(([base, price], i) => `${date},${base},mxn,${(price * (1 + Math.sin(day / 9 + i) / 5)).toFixed(2)}`)
  })
  const input = { name: "made up", kind: "MARKET", format: "ROWS", text: ["date,base,quote,rate", ...lines.flat()].join("\n"), force: true }
  const { importPrices: found } = await server.ask(
    "mutation ($input: ImportPricesInput!) { importPrices(input: $input) { __typename ... on Problem { code message } } }",
    { input }
  )
  if (found.__typename !== "ImportSuccess") throw new Error(`prices: ${JSON.stringify(found)}`)
}

const question = `query ($zone: String!) { viewer { portfolio { transactions(first: 1) { totalCount }
  performance(from: "2022-01-01", to: "2023-01-05", currency: MXN, timeZone: $zone) {
    profit { lines { realised carriedOut unrealised income fees unknownBasis unexplained } } } } } }`

interface Asked {
  readonly cpuMs: number
  readonly count: number
}

const ask = async (server: Server, zone: string): Promise<Asked> => {
  const { answer, cpuMs } = await timed(server, () => server.ask(question, { zone }))
  const { performance, transactions } = answer.viewer.portfolio
  if (performance.profit.lines === null) throw new Error("a profit without lines: a price is missing")
  return { cpuMs, count: transactions.totalCount }
}

const compared = async (server: Server, dataDir: string): Promise<ReadonlyArray<Comparison>> => {
  await importPrices(server)
  const asked = { again: [] as Array<Asked>, newest: [] as Array<Asked>, late: [] as Array<Asked>, anew: [] as Array<Asked> }
  await ask(server, "UTC")
  for (let round = 0; round < rounds; round++) {
    asked.again.push(await ask(server, "UTC"))
    tradeAgain(dataDir, 0)
    asked.newest.push(await ask(server, "UTC"))
    // A year before the last one is before the first one: nothing that was folded stands.
    tradeAgain(dataDir, 365)
    asked.late.push(await ask(server, "UTC"))
    // Nobody has asked for days of that zone before: it is a first answer.
    asked.anew.push(await ask(server, `Etc/GMT+${round + 1}`))
  }
  const rows = asked.again[0]!.count
  const line = (name: string, own: ReadonlyArray<Asked>) => ({
    name: `profit: ${name}, ${rows.toLocaleString("en")} rows, processor time`,
    unit: "ms" as const,
    ours: own.map(({ cpuMs }) => cpuMs),
    baseline: { name: "a first answer", figures: asked.anew.map(({ cpuMs }) => cpuMs) },
    goal: { of: "ratio" as const, limit: 0.1 }
  })
  return [line("again", asked.again), line("after a new trade", asked.newest), line("after a trade before all others", asked.late)]
}

export const profit: Row = {
  name: "profit",
  meaning:
    "What the gain is made of stands on the page of performance: slower is a page that makes all lots again for each look and each trade.",
  run: ({ small }) => withImported(small ? 5_000 : 50_000, compared)
}
