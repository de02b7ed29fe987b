import { describe, expect, it } from "vitest"
import { explainerOf, lotFigures } from "./explainer.ts"
import type { Answer, Server } from "./harness.ts"
import { pretendedExchanges, withAccount } from "./pretended.ts"

const gaps = (offset: number) => `gaps(first: 100, offset: ${offset}) { code event asset { assetId } quantity at }`
const shown = `{ viewer { portfolio {
  lots(currency: MXN) { projectionVersion unproved { state } lots(first: 100) { lot asset { assetId } acquired quantity costBasis } lotCount ${gaps(0)} gapCount }
  disposals(first: 100, currency: MXN) { totalCount edges { node { event asset { assetId } date quantity proceeds costBasis gain lots { lot quantity costBasis gain term } } } }
  certificate { state }
  holdings { asset { assetId kind } total } } } }`

const yearOf = `query ($year: Int!) { viewer { portfolio { gains(year: $year, currency: MXN) { complete totals { proceeds costBasis gain short { gain } long { gain } unknownDisposals } } } } }`

/** The rest of the gaps, a part at a time; the counts say that nothing is left out. */
const whole = async (server: Server, { gapCount, lotCount, ...lots }: Answer): Promise<Answer> => {
  const all = [...lots.gaps]
  while (all.length < gapCount)
    all.push(...(await server.ask(`{ viewer { portfolio { lots(currency: MXN) { ${gaps(all.length)} } } } }`)).viewer.portfolio.lots.gaps)
  expect([all.length, lots.lots.length]).toEqual([gapCount, lotCount])
  return { ...lots, gaps: all }
}

/** Every figure of the answer that has an explanation, each once; how many there were. */
const explained = async (server: Server, answer: Answer): Promise<number> => {
  const { check, figures, postings } = explainerOf(lotFigures(server, { currency: "MXN" }))
  for (const { node } of answer.disposals.edges) {
    for (const field of ["proceeds", "costBasis", "gain"]) expect(await check(`disposals/${node.event}/${field}`)).toBe(node[field])
    for (const [i, lot] of node.lots.entries()) expect(await check(`disposals/${node.event}/allocations/${i}/gain`)).toBe(lot.gain)
  }
  for (const { lot, quantity, costBasis } of answer.lots.lots) {
    expect(await check(`lots/${lot}/costBasis`)).toBe(costBasis)
    expect(await check(`lots/${lot}/quantity`)).toBe(quantity)
  }
  for (const asset of new Set(answer.lots.lots.map((lot: Answer) => lot.asset.assetId))) await check(`holdings/${asset as string}`)
  for (const year of new Set(answer.disposals.edges.map(({ node }: Answer) => Number(node.date.slice(0, 4))))) {
    const { totals } = (await server.ask(yearOf, { year })).viewer.portfolio.gains
    for (const field of ["proceeds", "costBasis", "gain"]) expect(await check(`gains/${year as number}/${field}`)).toBe(totals[field])
    expect(await check(`gains/${year as number}/short/gain`)).toBe(totals.short.gain)
    expect(await check(`gains/${year as number}/long/gain`)).toBe(totals.long.gain)
  }
  if (figures().length > 0) expect(postings()).toBeGreaterThan(0)
  return figures().length
}

const scaled = (text: string) => {
  const [whole, part = ""] = text.split(".")
  return BigInt(whole! + part.padEnd(24, "0"))
}

const personas = ["beginner", "gap", "oddities"]

describe.each(pretendedExchanges)("%s", (exchange) => {
  // To accept a change: vitest run -u, and a higher version of the projection where its rules changed.
  it.each(personas)(
    "%s: lots and gains are those of the golden file, and a second program gets every figure from its explanation",
    async (persona) => {
      const { answer, count } = await withAccount(exchange, persona, async (server) => {
        const { lots, ...rest } = (await server.ask(shown)).viewer.portfolio
        const answer = { lots: await whole(server, lots), ...rest }
        return { answer, count: await explained(server, answer) }
      })
      const { holdings, certificate, disposals, lots } = answer
      const { unproved, ...known } = lots
      // An account without an id of its own goes by its key, which each sandbox makes anew.
      const golden = JSON.stringify({ lots: known, disposals }, null, 2).replaceAll(/(?<="[a-z]+\/)[^/"]+(?=\/)/g, "account")
      await expect(`${golden}\n`).toMatchFileSnapshot(`./lots/${exchange}-${persona}.json`)
      expect(count).toBeGreaterThan(0)
      expect(unproved.length).toBe(certificate.state === "PROVED" ? 0 : 1)
      // Where the books are whole, the lots are what is held; money of a state makes none.
      if (persona !== "beginner") return
      for (const { asset, total } of holdings.filter(({ asset }: Answer) => asset.kind !== "FIAT")) {
        const left = answer.lots.lots.filter((lot: Answer) => lot.asset.assetId === asset.assetId)
        expect(left.reduce((sum: bigint, { quantity }: Answer) => sum + scaled(quantity), 0n)).toBe(scaled(total))
      }
    },
    300_000
  )
})
