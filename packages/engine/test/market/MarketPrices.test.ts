import { LosslessJson, type Reply } from "@caudal/exchange"
import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, beforeEach } from "vitest"
import { Connections, Exchanges, Portfolios } from "../../src/index.ts"
import { Host } from "../../src/host/Host.ts"
import { layer } from "../../src/market/MarketPrices.ts"
import { QuoteStore } from "../../src/storage/QuoteStore.ts"
import { ToyExchange, toyAdapter } from "../../src/testing/index.ts"
import { storesLayer } from "../stores.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"
import { intervalMs, pricesOnly } from "./pricesOnly.ts"

let place: Place
beforeEach(() => {
  place = newPlace()
})
afterEach(() => removePlace(place))

const t0 = Date.UTC(2026, 0, 1)

/** A process with a host that answers out of hand, and notes what it was asked and when. */
const process = <A, E>(effect: Effect.Effect<A, E, QuoteStore>, asked: Array<string>, answer: (endpoint: string, ms: number) => string) => {
  const host = Host.of({
    call: (_caller, { endpoint }) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        asked.push(`${endpoint} ${(now - t0) / 1000}`)
        const text = answer(endpoint, now - t0)
        const reply: Reply = { status: 200, contentType: "application/json", text, json: LosslessJson.parse(text) }
        return { reply, at: now }
      }),
    count: () => Effect.void
  })
  const services = Layer.mergeAll(Layer.succeed(Host, host), Exchanges.layer([toyAdapter, pricesOnly])).pipe(
    Layer.provideMerge(storesLayer(place.dataDir))
  )
  return effect.pipe(Effect.provide(layer.pipe(Layer.provideMerge(services)), { local: true }))
}
const quotes = QuoteStore.use((store) => store.all("prices"))
const pairs = '{"ab":["aaa","bbb"]}'

describe("prices of an exchange that nobody connects", () => {
  it.effect("are read at once and then as often as its manifest says, with what is needed to read them", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const asked: Array<string> = []
      yield* process(
        Effect.gen(function* () {
          yield* TestClock.adjust(1)
          expect(yield* quotes).toMatchObject([{ exchange: "prices", market: "ab", base: "aaa", quote: "bbb", last: "0", at: t0 }])
          yield* TestClock.adjust(2 * intervalMs)
          expect(yield* quotes).toMatchObject([{ last: "1800", at: t0 + 2 * intervalMs }])
        }),
        asked,
        (endpoint, ms) => (endpoint === "pairs" ? pairs : `{"ab":"${Math.floor(ms / 1000)}"}`)
      )
      expect(asked).toEqual(["pairs 0", "prices 0", "pairs 900", "prices 900", "pairs 1800", "prices 1800"])
    })
  )

  it.effect("are not asked for again by a restart, until they are due", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      const asked: Array<string> = []
      const answer = (endpoint: string) => (endpoint === "pairs" ? pairs : '{"ab":"5"}')
      for (let start = 0; start < 4; start++) yield* process(TestClock.adjust(60_000), asked, answer)
      expect(asked).toEqual(["pairs 0", "prices 0"])
      yield* process(TestClock.adjust(intervalMs), asked, answer)
      expect(asked).toEqual(["pairs 0", "prices 0", "pairs 900", "prices 900"])
    })
  )

  it.effect("that cannot be read leave those of before, with their age, and are asked for again", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0)
      yield* process(
        Effect.gen(function* () {
          yield* TestClock.adjust(3 * intervalMs)
          expect(yield* quotes).toMatchObject([{ last: "7", at: t0 + 3 * intervalMs }])
        }),
        [],
        (endpoint, ms) => (endpoint === "pairs" ? pairs : ms === 0 ? '{"ab":"6"}' : ms < 3 * intervalMs ? '"nothing"' : '{"ab":"7"}')
      )
    })
  )
})

describe("an installation with an exchange that only gives prices", () => {
  let toy: ToyExchange
  let engine: ToyEngine
  beforeEach(async () => {
    toy = new ToyExchange()
    toy.ledger = [{ id: "1", at: t0, asset: "eth", amount: "2", group: null, kind: "deposit" }]
    toy.misbehave = ({ path }) =>
      path === "/pairs"
        ? Response.json({ em: ["ETH", "MXN"] })
        : path === "/prices"
          ? Response.json({ em: "60000.5" })
          : path === "/tickers"
            ? Response.json([])
            : undefined
    engine = await new ToyEngine(place, toy, toyAdapter, pricesOnly).start()
  })
  afterEach(() => engine.stop())

  it("values through it what no exchange of the owner's has a price for, and names source and age", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const value = await engine.run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, "mxn")))
    expect(value).toMatchObject({ total: "120001", complete: true })
    expect(value.holdings[0]?.path).toMatchObject([{ exchange: "prices", market: "em", rate: "60000.5", at: expect.any(Number) }])
    expect(value.oldestQuoteAt).toBe(value.holdings[0]?.path[0]?.at)
  })

  it("prefers the prices of the exchange that holds the asset", async () => {
    const prices = toy.misbehave
    toy.misbehave = (request) =>
      request.path === "/tickers"
        ? Response.json([{ market: "eth_mxn", base: "eth", quote: "mxn", bid: "61000", ask: "61000", last: "1" }])
        : prices(request)
    const { id } = await engine.connect()
    await engine.settled(id)
    const value = await engine.run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, "mxn")))
    expect(value).toMatchObject({ total: "122000", holdings: [{ path: [{ exchange: "toy" }] }] })
  })

  it("refuses to connect it, by name, and sends nothing for that", async () => {
    const before = toy.requests.length
    const refused = await engine.run(
      Effect.flip(
        Connections.use((connections) => connections.connect(owner, { exchange: "prices", credentials: {}, acceptUnverifiedRights: true }))
      )
    )
    expect(refused._tag).toBe("MarketDataOnly")
    expect(refused.message).toContain("Prices")
    expect(toy.requests.slice(before).filter(({ path }) => path !== "/pairs" && path !== "/prices")).toEqual([])
    expect(await engine.run(Connections.use((connections) => connections.list(owner)))).toEqual([])
  })
})
