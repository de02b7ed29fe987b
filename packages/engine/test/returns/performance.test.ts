import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  ConnectionId,
  ConnectionNotFound,
  defaultConventions,
  EventSeq,
  type Explained,
  InvalidCursor,
  InvalidPeriod,
  Ledger,
  OwnPrices,
  Performance,
  type PerformanceSettings,
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
/** The last hour of 2023 in Mexico City is in 2024 in UTC. */
const night = Date.UTC(2024, 0, 1, 5, 30)
const day = 86_400_000

let place: Place
let toy: ToyExchange
let engine: ToyEngine
let connection: ConnectionId
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = [
    row("4", night, "deposit", "mxn", "50"),
    row("3", night - 5 * day, "trade", "mxn", "-20", "t:1"),
    row("2", night - 5 * day, "trade", "btc", "1", "t:1"),
    row("1", night - 9 * day, "deposit", "mxn", "100")
  ]
  engine = await new ToyEngine(place, toy).start()
  const { id } = await engine.connect()
  connection = id
  await engine.settled(id)
  const prices = { "2023-12-28": "22", "2023-12-29": "25", "2023-12-30": "30", "2023-12-31": "32", "2024-01-01": "40", "2024-01-02": "36" }
  for (const [date, amount] of Object.entries({ "2023-12-27": "20", ...prices }))
    await engine.run(OwnPrices.use((own) => own.set(owner, { asset: "bitcoin", currency: "mxn", day: date, amount: Decimal.make(amount) })))
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const settings = (from: string, to: string, over: Partial<PerformanceSettings> = {}) => ({
  period: { from, to },
  currency: "mxn" as const,
  timeZone: "UTC",
  scope: { kind: "portfolio" } as const,
  ...over
})
const ask = (from: string, to: string, over: Partial<PerformanceSettings> = {}) =>
  engine.run(Performance.use((all) => all.performance(owner, portfolio, { ...settings(from, to, over), conventions: defaultConventions })))

describe("performance over the ledger", () => {
  it("values each day at its close, from the day before the first", async () => {
    const { returns, basis, ...rest } = { ...(await ask("2023-12-28", "2023-12-30")), basis: null }
    expect(returns.startValue.value).toBe("100")
    expect(returns.endValue.value).toBe("110")
    expect(returns.gain.value).toBe("10")
    expect(returns.timeWeighted.value).toBeCloseTo(0.1, 12)
    expect(rest.period).toEqual({ from: "2023-12-28", to: "2023-12-30" })
    expect(basis).toBeNull()
  })

  it("a flow belongs to the day that it is in the zone", async () => {
    const flow = async (timeZone: string) => (await ask("2023-12-31", "2023-12-31", { timeZone })).returns.netFlow.value
    expect([await flow("UTC"), await flow("America/Mexico_City")]).toEqual(["0", "50"])
  })

  it("is that of one exchange, one connection or one asset", async () => {
    const gain = async (scope: PerformanceSettings["scope"]) => (await ask("2023-12-27", "2024-01-02", { scope })).returns.gain.value
    expect(await gain({ kind: "asset", asset: "bitcoin" })).toBe("16")
    expect(await gain({ kind: "asset", asset: "mxn" })).toBe("0")
    for (const scope of [{ kind: "portfolio" }, { kind: "exchange", exchange: "toy" }, { kind: "connection", connection }] as const)
      expect([scope, await gain(scope)]).toEqual([scope, "16"])
    expect(await gain({ kind: "exchange", exchange: "elsewhere" })).toBe("0")
    const failed = engine.run(
      Effect.flip(
        Performance.use((all) =>
          all.profit(owner, portfolio, {
            ...settings("2023-12-27", "2024-01-02", { scope: { kind: "connection", connection: ConnectionId(99) } }),
            method: "FIFO"
          })
        )
      )
    )
    expect(await failed).toBeInstanceOf(ConnectionNotFound)
  })

  it("refuses what is no period and no zone", async () => {
    const failure = (from: string, to: string, timeZone = "UTC") =>
      engine.run(
        Effect.flip(
          Performance.use((all) =>
            all.performance(owner, portfolio, { ...settings(from, to, { timeZone }), conventions: defaultConventions })
          )
        )
      )
    for (const [from, to] of [
      ["2023-02-30", "2023-03-01"],
      ["2023-12-02", "2023-12-01"],
      ["2999-01-01", "2999-01-02"],
      ["1900-01-01", "2023-01-01"]
    ] as const)
      expect(await failure(from, to)).toBeInstanceOf(InvalidPeriod)
    expect(await failure("2023-12-01", "2023-12-02", "Mars/Olympus")).toBeInstanceOf(UnknownTimeZone)
  })

  it("has the same hash for the same input and another for another price, and says what is missing", async () => {
    const before = await ask("2023-12-28", "2024-01-02")
    expect((await ask("2023-12-28", "2024-01-02")).inputHash).toBe(before.inputHash)
    expect(before.priceGaps.filter(({ asset }) => asset !== "usd")).toEqual([])
    await engine.run(
      OwnPrices.use((own) => own.set(owner, { asset: "bitcoin", currency: "mxn", day: "2024-01-01", amount: Decimal.make("41") }))
    )
    expect((await ask("2023-12-28", "2024-01-02")).inputHash).not.toBe(before.inputHash)
    const later = await ask("2023-12-28", "2024-01-20")
    expect(later.returns.endValue).toMatchObject({ value: null, bound: { low: "130", high: null } })
    expect(later.priceGaps).toContainEqual(expect.objectContaining({ asset: "bitcoin" }))
  })

  it("splits the gain into lines that add up", async () => {
    const { lines, gain, reason } = await engine.run(
      Performance.use((all) => all.profit(owner, portfolio, { ...settings("2023-12-27", "2024-01-02"), method: "FIFO" }))
    )
    expect([gain.value, reason]).toEqual(["16", null])
    expect(lines).toEqual({
      gain: "16",
      realised: "0",
      carriedOut: "0",
      unrealised: "16",
      income: "0",
      fees: "0",
      unknownBasis: "0",
      unexplained: "0"
    })
  })
})

