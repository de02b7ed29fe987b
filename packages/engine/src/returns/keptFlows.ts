/**
 * What the rows of a ledger come to, day by day. It is kept, and after a change of the ledger only the acts that changed are
 * read again; all rows only where corrections of assets say something else, or so many changed that it is as quick.
 */
import type { DayOf } from "@caudal/accounting"
import { Effect, Semaphore, Stream } from "effect"
import type { Resolve } from "../assets/resolve.ts"
import { Assets } from "../assets/Assets.ts"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import { Ledger, type LedgerChanges, type PortfolioNotFound } from "../ledger/Ledger.ts"
import { accountOpenings } from "../portfolio/accountOpenings.ts"
import { KeepLast } from "../portfolio/KeepLast.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import type { BookStore } from "../storage/BookStore.ts"
import type { ConnectionStore } from "../storage/ConnectionStore.ts"
import type { EventReader } from "../storage/EventReader.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import type { PortfolioStore } from "../storage/PortfolioStore.ts"
import { flowActs } from "./FlowActs.ts"
import type { FlowBook } from "./FlowBook.ts"
import { FlowHash } from "./FlowHash.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { FlowWatcher } from "./FlowWatcher.ts"
import { type ActDays, LotActs } from "./LotActs.ts"
import { FlowFold } from "./projectFlows.ts"

/** Of portfolios by zone, of all owners, in bytes: two of a hundred thousand trades over ten years, or many small ones. */
const mostKept = 160 * 2 ** 20
/** As weighed: a movement, or a trade beside one of its assets; an act that is packed. */
const moveBytes = 320
const actBytes = 280
/** Whose rows are read at once. */
const mostInstants = 500

export interface Flows {
  readonly projection: FlowProjection
  readonly openings: ReadonlyArray<AccountOpening>
  /** Has named those before it. */
  readonly hash: FlowHash
  /** What lots are made of. */
  readonly acts: ActDays
  readonly firsts: ReadonlyMap<ConnectionId, number>
  readonly resolve: Resolve
  /** Follows the ledger, and then shows another projection. */
  readonly book: FlowBook
}

interface Kept extends Flows {
  readonly lotActs: LotActs
  readonly mark: string
}

const bytesOf = ({ projection, lotActs }: Kept): number => {
  let moves = 0
  for (const { columns, trades } of projection.assets.values()) {
    moves += trades.length
    for (const column of columns) moves += column.moves.length
  }
  return moves * moveBytes + lotActs.size * actBytes
}

/** By all that they say. */
const saidOf = (openings: ReadonlyArray<AccountOpening>, firsts: ReadonlyMap<ConnectionId, number>) =>
  new Map(
    openings.map((said) => {
      const first = firsts.get(said.opening.connectionId)
      return [JSON.stringify([said, first]), { said, first }]
    })
  )

/** The book, and it alone, is changed by it: what was given out before stays as it is. */
const follow = (kept: Kept, changes: LedgerChanges, openings: ReadonlyArray<AccountOpening>, dayOf: DayOf): Kept => {
  const { book, lotActs, resolve } = kept
  const firsts = new Map(kept.firsts)
  for (const [connection, at] of changes.firsts)
    if (at === null) firsts.delete(connection)
    else firsts.set(connection, at)
  for (const act of flowActs(changes.before, resolve, dayOf)) {
    book.take(act)
    lotActs.take(act)
  }
  for (const act of flowActs(changes.after, resolve, dayOf)) {
    book.put(act)
    lotActs.put(act)
  }
  const [was, is] = [saidOf(kept.openings, kept.firsts), saidOf(openings, firsts)]
  for (const [word, { said, first }] of was) if (!is.has(word)) book.close(said, first)
  for (const [word, { said, first }] of is) if (!was.has(word)) book.open(said, first)
  return { ...kept, firsts, openings, mark: changes.mark, projection: book.projection(), acts: lotActs.days() }
}

/** `sha256` is given: digests are made in one place of the engine, and this is not it. */
export const keptFlows = Effect.fnUntraced(function* (sha256: (text: string) => string, most = mostKept) {
  const ledger = yield* Ledger
  const assets = yield* Assets
  const context = yield* Effect.context<BookStore | ConnectionStore | EventReader | OpeningStore | PortfolioStore>()
  const oneAtATime = (yield* Semaphore.make(1)).withPermits(1)
  const kept = new KeepLast<Kept>(most)

  const keep = (key: string, one: Kept): Kept => kept.set(key, one, bytesOf(one))

  const openingsOf = (owner: OwnerId, portfolio: PortfolioId) => accountOpenings(owner, portfolio).pipe(Effect.provide(context))

  const keyOf = (owner: OwnerId, portfolio: PortfolioId, timeZone: string) =>
    Effect.map(assets.corrections(owner), (corrections) => JSON.stringify([owner, portfolio, timeZone, corrections]))

  const read = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, timeZone: string, dayOf: DayOf) {
    const key = yield* keyOf(owner, portfolio, timeZone)
    const mark = yield* ledger.mark(owner, portfolio)
    const openings = yield* openingsOf(owner, portfolio)
    const known = kept.get(key)
    if (known !== undefined) {
      if (known.mark === mark && JSON.stringify(known.openings) === JSON.stringify(openings)) return known
      const changes = yield* ledger.changes(owner, portfolio, known.mark)
      kept.drop(key)
      if (changes !== null) return keep(key, follow(known, changes, openings, dayOf))
    }
    const resolve = yield* assets.resolver(owner)
    const lotActs = new LotActs(dayOf)
    const fold = new FlowFold(resolve, timeZone, dayOf, lotActs)
    yield* Stream.runForEach(ledger.all(owner, portfolio), (row) => Effect.sync(() => fold.add(row)))
    const projection = fold.end(openings)
    const { book, firsts } = fold
    const hash = new FlowHash(sha256)
    const made: Kept = { projection, openings, hash, acts: lotActs.days(), firsts, resolve, book, lotActs, mark }
    // Rows that came while these were read are in it in part: it is good for this answer, and for no other.
    return (yield* ledger.mark(owner, portfolio)) === mark ? keep(key, made) : made
  })

  return {
    // Several fields of one question ask at once: the first reads it for all.
    read: (owner: OwnerId, portfolio: PortfolioId, timeZone: string, dayOf: DayOf): Effect.Effect<Flows, PortfolioNotFound> =>
      oneAtATime(read(owner, portfolio, timeZone, dayOf)),
    /**
     * Tells what moved at some instants, and reads no other rows for it. Rows may have come since: then the watcher is told
     * nothing, or what is no longer what the days say.
     */
    tell: Effect.fnUntraced(function* (
      owner: OwnerId,
      portfolio: PortfolioId,
      dayOf: DayOf,
      { book, projection, openings, firsts, resolve }: Flows,
      instants: ReadonlyArray<number>,
      watcher: FlowWatcher
    ) {
      const begun = openings.map((said) => [said, firsts.get(said.opening.connectionId)] as const)
      for (let from = 0; from < instants.length; from += mostInstants) {
        const some = instants.slice(from, from + mostInstants)
        const rows = yield* ledger.together(owner, portfolio, some)
        if (book.projection() !== projection) return
        book.tell(new Set(some), flowActs(rows, resolve, dayOf), begun, watcher)
      }
    })
  }
})
