import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  Assets,
  Connections,
  type DisposalFilter,
  FigureNotFound,
  Gains,
  InvalidCursor,
  type LotSettings,
  type PageQuery,
  SettingsRefused,
  UnknownTimeZone
} from "../../src/index.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const row = (id: string, at: number, kind: ToyRow["kind"], asset: string, amount: string, group: string | null = null): ToyRow => ({
  id,
  at,
  asset,
  amount,
  group,
  kind
})
const settings: LotSettings = { currency: "mxn" }
/** The last hour of 2023 in Mexico City is in 2024 in UTC. */
const night = Date.UTC(2024, 0, 1, 5, 30)
const day = 86_400_000

let place: Place
let toy: ToyExchange
let engine: ToyEngine
const bought: ReadonlyArray<ToyRow> = [
  row("6", night, "trade", "mxn", "30", "t:3"),
  row("5", night, "trade", "btc", "-1", "t:3"),
  row("4", night - 20 * day, "trade", "mxn", "-20", "t:2"),
  row("3", night - 20 * day, "trade", "btc", "1", "t:2"),
  row("2", night - 400 * day, "trade", "mxn", "-10", "t:1"),
  row("1", night - 400 * day, "trade", "btc", "1", "t:1")
]

/** The account has these rows, newest first, and has been read. */
const begin = async (ledger: ReadonlyArray<ToyRow>) => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = [...ledger]
  engine = await new ToyEngine(place, toy).start()
  const { id } = await engine.connect()
  await engine.settled(id)
}
const end = async () => {
  await engine.stop()
  removePlace(place)
}
beforeEach(() => begin(bought))
afterEach(end)

const year = (of: number, over: Partial<LotSettings> = {}) =>
  engine.run(Gains.use((gains) => gains.year(owner, portfolio, { ...settings, ...over, year: of })))