describe("values over time", () => {
  const page = (query: { readonly limit: number; readonly after?: string; readonly before?: string; readonly fromEnd?: boolean }) =>
    engine.run(
      Performance.use((all) =>
        all.valuationSeries(owner, portfolio, { ...settings("2023-12-27", "2024-01-02"), ...query, interval: "day" })
      )
    )

  it("come in pages from either end", async () => {
    const values = (found: Awaited<ReturnType<typeof page>>) => found.items.map(({ item }) => `${item.date.slice(8)} ${item.value.value}`)
    const head = await page({ limit: 3 })
    expect([values(head), head.hasNext, head.hasPrevious, head.count]).toEqual([["27 100", "28 102", "29 105"], true, false, 7])
    const next = await page({ limit: 9, after: head.items.at(-1)!.cursor })
    expect([values(next), next.hasNext]).toEqual([["30 110", "31 112", "01 170", "02 166"], false])
    const tail = await page({ limit: 2, fromEnd: true })
    expect([values(tail), tail.hasNext, tail.hasPrevious]).toEqual([["01 170", "02 166"], false, true])
    expect(values(await page({ limit: 1, fromEnd: true, before: tail.items[0]!.cursor }))).toEqual(["31 112"])
    const wrong = engine.run(
      Effect.flip(
        Performance.use((all) =>
          all.valuationSeries(owner, portfolio, { ...settings("2023-12-27", "2024-01-02"), limit: 2, after: "x", interval: "day" })
        )
      )
    )
    expect(await wrong).toBeInstanceOf(InvalidCursor)
  })
})

describe("an explanation", () => {
  const explain = (figure: string) =>
    engine.run(
      Performance.use((all) =>
        all.explain(owner, portfolio, {
          ...settings("2023-12-28", "2024-01-01"),
          conventions: defaultConventions,
          figure,
          offset: 0,
          limit: 10
        })
      )
    )
  const posted = (found: Explained) => [...JSON.stringify(found.steps).matchAll(/"transaction":"([\d.]+)"/g)].map(([, key]) => key!)

  it("leads to the prices with their source, and to the rows", async () => {
    const value = await explain("endValue")
    expect(value).toMatchObject({ figure: "endValue", value: "170", parts: { offset: 0, limit: 10, count: 2 } })
    expect(value.prices).toContainEqual(expect.objectContaining({ date: "2024-01-01", amount: "40", source: "your own price" }))
    const flow = await explain("netFlow")
    expect(flow.value).toBe("50")
    const [key] = posted(flow)
    const [, seq] = key!.split(".")
    const row = await engine.run(Ledger.use((ledger) => ledger.transaction(owner, connection, EventSeq(Number(seq)))))
    expect(row?.externalId).toBe("4")
    expect(posted(await explain("units/mxn/2024-01-01"))).toHaveLength(3)
  })

  it("of what is no figure is none", async () => {
    for (const figure of ["nothing", "days/2024-01-02/value", "units/ethereum/2024-01-01"])
      await expect(explain(figure)).rejects.toThrow("There is no such figure")
  })
})
