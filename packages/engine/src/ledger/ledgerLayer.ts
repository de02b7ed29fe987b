/** The ledger over its rows. */
import { Effect, Layer, Option, Stream } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import type { BookStore } from "../storage/BookStore.ts"
import { ChangeReader, type Mark } from "../storage/ChangeReader.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { EventReader, type ListRange, type OpenPosition, type Position, type QuarantinePosition } from "../storage/EventReader.ts"
import { PortfolioStore } from "../storage/PortfolioStore.ts"
import { duplicatesAmong } from "./duplicates.ts"
import { Ledger, PortfolioNotFound, type Transaction } from "./Ledger.ts"
import { paged } from "./paging.ts"

const exportBatch = 1_000
/** Of one connection; more are as quickly read from the beginning. */
const mostChanges = 5_000
/** How often changes are read again because others were written meanwhile. */
const mostTries = 3

const markOf = (marks: ReadonlyArray<Mark>): string => JSON.stringify(marks)

/** What a portfolio shows: the first one every connection of its owner, another one those that were put there. */
export const shownIn = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId) {
  const portfolios = yield* PortfolioStore
  const connections = yield* ConnectionStore
  const known = (yield* portfolios.list(owner).pipe(Effect.orDie)).find(({ id }) => id === portfolio)
  if (known === undefined) return yield* new PortfolioNotFound()
  const all = yield* connections.list(owner).pipe(Effect.orDie)
  if (known.isDefault) return all
  const memberships = yield* portfolios.memberships(owner).pipe(Effect.orDie)
  const members = new Set(memberships.filter((one) => one.portfolio === portfolio).map(({ connection }) => connection))
  return all.filter(({ id }) => members.has(id))
})

/** What a portfolio counts: of two connections that turn out to be to one account, only one. */
export const countedIn = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId) {
  const shown = yield* shownIn(owner, portfolio)
  const duplicates = yield* duplicatesAmong(owner, shown).pipe(Effect.orDie)
  return shown.filter(({ id }) => !duplicates.has(id))
})

export const layer = Layer.effect(
  Ledger,
  Effect.gen(function* () {
    const reader = yield* EventReader
    const changed = yield* ChangeReader
    const context = yield* Effect.context<BookStore | ConnectionStore | EventReader | PortfolioStore>()
    const scope = (owner: OwnerId, portfolio: PortfolioId) =>
      Effect.map(countedIn(owner, portfolio), (counted) => counted.map(({ id }) => id)).pipe(Effect.provide(context))
    const marks = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId) {
      return yield* changed.marks(owner, yield* scope(owner, portfolio)).pipe(Effect.orDie)
    })
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
                // A database in the process answers at once: without this nobody else had a turn until the last row.
                Effect.tap(() => Effect.yieldNow),
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
      together: Effect.fnUntraced(function* (owner, portfolio, instants) {
        const own = yield* Effect.forEach(yield* scope(owner, portfolio), (connection) =>
          reader.together(owner, connection, instants)
        ).pipe(Effect.orDie)
        return own.flat()
      }),
      mark: (owner, portfolio) => Effect.map(marks(owner, portfolio), markOf),
      changes: Effect.fnUntraced(function* (owner, portfolio, since) {
        const then = JSON.parse(since) as ReadonlyArray<Mark>
        for (let tries = 0; tries < mostTries; tries++) {
          const now = yield* marks(owner, portfolio)
          if (
            then.length !== now.length ||
            then.some(({ connection, books }, i) => connection !== now[i]!.connection || books !== now[i]!.books)
          )
            return null
          const moved = then.filter(({ last }, i) => last !== now[i]!.last)
          const found = yield* Effect.forEach(moved, ({ connection, last }) =>
            Effect.all([changed.changes(owner, connection, last, mostChanges), changed.firstAt(owner, connection)])
          ).pipe(Effect.orDie)
          const changes = found.flatMap(([change]) => (change === null ? [] : [change]))
          if (changes.length < moved.length) return null
          const mark = markOf(now)
          // What was written while this was read is told of together, or not at all.
          if (markOf(yield* marks(owner, portfolio)) !== mark) continue
          return {
            mark,
            before: changes.flatMap(({ before }) => before),
            after: changes.flatMap(({ after }) => after),
            firsts: new Map(moved.map(({ connection }, i) => [connection, found[i]![1]]))
          }
        }
        return null
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
