import { dayIn } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import { Effect, Layer, Stream } from "effect"
import { expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { Assets, ConnectionId, EventSeq, Ledger, OwnerId, PortfolioId, type Transaction } from "../../src/index.ts"
import { keptFlows } from "../../src/returns/keptFlows.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { EventReader } from "../../src/storage/EventReader.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PortfolioStore } from "../../src/storage/PortfolioStore.ts"

const owner = OwnerId(1)
const portfolio = PortfolioId(1)

const deposit = (n: number): Transaction => ({
  connectionId: ConnectionId(1),
  seq: EventSeq(n),
  exchange: "bitso",
  accountKey: "a",
  stream: "ledger",
  externalId: `row-${n}`,
  occurrence: 0,
  version: 1,
  kind: "deposit",
  operation: "funding",
  at: Date.UTC(2020, 0, n, 3),
  rank: null,
  status: "settled",
  groupId: null,
  refs: [],
  postings: [{ wallet: "spot", asset: "btc", amount: Decimal.make("1"), role: "principal" }],
  price: null,
  transfer: null,
  witnesses: []
})

const world = () => {
  const state = { rows: [deposit(1), deposit(2)], ledger: "1", corrections: [] as ReadonlyArray<never>, reads: 0 }
  const layer = Layer.mergeAll(
    Layer.mock(Ledger)({
      all: () => Stream.suspend(() => (state.reads++, Stream.fromIterable(state.rows))),
      mark: () => Effect.sync(() => state.ledger)
    }),
    Layer.mock(Assets)({
      resolver: () => Effect.succeed(resolver(seedRules)),
      corrections: () => Effect.sync(() => state.corrections),
      relations: []
    }),
    Layer.mock(BookStore)({}),
    Layer.mock(ConnectionStore)({ list: () => Effect.succeed([]) }),
    Layer.mock(EventReader)({}),
    Layer.mock(OpeningStore)({}),
    Layer.mock(PortfolioStore)({ list: () => Effect.succeed([{ id: portfolio, isDefault: true } as never]) })
  )
  return { state, layer }
}

it("what the rows come to is read once for all figures, and again when rows, corrections or the zone are others", async () => {
  const { state, layer } = world()
  await Effect.gen(function* () {
    const flows = yield* keptFlows
    const read = (zone = "UTC") => flows.read(owner, portfolio, zone, dayIn(zone))
    const days = (zone?: string) =>
      Effect.map(read(zone), ({ projection }) =>
        projection.assets.get("bitcoin")!.columns.flatMap(({ moves }) => moves.map(({ day }) => new Date(day * 86_400_000).getUTCDate()))
      )
    const [first, second] = yield* Effect.all([read(), read()], { concurrency: "unbounded" })
    expect([first === second, state.reads]).toEqual([true, 1])
    expect(yield* days()).toEqual([1, 2])

    state.rows.push(deposit(3))
    state.ledger = "2"
    expect(yield* days()).toEqual([1, 2, 3])
    expect(yield* days()).toEqual([1, 2, 3])
    expect(state.reads).toBe(2)

    // three in the morning is the evening before
    expect(yield* days("America/Mexico_City")).toEqual([31, 1, 2])
    expect(yield* days()).toEqual([1, 2, 3])
    expect(state.reads).toBe(3)

    state.corrections = ["another meaning of a code" as never]
    expect(yield* days()).toEqual([1, 2, 3])
    expect(state.reads).toBe(4)
  }).pipe(Effect.provide(layer), Effect.runPromise)
})