describe("gains of a year", () => {
  it.each([
    ["FIFO", "20", "0", "20"],
    ["LIFO", "10", "10", "0"],
    ["HIFO", "10", "10", "0"],
    ["LOFO", "20", "0", "20"],
    // The cost is averaged; the units that leave are still the oldest.
    ["AVERAGE", "15", "0", "15"]
  ] as const)("%s: %s", async (method, gain, short, long) => {
    const found = await year(2024, { method })
    expect(found.totals).toMatchObject({ gain, unknownDisposals: 0, short: { gain: short }, long: { gain: long } })
    expect(found).toMatchObject({ complete: true, gaps: [], disposals: [{ asset: { id: "bitcoin" }, proceeds: "30" }] })
  })

  it("belong to the year that it is in the zone", async () => {
    const mexico = { timeZone: "America/Mexico_City" }
    expect((await year(2024, mexico)).disposals).toEqual([])
    expect((await year(2023, mexico)).disposals).toMatchObject([{ date: "2023-12-31", gain: "20" }])
    expect(
      await engine.run(
        Effect.flip(Gains.use((gains) => gains.year(owner, portfolio, { ...settings, year: 2024, timeZone: "Mars/Olympus" })))
      )
    ).toBeInstanceOf(UnknownTimeZone)
  })

  it("name the rows that they and their lots were made of", async () => {
    const [disposal] = (await year(2024)).disposals
    expect(disposal?.transactions.map(({ externalId }) => externalId)).toEqual(["5", "6"])
    expect(disposal?.lots.map(({ transactions }) => transactions.map(({ externalId }) => externalId))).toEqual([["1", "2"]])
  })

  it("have the same hash for the same input, and another for another row or another identity", async () => {
    const before = (await year(2024)).inputHash
    expect(before).toMatch(/^[0-9a-f]{64}$/)
    expect((await year(2023, { method: "LIFO" })).inputHash).toBe(before)
    await engine.run(
      Assets.use((assets) =>
        assets.correct(owner, { exchange: "toy", code: "btc", from: null, to: null, asset: { symbol: "OWN", name: "Own", kind: "crypto" } })
      )
    )
    const corrected = await year(2024)
    expect(corrected.inputHash).not.toBe(before)
    expect(corrected.disposals).toMatchObject([{ asset: { id: "own:OWN" }, gain: "20" }])
  })

  it("leave open lots, of one asset or of all", async () => {
    const lots = (asset: string | null) => engine.run(Gains.use((gains) => gains.lots(owner, portfolio, { ...settings, asset })))
    expect((await lots(null)).lots).toMatchObject([{ asset: { id: "bitcoin" }, quantity: "1", costBasis: "20", acquired: "2023-12-12" }])
    expect((await lots("bitcoin")).lots).toHaveLength(1)
    expect((await lots("ethereum")).lots).toEqual([])
  })

  it("are complete only where the books are proved", async () => {
    expect((await year(2024)).unproved).toEqual([])
    toy.balances = { ...toy.balances, btc: "5" }
    const [connection] = await engine.run(Connections.use((connections) => connections.list(owner)))
    await engine.run(Connections.use((connections) => connections.syncNow(owner, connection!.id)))
    await engine.settled(connection!.id)
    expect(await year(2024)).toMatchObject({ complete: false, gaps: [], totals: { gain: "20" }, unproved: [{ state: "differs" }] })
  })

  it("follow another method from a day on", async () => {
    const later = [{ from: "2024-01-01", method: "LIFO" }] as const
    expect(await year(2024, { methodFrom: later })).toMatchObject({ method: "LIFO", totals: { gain: "10" } })
    expect(await year(2024, { methodFrom: [{ from: "2024-01-02", method: "LIFO" }] })).toMatchObject({
      method: "LIFO",
      totals: { gain: "20" }
    })
  })

  it("say by which lots an account keeps where each has its own", async () => {
    const lots = (over: LotSettings) =>
      engine.run(Gains.use((gains) => gains.lots(owner, portfolio, { ...settings, ...over, asset: null })))
    expect((await lots({})).lots).toMatchObject([{ account: null }])
    expect((await lots({ scope: "account" })).lots).toMatchObject([{ account: "toy:account-1" }])
    expect((await lots({ perAccountFrom: "2023-12-20" })).lots).toMatchObject([{ account: "toy:account-1", costBasis: "20" }])
  })

  it.each([
    ["a method for the whole history that begins some day", { methodFrom: [{ from: "2024-01-01", method: "UK_S104" }] }],
    ["a day that does not exist", { perAccountFrom: "2023-02-30" }],
    ["accounts apart from a day on, and anyway", { scope: "account", perAccountFrom: "2023-01-01" }],
    ["no currency and no country", { currency: null }],
    ["a method that the country does not know", { jurisdiction: "US", method: "AVERAGE" }],
    ["a pool for each account", { method: "UK_S104", scope: "account" }]
  ] as const)("refuse %s", async (_name, over) => {
    const refused = await engine.run(Effect.flip(Gains.use((gains) => gains.year(owner, portfolio, { ...settings, ...over, year: 2024 }))))
    expect(refused).toBeInstanceOf(SettingsRefused)
    expect((refused as SettingsRefused).whatToDo).not.toBe("")
  })

  it("are by a country's rules where one is named: method, zone, currency, year, and every contested point", async () => {
    const british = await year(2023, { jurisdiction: "GB", currency: null })
    expect(british).toMatchObject({
      jurisdiction: "GB",
      method: "UK_S104",
      currency: "gbp",
      timeZone: "Europe/London",
      period: { label: "2023/24", from: "2023-04-06", until: "2024-04-05" }
    })
    expect(british.settings.filter(({ standing }) => standing === "uncertain").length).toBeGreaterThan(0)
    expect(british.settings.every(({ chosen }) => !chosen)).toBe(true)
    const american = await year(2024, { jurisdiction: "US", method: "HIFO", currency: "mxn" })
    expect(american).toMatchObject({ method: "HIFO", currency: "mxn", totals: { gain: "10" } })
    expect(american.settings.find(({ name }) => name === "Scope of lots")?.value).toContain('"2025-01-01"')
    expect(american.settings.find(({ name }) => name === "Method")).toMatchObject({ value: "HIFO", chosen: true })
  })

  it("are compared by method, each as if it were asked for alone", async () => {
    const compare = (over: LotSettings = {}) =>
      engine.run(Gains.use((gains) => gains.compare(owner, portfolio, { ...settings, ...over, year: 2024, methods: null })))
    const { methods } = await compare()
    expect(methods.map(({ method }) => method)).toEqual(["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE"])
    for (const { method, totals } of methods) expect(totals).toEqual((await year(2024, { method })).totals)
    expect((await compare({ jurisdiction: "GB" })).methods.map(({ method }) => method)).toEqual(["UK_S104"])
    expect((await compare({ jurisdiction: "US" })).methods.map(({ method }) => method)).toEqual(["FIFO", "LIFO", "HIFO", "LOFO"])
  })

  it("are explained down to the row, and there is no explanation of what is not there", async () => {
    const explain = (figure: string, limit = 25) =>
      engine.run(Gains.use((gains) => gains.explain(owner, portfolio, { ...settings, figure, offset: 0, limit })))
    const event = (await year(2024)).disposals[0]!.event
    expect(await explain("gains/2024/gain")).toMatchObject({ value: "20", parts: { count: 1 } })
    expect(await explain(`disposals/${event}/gain`)).toMatchObject({ value: "20", reason: null })
    expect(await explain(`events/${event}/total`)).toMatchObject({
      value: "30",
      steps: [
        { expression: { of: [{ op: "subtract", of: [{ of: [{ value: "30", origin: { kind: "posting", posting: 0 } }] }, { of: [] }] }] } }
      ],
      events: [{ id: event, type: "sell" }]
    })
    expect(await explain("holdings/bitcoin", 2)).toMatchObject({ value: "1", parts: { offset: 0, limit: 2, count: 3 } })
    for (const figure of [
      "",
      "gains/2024",
      `disposals/${event}/__proto__`,
      `events/${event}/constructor`,
      "lots/x/costBasis",
      "disposals/x/gain"
    ])
      expect(
        await engine.run(Effect.flip(Gains.use((gains) => gains.explain(owner, portfolio, { ...settings, figure, offset: 0, limit: 1 }))))
      ).toBeInstanceOf(FigureNotFound)
  })
})

