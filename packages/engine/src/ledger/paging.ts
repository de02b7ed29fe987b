/** Pages of a list that only grows: a cursor is the place of a row, so it stays valid whatever is added around it. */
import { Effect } from "effect"
import type { ListRange } from "../storage/EventReader.ts"
import { InvalidCursor, type ItemPage, type PageQuery } from "./Ledger.ts"

/** What a list is ordered by. */
type Place = ReadonlyArray<number | string>

const encode = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url")

/** Types of the parts of a place, in order. */
type Shape = ReadonlyArray<"number" | "string">

const decode = (cursor: string, shape: Shape): Place | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    return Array.isArray(value) &&
      value.length === shape.length &&
      shape.every((type, i) => typeof value[i] === type && (type === "string" || Number.isSafeInteger(value[i])))
      ? (value as Place)
      : undefined
  } catch {
    return undefined
  }
}

export const paged = Effect.fnUntraced(function* <P extends Place, A, E, R>(
  shape: Shape,
  { limit, after, before, fromEnd = false }: PageQuery,
  read: (range: ListRange<P>) => Effect.Effect<ReadonlyArray<{ readonly position: P; readonly item: A }>, E, R>
): Effect.fn.Return<ItemPage<A>, E | InvalidCursor, R> {
  const placeOf = (cursor: string | undefined) => {
    if (cursor === undefined) return Effect.succeed(null)
    const place = decode(cursor, shape)
    return place === undefined ? Effect.fail(new InvalidCursor()) : Effect.succeed(place as P)
  }
  const beyond = yield* placeOf(fromEnd ? before : after)
  const until = yield* placeOf(fromEnd ? after : before)
  const rows = yield* read({ beyond, until, backwards: fromEnd, limit: limit + 1 })
  const items = rows.slice(0, limit).map(({ position, item }) => ({ cursor: encode(position), item }))
  const more = rows.length > limit || until !== null
  return fromEnd
    ? { items: items.reverse(), hasNext: beyond !== null, hasPrevious: more }
    : { items, hasNext: more, hasPrevious: beyond !== null }
})

/** Pages of a list that is worked out as a whole, in the order of one number. */
export const pagedList = <A>(
  query: PageQuery,
  list: ReadonlyArray<A>,
  placeOf: (item: A) => number
): Effect.Effect<ItemPage<A>, InvalidCursor> =>
  paged<readonly [number], A, never, never>(["number"], query, ({ beyond, until, backwards, limit }) => {
    const within = list.filter((item) => {
      const place = placeOf(item)
      const [low, high] = backwards ? [until, beyond] : [beyond, until]
      return (low === null || place > low[0]) && (high === null || place < high[0])
    })
    const some = backwards ? within.slice(-limit).reverse() : within.slice(0, limit)
    return Effect.succeed(some.map((item) => ({ position: [placeOf(item)] as const, item })))
  })
