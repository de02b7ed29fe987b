/** Making, naming, deleting and filling portfolios. They only say what is shown together: no sync and no row depends on them. */
import { Clock, Effect, Semaphore } from "effect"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import { PortfolioNotFound } from "../ledger/Ledger.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { PortfolioStore } from "../storage/PortfolioStore.ts"
import { ConnectionNotFound } from "../sync/Connections.ts"
import {
  longestPortfolioName,
  mostPortfolios,
  PortfolioIsDefault,
  PortfolioNameInvalid,
  PortfolioNameTaken,
  type Portfolios,
  TooManyPortfolios
} from "./Portfolios.ts"

const nameOf = (text: string): Effect.Effect<string, PortfolioNameInvalid> => {
  const name = text.normalize("NFC").trim()
  const fits = name !== "" && Array.from(name).length <= longestPortfolioName && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(name)
  return fits ? Effect.succeed(name) : Effect.fail(new PortfolioNameInvalid())
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const changePortfolios = Effect.gen(function* () {
  const store = yield* PortfolioStore
  const connections = yield* ConnectionStore
  // Two requests at once must not both find a name free, or a place for one more.
  const oneAtATime = (yield* Semaphore.make(1)).withPermits(1)

  const list = (owner: OwnerId) => store.list(owner).pipe(Effect.orDie)
  const found = Effect.fnUntraced(function* (owner: OwnerId, id: PortfolioId) {
    return (yield* list(owner)).find((portfolio) => portfolio.id === id) ?? (yield* new PortfolioNotFound())
  })
  const allKnown = Effect.fnUntraced(function* (owner: OwnerId, wanted: ReadonlyArray<ConnectionId>) {
    const known = new Set((yield* connections.list(owner).pipe(Effect.orDie)).map(({ id }) => id))
    if (wanted.some((id) => !known.has(id))) return yield* new ConnectionNotFound()
  })

  const changes: Pick<Portfolios["Service"], "create" | "rename" | "remove" | "place" | "showing"> = {
    create: (owner, text, members) =>
      oneAtATime(
        Effect.gen(function* () {
          const name = yield* nameOf(text)
          yield* allKnown(owner, members)
          const all = yield* list(owner)
          const same = all.find((portfolio) => isSame(portfolio.name, name))
          if (same === undefined && all.length >= mostPortfolios) return yield* new TooManyPortfolios()
          const id = same?.id ?? (yield* store.insert(owner, name).pipe(Effect.orDie))
          if (same?.isDefault !== true) yield* store.add(owner, id, members).pipe(Effect.orDie)
          return yield* found(owner, id).pipe(Effect.orDie)
        })
      ),
    rename: (owner, id, text) =>
      oneAtATime(
        Effect.gen(function* () {
          yield* found(owner, id)
          const name = yield* nameOf(text)
          const taken = (yield* list(owner)).some((other) => other.id !== id && isSame(other.name, name))
          if (taken) return yield* new PortfolioNameTaken()
          yield* store.rename(owner, id, name).pipe(Effect.orDie)
          return yield* found(owner, id)
        })
      ),
    remove: (owner, id, wanted) =>
      oneAtATime(
        Effect.gen(function* () {
          const { isDefault } = yield* found(owner, id)
          if (isDefault) return yield* new PortfolioIsDefault()
          const others = (yield* list(owner)).filter((portfolio) => portfolio.id !== id)
          const heir = others.find((portfolio) => (wanted === null ? portfolio.isDefault : portfolio.id === wanted))
          if (heir === undefined) return yield* new PortfolioNotFound()
          yield* store.remove(owner, id, heir.isDefault ? null : heir.id, yield* Clock.currentTimeMillis).pipe(Effect.orDie)
          return heir
        })
      ),
    place: (owner, connection, wanted) =>
      oneAtATime(
        Effect.gen(function* () {
          yield* allKnown(owner, [connection])
          const known = new Map((yield* list(owner)).map((portfolio) => [portfolio.id, portfolio]))
          if (wanted.some((id) => !known.has(id))) return yield* new PortfolioNotFound()
          const stored = wanted.filter((id) => known.get(id)?.isDefault === false)
          yield* store.place(owner, connection, stored).pipe(Effect.orDie)
        })
      ),
    showing: Effect.fnUntraced(function* (owner, connection) {
      yield* allKnown(owner, [connection])
      const memberships = yield* store.memberships(owner).pipe(Effect.orDie)
      const places = new Set(memberships.filter((one) => one.connection === connection).map(({ portfolio }) => portfolio))
      return (yield* list(owner)).filter(({ id, isDefault }) => isDefault || places.has(id))
    })
  }
  return changes
})