describe("the list of disposals", () => {
  const page = (query: Partial<PageQuery>, filter: DisposalFilter = {}) =>
    engine.run(Gains.use((gains) => gains.disposals(owner, portfolio, { ...settings, limit: 100, ...query, filter })))
  const events = ({ items }: Awaited<ReturnType<typeof page>>) => items.map(({ item }) => item.event)

  const sales = Array.from({ length: 9 }, (_, i) => [
    row(`m${i}`, night + (i + 1) * day, "trade", "mxn", "1", `t:s${i}`),
    row(`s${i}`, night + (i + 1) * day, "trade", i % 3 === 0 ? "eth" : "btc", "-0.01", `t:s${i}`)
  ])
    .reverse()
    .flat()

  beforeEach(async () => {
    await end()
    await begin([...sales, ...bought])
  })

  it("is whole in pages of any size, from either end", async () => {
    const whole = events(await page({}))
    expect(whole).toHaveLength(10)
    for (const limit of [1, 3, 4, 10]) {
      for (const fromEnd of [false, true]) {
        const found: Array<string> = []
        let cursor: string | undefined
        for (let more = true; more;) {
          const next = await page({ limit, fromEnd, ...(cursor === undefined ? {} : fromEnd ? { before: cursor } : { after: cursor }) })
          expect(next.count).toBe(10)
          if (fromEnd) found.unshift(...events(next))
          else found.push(...events(next))
          cursor = (fromEnd ? next.items[0] : next.items.at(-1))?.cursor
          more = fromEnd ? next.hasPrevious : next.hasNext
        }
        expect([limit, fromEnd, found]).toEqual([limit, fromEnd, whole])
      }
    }
  })

  it("is narrowed by asset, time, exchange and connection; all must hold", async () => {
    expect((await page({}, { assets: ["ETH"] })).count).toBe(3)
    expect((await page({}, { assets: ["ethereum", "BTC"] })).count).toBe(10)
    expect((await page({}, { from: night + 2 * day, to: night + 4 * day })).count).toBe(2)
    expect((await page({}, { exchanges: ["toy"], assets: ["eth"], from: night + 2 * day })).count).toBe(2)
    expect((await page({}, { exchanges: ["other"] })).count).toBe(0)
    expect((await page({}, { connections: [] })).count).toBe(0)
  })

  it("keeps its cursors when rows come, and refuses those of others", async () => {
    const first = await page({ limit: 4 })
    const cursor = first.items.at(-1)!.cursor
    const rest = events(await page({ after: cursor }))
    await end()
    // Another installation, in which the account has an older sale.
    const late = [
      row("late2", night - 10 * day, "trade", "mxn", "7", "t:late"),
      row("late1", night - 10 * day, "trade", "btc", "-0.5", "t:late")
    ]
    await begin([...sales, ...bought.slice(0, 2), ...late, ...bought.slice(2)])
    expect((await page({})).count).toBe(11)
    expect(events(await page({ after: cursor }))).toEqual(rest)
    const forged = Effect.flip(Gains.use((gains) => gains.disposals(owner, portfolio, { ...settings, limit: 1, after: "x", filter: {} })))
    expect(await engine.run(forged)).toBeInstanceOf(InvalidCursor)
  })
})
