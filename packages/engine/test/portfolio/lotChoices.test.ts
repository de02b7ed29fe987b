/** Lots that an owner chooses: what they change, what is refused, and what becomes of them when rows do. */
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  Assets,
  Connections,
  Gains,
  LotChoices,
  type LotSettings,
  type PortfolioId,
  Portfolios,
  SettingsRefused,
  Taxes
} from "../../src/index.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const trade = (id: number, day: string, asset: string, amount: string, mxn: string): ReadonlyArray<ToyRow> => {
  const common = { at: Date.parse(`${day}T12:00:00Z`), kind: "trade", group: `t:${id}` } as const
  return [
    { ...common, id: `${id}-mxn`, asset: "mxn", amount: mxn },
    { ...common, id: `${id}`, asset, amount }
  ]
}
const event = (id: number) => `toy/account-1/ledger/${id}`

/** 1: 10 each, 2: 20 each, 3: another coin; 4 and 5 sell; 6 comes later; 7 swaps. Newest first, as the exchange shows them. */
const history: ReadonlyArray<ToyRow> = [
  trade(7, "2024-06-01", "btc", "-1", "0").toSpliced(0, 1, { ...trade(7, "2024-06-01", "eth", "30", "0")[1]!, id: "7-eth" }),
  trade(6, "2024-05-01", "btc", "2", "-80"),
  trade(5, "2024-04-01", "btc", "-1", "60"),
  trade(4, "2024-03-01", "btc", "-2", "100"),
  trade(3, "2023-03-01", "eth", "5", "-5"),
  trade(2, "2023-02-01", "btc", "3", "-60"),
  trade(1, "2023-01-01", "btc", "3", "-30")
].flat()

const settings: LotSettings = { currency: "mxn" }
const specific: LotSettings = { ...settings, method: "SPECIFIC" }

let place: Place
let toy: ToyExchange
let engine: ToyEngine

const begin = async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = [...history]
  engine = await new ToyEngine(place, toy).start()
  const { id } = await engine.connect()
  await engine.settled(id)
}
const end = async () => {
  await engine.stop()
  removePlace(place)
}
beforeEach(begin)
afterEach(end)

type Lots = Readonly<Record<number, string>>

const chosen = (disposal: number, lots: Lots, identifiedAt: number | null = null, over: LotSettings = {}, of: PortfolioId = portfolio) =>
  LotChoices.use((choices) =>
    choices.choose(owner, of, {
      ...settings,
      ...over,
      disposal: event(disposal),
      lots: Object.entries(lots).map(([lot, quantity]) => ({ lot: event(Number(lot)), quantity: quantity as never })),
      identifiedAt
    })
  )
const choose = (...given: Parameters<typeof chosen>) => engine.run(chosen(...given))
const refused = (...given: Parameters<typeof chosen>) => engine.run(Effect.flip(chosen(...given)))
const withdraw = (disposal: number) => engine.run(LotChoices.use((choices) => choices.withdraw(owner, portfolio, event(disposal))))
const year = (over: LotSettings = specific, of: PortfolioId = portfolio) =>
  engine.run(Gains.use((gains) => gains.year(owner, of, { ...over, year: 2024 })))
const list = (of: PortfolioId = portfolio, limit = 25, after?: string) =>
  engine.run(LotChoices.use((choices) => choices.list(owner, of, { ...settings, limit, ...(after !== undefined && { after }) })))
const used = async (disposal: number, over: LotSettings = specific) =>
  (await year(over)).disposals
    .find((each) => each.event === event(disposal))!
    .lots.map(({ lot, rule, quantity, costBasis }) => [lot, rule, quantity, costBasis])

