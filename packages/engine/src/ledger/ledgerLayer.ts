/** The ledger over its rows. */
import { Effect, Layer, Option, Stream } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { EventReader, type Position } from "../storage/EventReader.ts"
import { OwnerStore } from "../storage/OwnerStore.ts"
import { InvalidCursor, Ledger, PortfolioNotFound } from "./Ledger.ts"

const exportBatch = 1_000

const encode = (position: Position): string => Buffer.from(JSON.stringify(position)).toString("base64url")

const decode = (cursor: string): Position | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    const shape = ["number", "number", "string", "string", "number", "number"]
    return Array.isArray(value) &&
      value.length === shape.length &&
      shape.every((type, i) => typeof value[i] === type && (type === "string" || Number.isSafeInteger(value[i])))
      ? (value as unknown as Position)
      : undefined
  } catch {
    return undefined
  }
}

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
    const position = (cursor: string | undefined) =>
      Effect.suspend(() => {
        if (cursor === undefined) return Effect.succeed(null)
        const decoded = decode(cursor)
        return decoded === undefined ? Effect.fail(new InvalidCursor()) : Effect.succeed(decoded)
      })

    return Ledger.of({
      transactions: Effect.fnUntraced(function* (owner, portfolio, { filter, order, limit, after, before, fromEnd = false }) {
        const connections = yield* scope(owner, portfolio)
        const start = yield* position(fromEnd ? before : after)
        const stop = yield* position(fromEnd ? after : before)
        const forwards = order === "oldest-first" ? ("ascending" as const) : ("descending" as const)
        const backwards = order === "oldest-first" ? ("descending" as const) : ("ascending" as const)
        const rows = yield* reader
          .read(owner, { connections, filter, direction: fromEnd ? backwards : forwards, beyond: start, until: stop, limit: limit + 1 })
          .pipe(Effect.orDie)
        const items = rows.slice(0, limit).map((row) => ({ cursor: encode(row.position), transaction: row.transaction }))
        const beyond = rows.length > limit || stop !== null
        return fromEnd
          ? { items: items.reverse(), hasNext: start !== null, hasPrevious: beyond }
          : { items, hasNext: beyond, hasPrevious: start !== null }
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
      openItems: (owner, connection, limit) => reader.openItems(owner, connection, limit).pipe(Effect.orDie),
      quarantined: (owner, connection, limit) => reader.quarantined(owner, connection, limit).pipe(Effect.orDie)
    })
  })
)
