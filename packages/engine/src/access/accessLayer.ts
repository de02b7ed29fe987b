/**
 * Owner tokens: `caudal_` + 32 random bytes in base62-safe base64url + a checksum that lets a mistyped token be told from
 * a wrong one. 256 random bits need no slow hash: SHA-256 is stored, compared by the database's index on equal length.
 */
import { createHash, randomBytes } from "node:crypto"
import { Clock, Effect, Layer } from "effect"
import { OwnerStore } from "../storage/OwnerStore.ts"
import { Access, TokenRefused } from "./Access.ts"

const hashOf = (token: string): string => createHash("sha256").update("caudal owner token\0").update(token).digest("hex")

const newToken = (): string => {
  const body = randomBytes(32).toString("base64url")
  return `caudal_${body}_${createHash("sha256").update(body).digest("hex").slice(0, 6)}`
}

export const layer = Layer.effect(
  Access,
  Effect.gen(function* () {
    const store = yield* OwnerStore
    const owner = Effect.gen(function* () {
      const known = yield* store.first
      if (known !== null) return known
      return { owner: yield* store.create(yield* Clock.currentTimeMillis), tokenHash: null }
    }).pipe(Effect.orDie)

    const put = Effect.fnUntraced(function* (token: string) {
      const { owner: id } = yield* owner
      yield* store.putTokenHash(id, hashOf(token)).pipe(Effect.orDie)
      return token
    })

    return Access.of({
      authenticate: Effect.fnUntraced(function* (token) {
        const id = yield* store.byTokenHash(hashOf(token)).pipe(Effect.orDie)
        return id ?? (yield* new TokenRefused())
      }),
      localOwner: Effect.map(owner, (known) => known.owner),
      knownOwner: Effect.map(store.first, (known) => known?.owner ?? null).pipe(Effect.orDie),
      hasToken: Effect.map(owner, (known) => known.tokenHash !== null),
      makeToken: Effect.sync(newToken),
      firstStart: Effect.gen(function* () {
        const { tokenHash } = yield* owner
        return tokenHash === null ? yield* put(newToken()) : null
      }),
      resetToken: Effect.suspend(() => put(newToken())),
      adoptToken: (token) => Effect.asVoid(put(token))
    })
  })
)
