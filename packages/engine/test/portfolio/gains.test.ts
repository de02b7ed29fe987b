import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Assets, Gains, type LotSettings, UnknownTimeZone } from "../../src/index.ts"
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
const settings: LotSettings = { method: "FIFO", currency: "mxn", timeZone: "UTC" }
/** The last hour of 2023 in Mexico City is in 2024 in UTC. */
const night = Date.UTC(2024, 0, 1, 5, 30)
const day = 86_400_000

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = [
    row("6", night, "trade", "mxn", "30", "t:3"),
    row("5", night, "trade", "btc", "-1", "t:3"),
    row("4", night - 20 * day, "trade", "mxn", "-20", "t:2"),
    row("3", night - 20 * day, "trade", "btc", "1", "t:2"),
    row("2", night - 400 * day, "trade", "mxn", "-10", "t:1"),
    row("1", night - 400 * day, "trade", "btc", "1", "t:1")
  ]
  engine = await new ToyEngine(place, toy).start()
  const { id } = await engine.connect()
  await engine.settled(id)
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

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
})
