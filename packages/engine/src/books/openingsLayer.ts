/** Keeps what owners assert, and has the certificate issued anew by it. */
import { Clock, Effect, Layer, SubscriptionRef } from "effect"
import { Exchanges } from "../Exchanges.ts"
import type { ConnectionId, OpeningId, OwnerId } from "../Ids.ts"
import { BookStore } from "../storage/BookStore.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { OpeningStore } from "../storage/OpeningStore.ts"
import { PageStore } from "../storage/PageStore.ts"
import { ConnectionNotFound } from "../sync/Connections.ts"
import { Supervisor } from "../sync/Supervisor.ts"
import { certify } from "./certify.ts"
import {
  AcquiredAfterOpening,
  AssetNeverSeen,
  type Assertion,
  type Opening,
  OpeningInFuture,
  OpeningNotFound,
  Openings,
  WalletNotFound
} from "./Openings.ts"

/** What is said, without when and for the how manieth time. */
const wordsOf = ({ wallet, asset, at, quantity, cost, acquiredAt, note }: Assertion): string =>
  JSON.stringify([wallet, asset, at, quantity, cost?.amount ?? null, cost?.currency ?? null, acquiredAt, note])

export const layer = Layer.effect(
  Openings,
  Effect.gen(function* () {
    const store = yield* OpeningStore
    const connections = yield* ConnectionStore
    const pages = yield* PageStore
    const exchanges = yield* Exchanges
    const supervisor = yield* Supervisor
    const context = yield* Effect.context<BookStore | OpeningStore | PageStore>()

    const versions = Effect.fnUntraced(function* (owner: OwnerId, id: OpeningId) {
      const known = yield* store.versions(owner, id).pipe(Effect.orDie)
      return known.length === 0 ? yield* new OpeningNotFound() : known
    })
    const get = (owner: OwnerId, id: OpeningId) => Effect.map(versions(owner, id), ([last]) => last!)

    /** In the middle of a sync rows and balances are not of one time: its end issues the certificate. */
    const issue = Effect.fnUntraced(
      function* (owner: OwnerId, connection: ConnectionId) {
        const { running } = yield* SubscriptionRef.get(yield* supervisor.progress(owner, connection))
        const grounds = yield* (yield* BookStore).grounds(owner, connection)
        if (!running && grounds !== null) yield* certify(owner, connection, grounds)
      },
      Effect.provide(context),
      Effect.orDie
    )

    const checked = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId, assertion: Assertion) {
      const known = yield* connections.get(owner, connection).pipe(Effect.orDie)
      if (known === null) return yield* new ConnectionNotFound()
      const now = yield* Clock.currentTimeMillis
      if (assertion.at > now) return yield* new OpeningInFuture()
      if (assertion.acquiredAt !== null && assertion.acquiredAt > assertion.at) return yield* new AcquiredAfterOpening()
      const wallets = exchanges.get(known.exchange)?.manifest.wallets
      if (wallets !== undefined && !wallets.includes(assertion.wallet)) return yield* new WalletNotFound({ wallets })
      const seen = [...(yield* pages.assetsSeen(owner, connection).pipe(Effect.orDie))]
      // people see symbols, ledgers hold codes: either names the asset
      const asset =
        seen.find((code) => code === assertion.asset) ?? seen.find((code) => code.toLowerCase() === assertion.asset.toLowerCase())
      if (asset === undefined) return yield* new AssetNeverSeen({ seen: seen.sort() })
      return { ...assertion, asset }
    })

    return Openings.of({
      list: (owner, connection) => store.all(owner, connection).pipe(Effect.orDie),
      get,
      versions,
      assert: Effect.fnUntraced(function* (owner, connection, assertion) {
        const said = yield* checked(owner, connection, assertion)
        const standing = (yield* store.all(owner, connection).pipe(Effect.orDie)).find(
          ({ wallet, asset, withdrawn }) => !withdrawn && wallet === said.wallet && asset === said.asset
        )
        if (standing !== undefined && wordsOf(standing) === wordsOf(said)) return standing
        const assertedAt = yield* Clock.currentTimeMillis
        const stored = yield* store.put(owner, connection, { ...said, assertedAt, withdrawn: false }).pipe(Effect.orDie)
        yield* issue(owner, connection)
        return stored
      }),
      withdraw: Effect.fnUntraced(function* (owner, id) {
        const last: Opening = yield* get(owner, id)
        if (last.withdrawn) return last
        const assertedAt = yield* Clock.currentTimeMillis
        const stored = yield* store.put(owner, last.connectionId, { ...last, assertedAt, withdrawn: true }).pipe(Effect.orDie)
        yield* issue(owner, last.connectionId)
        return stored
      })
    })
  })
)
