import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { OwnerId } from "../../src/Ids.ts"
import { dayMs } from "../../src/prices/PriceSeries.ts"
import { everybody, PriceStore, type SeriesKey } from "../../src/storage/PriceStore.ts"
import { openStores } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

let place: Place
let stores: ReturnType<typeof openStores>
beforeEach(() => {
  place = newPlace()
  stores = openStores(place.dataDir)
})
afterEach(async () => {
  await stores.dispose()
  removePlace(place)
})

const key = (over: Partial<SeriesKey> = {}): SeriesKey => ({
  owner: everybody,
  source: "toy",
  market: "btc_mxn",
  kind: "market",
  base: "btc",
  quote: "mxn",
  spanMs: dayMs,
  ...over
})
const candle = (at: number, close: string, volume: string | null = "1") => {
  const price = Decimal.make(close)
  return { at, open: price, high: price, low: price, close: price, volume: volume === null ? null : Decimal.make(volume) }
}
const use = <A, E>(run: (store: typeof PriceStore.Service) => Effect.Effect<A, E>) => stores.runPromise(PriceStore.use(run))

describe("stored prices", () => {
  it("come back as they were told, each once; a later word on the same candle counts", async () => {
    await use((store) => store.add(key(), [candle(20, "0.1"), candle(10, "12.50")], { from: 10, to: 30 }, 1))
    await use((store) => store.add(key(), [candle(20, "0.2", null)], { from: 20, to: 40 }, 2))
    const [series] = await use((store) => store.series(OwnerId(1)))
    expect(series).toMatchObject({ prices: 2, first: 10, last: 20, storedAt: 2, covered: [{ from: 10, to: 40 }] })
    expect(await use((store) => store.closes([series!.id], { from: 0, to: 100 }))).toEqual(
      new Map([[series!.id, { at: [10, 20], close: ["12.5", "0.2"], volume: ["1", null] }]])
    )
    expect((await use((store) => store.closes([series!.id], { from: 11, to: 20 }))).size).toBe(0)
    expect(await use((store) => store.covered(key({ market: "another" })))).toEqual([])
  })

  it("of one owner are seen by no other; those of exchanges by all", async () => {
    await use((store) => store.add(key(), [candle(1, "1")], { from: 1, to: 2 }, 1))
    await use((store) => store.add(key({ owner: OwnerId(1), source: "mine", market: "" }), [candle(1, "1")], { from: 1, to: 2 }, 1))
    const seen = async (owner: number) => (await use((store) => store.series(OwnerId(owner)))).map(({ source }) => source)
    expect(await seen(1)).toEqual(["toy", "mine"])
    expect(await seen(2)).toEqual(["toy"])
    expect(await use((store) => store.remove(OwnerId(2), "mine"))).toBe(false)
    expect(await use((store) => store.remove(OwnerId(1), "mine"))).toBe(true)
    expect(await seen(1)).toEqual(["toy"])
  })

  it("of several pairs are kept together or not at all", async () => {
    const broken = use((store) =>
      store.together(
        Effect.gen(function* () {
          yield* store.add(key(), [candle(1, "1")], { from: 1, to: 2 }, 1)
          return yield* Effect.fail("no")
        })
      )
    )
    await expect(broken).rejects.toBeDefined()
    expect(await use((store) => store.series(OwnerId(1)))).toEqual([])
  })
})
