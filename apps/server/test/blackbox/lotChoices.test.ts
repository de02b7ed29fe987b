/** Specific identification, seen from outside: which lots a sale takes is chosen over the graph, and every figure follows. */
import { expect, it } from "vitest"
import { explainerOf, lotFigures } from "./explainer.ts"
import type { Answer, Server } from "./harness.ts"
import { withAccount } from "./pretended.ts"

const disposals = `query ($method: GainMethod) { viewer { portfolio { id
  lots(currency: MXN, method: $method) { inputHash settings { name value } gaps(first: 100) { code } lots(first: 100) { lot asset { symbol } quantity costBasis chosen } }
  disposals(first: 100, currency: MXN, method: $method) { edges { node { event asset { symbol assetId } quantity costBasis
    choice { lots { lot quantity } state late identifiedAt version } lots { lot quantity costBasis chosen } } } } } } }`

const available = `query ($disposal: String!) { viewer { portfolio { availableLots(disposal: $disposal, currency: MXN, first: 100) {
  totalCount edges { node { lot quantity costBasis acquired } } } } } }`

const choose = `mutation ($portfolio: ID!, $disposal: String!, $lots: [LotUnitsInput!]!, $identifiedAt: DateTime) {
  chooseLots(portfolio: $portfolio, disposal: $disposal, lots: $lots, identifiedAt: $identifiedAt, currency: MXN) { __typename
    ... on ChooseLotsSuccess { choice { disposal lots { lot quantity } state late version } }
    ... on LotHoldsLess { lot left }
    ... on LotNotFound { lot }
    ... on Problem { code who retry message whatToDo } } }`

const withdraw = `mutation ($portfolio: ID!, $disposal: String!) {
  withdrawLotChoice(portfolio: $portfolio, disposal: $disposal) { __typename ... on WithdrawLotChoiceSuccess { disposal version } ... on Problem { code } } }`

const report = `query ($method: GainMethod!) { viewer { portfolio { taxReport(country: MX, year: 2019, settings: { method: $method }) {
  csvPath inputHash eventsHash ledgerHash settings { name value chosen } } } } }`

const shown = async (server: Server, method = "SPECIFIC") => (await server.ask(disposals, { method })).viewer.portfolio
const named = ({ edges }: Answer, event: string): Answer => edges.find(({ node }: Answer) => node.event === event).node

/** A sale of Bitcoin that more than one lot could have gone to. */
const choosable = async (server: Server, { edges }: Answer) => {
  for (const { node } of edges) {
    if (node.asset.symbol !== "BTC") continue
    const { availableLots } = (await server.ask(available, { disposal: node.event })).viewer.portfolio
    if (availableLots.totalCount > 1) return { sale: node, lots: availableLots.edges.map(({ node: lot }: Answer) => lot) }
  }
  throw new Error("no such sale")
}