describe("lots that an owner chose", () => {
  it("are taken by the disposal under the method SPECIFIC, the rest goes first in, first out, and no other method asks", async () => {
    expect(await used(4)).toEqual([[event(1), "fifo", "2", "20"]])
    await choose(4, { 2: "1.5" })
    expect(await used(4)).toEqual([
      [event(2), "named", "1.5", "30"],
      [event(1), "fifo", "0.5", "5"]
    ])
    expect(await used(4, settings)).toEqual([[event(1), "fifo", "2", "20"]])
    await choose(7, { 6: "1" })
    expect(await used(7)).toEqual([[event(6), "named", "1", "40"]])
  })

  it("are shown beside the disposal and the lot, in the settings and in the explanation", async () => {
    await choose(4, { 2: "1.5" }, 7)
    const answer = await year()
    expect(answer.disposals[0]!.choice).toMatchObject({ lots: [{ lot: event(2), quantity: "1.5" }], identifiedAt: 7, version: 1 })
    expect(answer.settings).toContainEqual(
      expect.objectContaining({ name: "Named lots", value: expect.stringMatching(/^for 1 disposal; /) })
    )
    const open = await engine.run(Gains.use((gains) => gains.lots(owner, portfolio, { ...specific, asset: "bitcoin" })))
    expect(open.lots.map(({ lot, quantity, chosen: units }) => [lot, quantity, units])).toEqual([
      [event(1), "0.5", "0"],
      [event(2), "1.5", "1.5"],
      [event(6), "2", "0"]
    ])
    const explained = await engine.run(
      Gains.use((gains) =>
        gains.explain(owner, portfolio, { ...specific, figure: `disposals/${event(4)}/allocations/0/costBasis`, offset: 0, limit: 5 })
      )
    )
    expect(explained).toMatchObject({ value: "30", steps: [{ formula: expect.stringMatching(/^of the lot that was named/) }] })
  })

  it("are part of the input's hash, and out of it again when they are taken back", async () => {
    const hash = async () => (await year()).inputHash
    const none = await hash()
    await choose(4, { 2: "1" }, 7)
    const one = await hash()
    await choose(4, { 2: "1" }, 8)
    const later = await hash()
    await choose(4, { 2: "2" }, 8)
    expect(new Set([none, one, later, await hash()]).size).toBe(4)
    expect(await withdraw(4)).toMatchObject({ withdrawn: true, version: 4 })
    expect(await hash()).toBe(none)
    expect(await used(4)).toEqual([[event(1), "fifo", "2", "20"]])
    expect((await list()).items).toEqual([])
    expect((await withdraw(4)).version).toBe(4)
    // brought back
    await choose(4, { 2: "1" }, 7)
    expect(await hash()).toBe(one)
  })

  it("are compared with the other methods once there are any", async () => {
    const compared = async () =>
      (await engine.run(Gains.use((gains) => gains.compare(owner, portfolio, { ...settings, year: 2024, methods: null })))).methods
    expect((await compared()).map(({ method }) => method)).not.toContain("SPECIFIC")
    await choose(4, { 2: "1.5" })
    expect((await compared()).find(({ method }) => method === "SPECIFIC")?.totals).toEqual((await year()).totals)
  })

  it("are said once: the same words again are no new version", async () => {
    const first = await choose(4, { 2: "1" })
    expect(await choose(4, { 2: "1" })).toEqual(first)
    expect(await choose(4, { 2: "1" }, first.identifiedAt)).toEqual(first)
    expect((await choose(4, { 1: "1" })).version).toBe(2)
  })

  it("outlive a restart, and mean the same in another installation that has read the account", async () => {
    await choose(4, { 2: "1.5" }, 7)
    const before = await year()
    await engine.stop()
    engine = new ToyEngine(place, toy)
    expect(await year()).toEqual(before)
    await end()
    await begin()
    await choose(4, { 2: "1.5" }, 7)
    const { inputHash, totals } = await year()
    expect({ inputHash, totals }).toEqual({ inputHash: before.inputHash, totals: before.totals })
  })

  it("are listed by the time of their disposals, in pages", async () => {
    await choose(7, { 6: "1" })
    await choose(5, { 2: "1" })
    await choose(4, { 1: "1" })
    const first = await list(portfolio, 2)
    expect(first).toMatchObject({ count: 3, hasNext: true })
    const rest = await list(portfolio, 2, first.items[1]!.cursor)
    expect([...first.items, ...rest.items].map(({ item }) => [item.disposal, item.state])).toEqual([
      [event(4), "stands"],
      [event(5), "stands"],
      [event(7), "stands"]
    ])
  })

  it("are in a tax report's events, and its settings say how many there are", async () => {
    const report = async () =>
      (
        await engine.run(
          Taxes.use((taxes) => taxes.report(owner, portfolio, { country: "MX", settings: { year: 2024, method: "SPECIFIC" } }))
        )
      ).report
    const before = await report()
    await choose(4, { 2: "1" }, 7)
    const after = await report()
    expect(after.hashes.events).not.toBe(before.hashes.events)
    expect(after.inputHash).not.toBe(before.inputHash)
    expect(after.settings).toContainEqual(
      expect.objectContaining({ name: "Named lots", value: expect.stringMatching(/^for 1 /), chosen: true })
    )
    expect(await report()).toEqual(after)
  })
})

