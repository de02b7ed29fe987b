import { expect, it } from "vitest"
import { type Answer, type Client, connected, install, openSandbox, until } from "./harness.ts"

const shown = `{ viewer { portfolio {
  lots(currency: MXN) { projectionVersion inputHash lots { lot asset { assetId } acquired quantity costBasis } gaps { code event asset { assetId } quantity at } }
  gains2022: gains(year: 2022, currency: MXN) { ...year }
  gains2023: gains(year: 2023, currency: MXN) { ...year }
  holdings { asset { assetId } total } } } }
fragment year on YearGains { totals { proceeds costBasis gain unknownDisposals }
  disposals { event date quantity proceeds costBasis gain lots { lot quantity costBasis gain term } } }`

/** Waits until every day of every market that the ledger needs has been asked for. */
const priced = (server: Client): Promise<unknown> =>
  until("the history of prices", async () => {
    const { viewer } = await server.ask("{ viewer { priceSources { exchange neededDays coveredDays failure } } }")
    const markets = viewer.priceSources.filter((source: Answer) => source.exchange !== null)
    for (const { failure } of markets) expect(failure).toBeNull()
    return markets.length > 0 && markets.every((one: Answer) => one.coveredDays === one.neededDays) ? markets : undefined
  })

const answerOf = async (persona: string): Promise<Answer> => {
  const sandbox = await openSandbox(["--persona", persona])
  try {
    await using caudal = install(sandbox.url)
    const server = await caudal.start()
    await connected(server, sandbox)
    await priced(server)
    return (await server.ask(shown)).viewer.portfolio
  } finally {
    await sandbox.stop()
  }
}

// To accept a change: vitest run -u, and a higher version of the projection where its rules changed.
it.each(["beginner", "gap", "oddities"])("the lots and gains of the persona %s are those of its golden file", async (persona) => {
  const { holdings, ...answer } = await answerOf(persona)
  await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(`./lots/${persona}.json`)
  // Where the books are whole, the lots are what is held.
  if (persona !== "beginner") return
  const scaled = (text: string) => BigInt(text.split(".")[0]! + (text.split(".")[1] ?? "").padEnd(8, "0"))
  for (const { asset, total } of holdings.filter(({ asset }: Answer) => asset.assetId !== "mxn")) {
    const left = answer.lots.lots.filter((lot: Answer) => lot.asset.assetId === asset.assetId)
    expect(left.reduce((sum: bigint, { quantity }: Answer) => sum + scaled(quantity), 0n)).toBe(scaled(total))
  }
})
