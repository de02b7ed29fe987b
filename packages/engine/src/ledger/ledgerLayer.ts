/** The ledger over its rows. */
import { Effect, Layer, Option, Stream } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { EventReader, type ListRange, type OpenPosition, type Position, type QuarantinePosition } from "../storage/EventReader.ts"
import { OwnerStore } from "../storage/OwnerStore.ts"
import { Ledger, PortfolioNotFound, type Transaction } from "./Ledger.ts"
import { paged } from "./paging.ts"

const exportBatch = 1_000

/** A portfolio is every connection of its owner, for now: a table of its own decides which when owners can make more. */
export const connectionsOf = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId) {
  const owners = yield* OwnerStore
  const connections = yield* ConnectionStore
  const known = yield* owners.portfolios(owner).pipe(Effect.orDie)
  if (!known.some(({ id }) => id === portfolio)) return yield* new PortfolioNotFound()
  return (yield* connections.list(owner).pipe(Effect.orDie)).map(({ id }) => id)
})

export const layer = Layer.effect(
  Ledger,
  Effect.gen(function* () {
    const reader = yield* EventReader
    const context = yield* Effect.context<OwnerStore | ConnectionStore>()
    const scope = (owner: OwnerId, portfolio: PortfolioId) => connectionsOf(owner, portfolio).pipe(Effect.provide(context))
    return Ledger.of({
      transactions: Effect.fnUntraced(function* (owner, portfolio, { filter, order, ...query }) {
        const connections = yield* scope(owner, portfolio)
        return yield* paged<Position, Transaction, never, never>(
          ["number", "number", "string", "string", "number", "number"],
          query,
          ({ backwards, ...range }) =>
            reader
              .read(owner, {
                connections,
                filter,
                direction: (order === "oldest-first") === backwards ? "descending" : "ascending",
                ...range
              })
              .pipe(
                Effect.orDie,
                Effect.map((rows) => rows.map(({ position, transaction }) => ({ position, item: transaction })))
              )
        )
      }),
      count: Effect.fnUntraced(function* (owner, portfolio, filter) {
        return yield* reader.count(owner, yield* scope(owner, portfolio), filter).pipe(Effect.orDie)
      }),
      transaction: (owner, connection, seq) => reader.one(owner, connection, seq).pipe(Effect.orDie),
      all: (owner, portfolio) =>
        Stream.unwrap(
          Effect.map(scope(owner, portfolio), (connections) =>
            Stream.paginate(null as Position | null, (beyond) =>
              reader.read(owner, { connections, filter: {}, direction: "ascending", beyond, limit: exportBatch }).pipe(
                Effect.orDie,
                Effect.map(
                  (rows) =>
                    [
                      rows.map((row) => row.transaction),
                      rows.length < exportBatch ? Option.none() : Option.some(rows.at(-1)!.position)
                    ] as const
                )
              )
            )
          )
        ),
      mark: Effect.fnUntraced(function* (owner, portfolio) {
        return yield* reader.mark(owner, yield* scope(owner, portfolio)).pipe(Effect.orDie)
      }),
      openItems: (owner, connection, query) =>
        paged(["number", "string", "string", "number"], query, (range: ListRange<OpenPosition>) =>
          reader.openItems(owner, connection, range).pipe(Effect.orDie)
        ),
      quarantined: (owner, connection, query) =>
        paged(["number", "string", "string"], query, (range: ListRange<QuarantinePosition>) =>
          reader.quarantined(owner, connection, range).pipe(Effect.orDie)
        )
    })
  })
)