it("a chosen lot is taken, shown, explained to the last digit, in the tax report's bytes, and can be taken back", async () => {
  await withAccount("bitso", "saver", async (server) => {
    const before = await shown(server)
    const { sale, lots } = await choosable(server, before.disposals)
    const portfolio = before.id
    const newest = lots.at(-1)
    const file = async () => {
      const { csvPath, ...said } = (await server.ask(report, { method: "SPECIFIC" })).viewer.portfolio.taxReport
      return { said, body: await (await fetch(`${server.url}${csvPath}`, { headers: server.headers })).text() }
    }
    const untouched = await file()
    expect(sale.lots[0].lot).not.toBe(newest.lot)

    const units = Number(newest.quantity) < Number(sale.quantity) ? newest.quantity : sale.quantity
    const identifiedAt = "2026-01-01T00:00:00.000Z"
    const chosen = await server.ask(choose, { portfolio, disposal: sale.event, lots: [{ lot: newest.lot, quantity: units }], identifiedAt })
    const choice = { lots: [{ lot: newest.lot, quantity: units }], state: "STANDS", late: true, version: 1 }
    expect(chosen.chooseLots).toMatchObject({ __typename: "ChooseLotsSuccess", choice: { ...choice, disposal: sale.event } })

    const after = await shown(server)
    const { lots: taken, choice: beside } = named(after.disposals, sale.event)
    expect(beside).toMatchObject(choice)
    expect(taken[0]).toMatchObject({ lot: newest.lot, chosen: true, quantity: units })
    expect(taken.slice(1).every((one: Answer) => !one.chosen)).toBe(true)
    expect(after.lots.inputHash).not.toBe(before.lots.inputHash)
    expect(after.lots.settings).toContainEqual({ name: "Named lots", value: expect.stringMatching(/^for 1 disposal; /) })
    expect(after.lots.gaps.filter(({ code }: Answer) => code.startsWith("CHOSEN"))).toEqual([])
    const { lotChoices } = (
      await server.ask("{ viewer { portfolio { lotChoices(currency: MXN) { totalCount edges { node { disposal } } } } } }")
    ).viewer.portfolio
    expect(lotChoices).toEqual({ totalCount: 1, edges: [{ node: { disposal: sale.event } }] })

    // a second program gets the figures from their explanation alone
    const { check, postings } = explainerOf(lotFigures(server, { currency: "MXN", method: "SPECIFIC" }))
    for (const { node } of after.disposals.edges)
      if (node.asset.symbol === "BTC") expect(await check(`disposals/${node.event as string}/costBasis`)).toBe(node.costBasis)
    expect(await check(`disposals/${sale.event as string}/allocations/0/costBasis`)).toBe(taken[0].costBasis)
    expect(postings()).toBeGreaterThan(0)

    // no other method goes by it
    expect(named((await shown(server, "FIFO")).disposals, sale.event).lots).toEqual(sale.lots)

    const withChoice = await file()
    expect(withChoice.said.eventsHash).not.toBe(untouched.said.eventsHash)
    expect(withChoice.said.settings).toContainEqual({ name: "Named lots", value: expect.stringMatching(/^for 1 /), chosen: true })
    expect(withChoice.body).toContain(withChoice.said.eventsHash)
    expect(await file()).toEqual(withChoice)

    expect((await server.ask(withdraw, { portfolio, disposal: sale.event })).withdrawLotChoice).toMatchObject({ version: 2 })
    expect(await file()).toEqual(untouched)
    expect((await shown(server)).lots.inputHash).toBe(before.lots.inputHash)
  })
})

it("a choice that cannot be is refused with who must act and what to do", async () => {
  await withAccount("bitso", "saver", async (server) => {
    const before = await shown(server)
    const { sale, lots } = await choosable(server, before.disposals)
    const other = before.lots.lots.find((lot: Answer) => lot.asset.symbol !== "BTC")
    const refused = async (lot: string, quantity: string, disposal = sale.event) =>
      (await server.ask(choose, { portfolio: before.id, disposal, lots: [{ lot, quantity }] })).chooseLots
    const told = { who: "USER", retry: "NO", message: expect.any(String), whatToDo: expect.stringMatching(/./) }
    expect(await refused("nothing", "1")).toMatchObject({ ...told, __typename: "LotNotFound", code: "LOT_NOT_FOUND", lot: "nothing" })
    expect(await refused(lots[0].lot, "1000000")).toMatchObject({ ...told, code: "LOT_HOLDS_LESS", left: lots[0].quantity })
    expect(await refused(other.lot, "0.01")).toMatchObject({ ...told, code: "LOT_OF_OTHER_ASSET" })
    expect(await refused(lots[0].lot, "1", "nothing")).toMatchObject({ ...told, code: "DISPOSAL_NOT_FOUND" })
    expect((await server.ask(withdraw, { portfolio: before.id, disposal: sale.event })).withdrawLotChoice).toMatchObject({
      code: "LOT_CHOICE_NOT_FOUND"
    })
    expect((await shown(server)).lots.inputHash).toBe(before.lots.inputHash)
  })
})
