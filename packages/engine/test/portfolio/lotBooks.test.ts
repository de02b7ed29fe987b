import { Decimal } from "@caudal/exchange"
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { EventReader } from "../../src/storage/EventReader.ts"
import { LotChoiceStore } from "../../src/storage/LotChoiceStore.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PortfolioStore } from "../../src/storage/PortfolioStore.ts"
import { resolver } from "../../src/assets/resolve.ts"
import {
  Assets,
  Books,
  ConnectionId,
  EventSeq,
  Gains,
  Ledger,
  OwnerId,
  PortfolioId,
  Portfolios,
  PriceBook,
  type Transaction
} from "../../src/index.ts"
import { layer as gainsLayer } from "../../src/portfolio/gainsLayer.ts"
import { layer as lotBooksLayer } from "../../src/portfolio/LotBooks.ts"
import { sha256 } from "../../src/vault/digest.ts"

const owner = OwnerId(1)
const portfolio = PortfolioId(1)

/** Buys, and from the second hundred on a sale for each. */
const fill = (n: number): Transaction => {
  const [btc, mxn] = n < 100 || n % 2 === 0 ? ["0.01", "-10"] : ["-0.01", "11"]
  return {
    connectionId: ConnectionId(1),
    seq: EventSeq(n + 1),
    exchange: "bitso",
    accountKey: "a",
    stream: "ledger",
    externalId: `row-${n}`,
    occurrence: 0,
    version: 1,
    kind: "trade",
    operation: "trade",
    at: Date.UTC(2020, 0, 1) + n * 1000,
    rank: null,
    status: "settled",
    groupId: `trade:${n}`,
    refs: [{ type: "trade", id: String(n) }],
    postings: [
      { wallet: "spot", asset: "btc", amount: Decimal.make(btc), role: "principal" },
      { wallet: "spot", asset: "mxn", amount: Decimal.make(mxn), role: "principal" }
    ],
    price: null,
    transfer: null,
    witnesses: []
  }
}

/** What the world says now, and how often the whole ledger was read. */
const world = (fills: number) => {
  const rows = Array.from({ length: fills }, (_, n) => fill(n))
  const state = { rows, ledger: "1", prices: "1", reads: 0 }
  const engine = gainsLayer.pipe(
    Layer.provide(lotBooksLayer(sha256)),
    Layer.provide(
      Layer.mergeAll(
        Layer.mock(Ledger)({
          all: () => Stream.suspend(() => (state.reads++, Stream.fromIterable(state.rows))),
          mark: () => Effect.sync(() => state.ledger)
        }),
        Layer.mock(Assets)({ resolver: () => Effect.succeed(resolver(seedRules)), corrections: () => Effect.succeed([]), relations: [] }),
        Layer.mock(Books)({}),
        Layer.mock(BookStore)({}),
        Layer.mock(ConnectionStore)({ list: () => Effect.succeed([]) }),
        Layer.mock(EventReader)({}),
        Layer.mock(LotChoiceStore)({ all: () => Effect.succeed([]) }),
        Layer.mock(OpeningStore)({}),
        Layer.mock(PortfolioStore)({ list: () => Effect.succeed([{ id: portfolio, isDefault: true } as never]) }),
        Layer.mock(Portfolios)({ connections: () => Effect.succeed([]) }),
        Layer.mock(PriceBook)({
          mark: () => Effect.sync(() => state.prices),
          load: () => Effect.succeed({ currency: "mxn", at: () => null, daily: () => null, gaps: [], carried: [], hash: "" } as never)
        })
      )
    )
  )
  return { state, runtime: ManagedRuntime.make(engine) }
}

let open: ReturnType<typeof world> | undefined
afterEach(() => open?.runtime.dispose())

describe("lots that were made for one page", () => {
  const page = (after?: string) =>
    open!.runtime.runPromise(
      Gains.use((gains) =>
        gains.disposals(owner, portfolio, { currency: "mxn", limit: 5, filter: {}, ...(after !== undefined && { after }) })
      )
    )

  it("serve the next one, other methods and explanations, until ledger or prices say something else", async () => {
    open = world(130)
    const first = await page()
    const second = await page(first.items.at(-1)!.cursor)
    expect(second.items.map(({ item }) => item.event)).not.toEqual(first.items.map(({ item }) => item.event))
    await open.runtime.runPromise(Gains.use((gains) => gains.compare(owner, portfolio, { currency: "mxn", year: 2020, methods: null })))
    const figure = `disposals/${first.items[0]!.item.event}/gain`
    await open.runtime.runPromise(Gains.use((gains) => gains.explain(owner, portfolio, { currency: "mxn", figure, offset: 0, limit: 5 })))
    expect(open.state.reads).toBe(1)
    open.state.rows = [...open.state.rows, fill(131)]
    open.state.ledger = "2"
    expect((await page()).count).toBe(first.count + 1)
    expect(open.state.reads).toBe(2)
    open.state.prices = "2"
    await page()
    expect(open.state.reads).toBe(3)
  })

  it("are made once for questions that come at the same time", async () => {
    open = world(130)
    await Promise.all([page(), page(), page()])
    expect(open.state.reads).toBe(1)
  })
})