describe("a choice is refused, and nothing is stored, where", () => {
  it.each([
    ["there is no such disposal", 99, { 1: "1" }, { _tag: "DisposalNotFound" }],
    ["units come in", 6, { 1: "1" }, { _tag: "DisposalNotFound" }],
    ["there is no such lot", 4, { 99: "1" }, { _tag: "LotNotFound", lot: event(99) }],
    ["the lot is a sale", 5, { 4: "1" }, { _tag: "LotNotFound", lot: event(4) }],
    ["the lot is of another asset", 4, { 3: "1" }, { _tag: "LotOfOtherAsset", lot: event(3) }],
    ["the lot came after the disposal", 4, { 6: "1" }, { _tag: "LotAcquiredLater", lot: event(6) }],
    ["the lot holds less", 7, { 6: "2.1" }, { _tag: "LotHoldsLess", lot: event(6), left: "2" }],
    ["an earlier disposal took some of it", 5, { 1: "1.5" }, { _tag: "LotHoldsLess", lot: event(1), left: "1" }],
    ["more is chosen than was disposed of", 4, { 1: "1", 2: "1.000001" }, { _tag: "MoreThanDisposed", quantity: "2" }]
  ] as const)("%s", async (_why, disposal, lots, error) => {
    expect(await refused(disposal, lots)).toMatchObject(error)
    expect((await list()).count).toBe(0)
  })

  it("another choice has taken the lot before", async () => {
    await choose(4, { 2: "2" })
    expect(await refused(5, { 2: "1.5" })).toMatchObject({ _tag: "LotHoldsLess", left: "1" })
    expect(await choose(5, { 2: "1" })).toMatchObject({ state: "stands" })
    // instead of its own earlier words
    expect(await choose(4, { 2: "1" })).toMatchObject({ version: 2 })
  })

  it("and what an earlier disposal takes later is a gap of the later one, not a refusal", async () => {
    await choose(5, { 2: "1" })
    await choose(7, { 1: "1" })
    expect(await choose(5, { 1: "1" })).toMatchObject({ state: "stands", version: 2 })
    expect((await year()).gaps.filter(({ code }) => code.startsWith("chosen-"))).toMatchObject([
      { code: "chosen-lot-unavailable", event: event(7), quantity: "1" }
    ])
    expect(await used(7)).toEqual([[event(2), "fifo", "1", "20"]])
  })

  it("it was identified in the future, or the method of the day goes by no choice", async () => {
    expect(await refused(4, { 1: "1" }, Date.now() + 3_600_000)).toMatchObject({ _tag: "IdentifiedInFuture" })
    expect(await refused(4, { 1: "1" }, null, { method: "FIFO" })).toBeInstanceOf(SettingsRefused)
    expect(await refused(4, { 1: "1" }, null, { methodFrom: [{ from: "2024-03-02", method: "SPECIFIC" }] })).toBeInstanceOf(SettingsRefused)
    expect(await refused(4, { 1: "1" }, null, { jurisdiction: "GB" })).toBeInstanceOf(SettingsRefused)
    expect(await choose(5, { 1: "1" }, null, { methodFrom: [{ from: "2024-03-02", method: "SPECIFIC" }] })).toMatchObject({ version: 1 })
  })

  it("nothing was chosen and it is to be taken back", async () => {
    const flipped = (of: PortfolioId) => engine.run(Effect.flip(LotChoices.use((choices) => choices.withdraw(owner, of, event(4)))))
    expect(await flipped(portfolio)).toMatchObject({ _tag: "LotChoiceNotFound" })
    expect(await flipped(9 as PortfolioId)).toMatchObject({ _tag: "PortfolioNotFound" })
  })
})

