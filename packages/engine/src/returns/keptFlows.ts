/**
 * What the rows of a ledger come to, day by day. A page of figures asks for it several times, and again whenever its period
 * or currency is changed: so what was read is kept, as long as ledger, corrections and openings say the same.
 */
import type { DayOf } from "@caudal/accounting"
import { Effect, Semaphore, Stream } from "effect"
import { Assets } from "../assets/Assets.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { Ledger } from "../ledger/Ledger.ts"
import { accountOpenings } from "../portfolio/accountOpenings.ts"
import { KeepLast } from "../portfolio/KeepLast.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import type { BookStore } from "../storage/BookStore.ts"
import type { ConnectionStore } from "../storage/ConnectionStore.ts"
import type { EventReader } from "../storage/EventReader.ts"
import type { OpeningStore } from "../storage/OpeningStore.ts"
import type { PortfolioStore } from "../storage/PortfolioStore.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { FlowWatcher } from "./FlowTrace.ts"
import { FlowFold } from "./projectFlows.ts"

/** Portfolios by zone: a screen of one owner. Each holds every movement of its rows. */
const mostKept = 2

export interface Flows {
  readonly projection: FlowProjection
  readonly openings: ReadonlyArray<AccountOpening>
}

export const keptFlows = Effect.gen(function* () {
  const ledger = yield* Ledger
  const assets = yield* Assets
  const context = yield* Effect.context<BookStore | ConnectionStore | EventReader | OpeningStore | PortfolioStore>()
  const oneAtATime = (yield* Semaphore.make(1)).withPermits(1)
  const kept = new KeepLast<Flows>(mostKept)

  const openingsOf = (owner: OwnerId, portfolio: PortfolioId) => accountOpenings(owner, portfolio).pipe(Effect.provide(context))

  const folded = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, openings: Flows["openings"], fold: FlowFold) {
    yield* Stream.runForEach(ledger.all(owner, portfolio), (row) => Effect.sync(() => fold.add(row)))
    for (const opening of openings) fold.open(opening)
    return { projection: fold.end(), openings } satisfies Flows
  })

  const read = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, timeZone: string, dayOf: DayOf) {
    const mark = yield* ledger.mark(owner, portfolio)
    const openings = yield* openingsOf(owner, portfolio)
    const key = JSON.stringify([owner, portfolio, timeZone, mark, yield* assets.corrections(owner), openings])
    const known = kept.get(key)
    if (known !== undefined) return known
    const resolve = yield* assets.resolver(owner)
    return kept.set(key, yield* folded(owner, portfolio, openings, new FlowFold(resolve, timeZone, dayOf)))
  })

  return {
    // Several fields of one question ask at once: the first reads it for all.
    read: (owner: OwnerId, portfolio: PortfolioId, timeZone: string, dayOf: DayOf) => oneAtATime(read(owner, portfolio, timeZone, dayOf)),
    /** Every row once more, for a watcher of what each comes to. */
    watch: Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, timeZone: string, dayOf: DayOf, watcher: FlowWatcher) {
      const fold = new FlowFold(yield* assets.resolver(owner), timeZone, dayOf, watcher)
      return yield* folded(owner, portfolio, yield* openingsOf(owner, portfolio), fold)
    })
  }
})