describe("what a disposal could take", () => {
  it("is listed with what is left of each lot just before it, in pages", async () => {
    await choose(4, { 2: "1" })
    const page = (after?: string) =>
      engine.run(
        LotChoices.use((choices) =>
          choices.available(owner, portfolio, { ...settings, disposal: event(5), limit: 1, ...(after !== undefined && { after }) })
        )
      )
    const first = await page()
    const second = await page(first.items[0]!.cursor)
    expect([first, second].map(({ count, hasNext, items }) => [count, hasNext, items[0]!.item.lot, items[0]!.item.quantity])).toEqual([
      [2, true, event(1), "2"],
      [2, false, event(2), "2"]
    ])
  })
})

describe("when rows say something else later", () => {
  const gaps = async (of: PortfolioId = portfolio, over = specific) =>
    (await year(over, of)).gaps
      .filter(({ code }) => code.startsWith("chosen-"))
      .map(({ code, event: id, quantity }) => [code, id, quantity])

  it("a lot that turns out to be of another asset is a finding: the disposal goes first in, first out", async () => {
    await choose(4, { 2: "1.5" })
    expect(await gaps()).toEqual([])
    const from = Date.parse("2023-01-15T00:00:00Z")
    await engine.run(
      Assets.use((assets) =>
        assets.correct(owner, {
          exchange: "toy",
          code: "btc",
          from,
          to: from + 60 * 86_400_000,
          asset: { symbol: "OWN", name: "Own", kind: "crypto" }
        })
      )
    )
    expect(await gaps()).toEqual([["chosen-lot-unavailable", event(4), "1.5"]])
    expect(await used(4)).toEqual([[event(1), "fifo", "2", "20"]])
    expect(await year()).toMatchObject({ complete: false })
    // no other method rests on the choice
    expect(await gaps(portfolio, settings)).toEqual([])
  })

  it("a choice whose account is shown elsewhere now is listed as gone, is a finding, and changes no figure", async () => {
    const made = await engine.run(
      Effect.gen(function* () {
        const [connection] = yield* Connections.use((connections) => connections.list(owner))
        return { connection: connection!.id, ...(yield* Portfolios.use((all) => all.create(owner, "Second", [connection!.id]))) }
      })
    )
    await choose(4, { 2: "1.5" }, null, {}, made.id)
    expect((await list(made.id)).items[0]!.item.state).toBe("stands")
    // of another portfolio it says nothing
    expect((await list()).count).toBe(0)
    await engine.run(Portfolios.use((all) => all.place(owner, made.connection, [])))
    expect((await list(made.id)).items[0]!.item.state).toBe("disposal-gone")
    expect(await gaps(made.id)).toEqual([["chosen-disposal-gone", event(4), "1.5"]])
    expect((await year(specific, made.id)).gaps).toHaveLength(1)
    expect((await year(specific, made.id)).gaps[0]).toMatchObject({ asset: { id: "bitcoin", status: "unknown" }, transactions: [] })
    const report = Taxes.use((taxes) => taxes.report(owner, made.id, { country: "MX", settings: { year: 2024, method: "SPECIFIC" } }))
    expect((await engine.run(report)).report.unresolved).toContainEqual(
      expect.objectContaining({ event: event(4), what: expect.stringContaining("not there any more") })
    )
    await engine.run(Portfolios.use((all) => all.place(owner, made.connection, [made.id])))
    expect((await list(made.id)).items[0]!.item.state).toBe("stands")
  })
})
