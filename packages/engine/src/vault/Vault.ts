/** Keeps credentials sealed, and signs with them. Nothing here returns a secret. */
import { createHmac, createSecretKey, type KeyObject, randomBytes, randomUUID } from "node:crypto"
import type { CredentialSpec, Recipe } from "@caudal/exchange"
import { Context, Effect, Layer, Schema } from "effect"
import type { SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { EngineStartError } from "../StartError.ts"
import { VaultStore } from "../storage/VaultStore.ts"
import { open, type Place, seal } from "./Envelope.ts"
import { evaluateRecipe, RecipeRefused, type Secrets, type SignedParts } from "./evaluate.ts"
import type { Kek } from "./Kek.ts"
import { KeyUnusable } from "./privateKey.ts"
import * as KekFile from "./Kek.ts"

export class VaultError extends Schema.TaggedError<VaultError>()("VaultError", {
  reason: Schema.Literals(["NO_CREDENTIALS", "SEALED_VALUE_REFUSED", "RECIPE_REFUSED", "KEY_UNUSABLE"]),
  message: Schema.String
}) {}

/** Signs for one account. Made from stored or from just-typed credentials; either way the plain values stay inside. */
export interface Signer {
  readonly sign: (recipe: Recipe) => Effect.Effect<SignedParts, VaultError>
  /** HMAC of the key under the owner's own key: tells keys apart, reveals nothing. */
  readonly fingerprint: string
}

export class Vault extends Context.Service<
  Vault,
  {
    readonly signerOf: (
      owner: OwnerId,
      spec: CredentialSpec,
      credentials: Readonly<Record<string, string>>
    ) => Effect.Effect<Signer, SqlError.SqlError>
    readonly signerFor: (
      owner: OwnerId,
      connection: ConnectionId,
      spec: CredentialSpec
    ) => Effect.Effect<Signer, VaultError | SqlError.SqlError>
    /** All of them or none, and `along` with them: what is said of a key holds only together with the key. */
    readonly store: (
      owner: OwnerId,
      connection: ConnectionId,
      credentials: Readonly<Record<string, string>>,
      along?: Effect.Effect<void, SqlError.SqlError>
    ) => Effect.Effect<void, SqlError.SqlError>
    readonly destroy: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<void, SqlError.SqlError>
    /** Seals other private bytes of an owner (archived replies) to their place. */
    readonly sealer: (owner: OwnerId) => Effect.Effect<
      {
        readonly seal: (place: Place, plain: Uint8Array) => Uint8Array
        readonly open: (place: Place, sealed: Uint8Array) => Uint8Array
      },
      SqlError.SqlError
    >
  }
>()("@caudal/engine/vault/Vault") {
  static readonly layer = (options: { readonly keyFile: string; readonly dataDir: string }) =>
    Layer.effect(
      Vault,
      Effect.gen(function* () {
        const store = yield* VaultStore
        const { kek, instance } = yield* unlock(options.keyFile, options.dataDir).pipe(Effect.catchTag("SqlError", Effect.die))
        const keys = new Map<OwnerId, { readonly key: KeyObject; readonly version: number }>()

        const ownerKey = Effect.fnUntraced(function* (owner: OwnerId) {
          const cached = keys.get(owner)
          if (cached !== undefined) return cached
          const stored = yield* store.ownerKey(owner)
          const version = stored?.version ?? 1
          const place = ["owner-key", instance, owner, version, kek.id]
          const bytes = stored === null ? randomBytes(32) : open(kek.key, place, stored.wrapped)
          if (stored === null) yield* store.putOwnerKey(owner, version, seal(kek.key, place, bytes))
          const key = { key: createSecretKey(bytes), version }
          bytes.fill(0)
          keys.set(owner, key)
          return key
        })

        const credentialPlace = (
          owner: OwnerId,
          connection: ConnectionId,
          field: string,
          keyVersion: number,
          rowVersion: number
        ): Place => ["credential", instance, owner, connection, field, keyVersion, rowVersion]

        const signer = (spec: CredentialSpec, owner: KeyObject, withSecrets: <A>(use: (secrets: Secrets) => A) => A): Signer => ({
          fingerprint: withSecrets((secrets) => {
            const keyField = spec.fields.find((field) => field.kind === "key") ?? spec.fields[0]
            return createHmac("sha256", owner)
              .update("key fingerprint\0")
              .update(secrets.get(keyField?.name ?? "") ?? "")
              .digest("hex")
          }),
          sign: (recipe) =>
            Effect.try({
              try: () => withSecrets((secrets) => evaluateRecipe(recipe, spec.fields, secrets)),
              catch: (cause) => {
                if (cause instanceof RecipeRefused) return new VaultError({ reason: "RECIPE_REFUSED", message: cause.message })
                if (cause instanceof KeyUnusable) return new VaultError({ reason: "KEY_UNUSABLE", message: cause.message })
                // an algorithm's own message may quote key material
                return new VaultError({ reason: "SEALED_VALUE_REFUSED", message: "a credential could not be opened or used for signing" })
              }
            })
        })

        return Vault.of({
          signerOf: Effect.fnUntraced(function* (owner, spec, credentials) {
            const { key } = yield* ownerKey(owner)
            return signer(spec, key, (use) => {
              const secrets = new Map(Object.entries(credentials).map(([field, value]) => [field, Buffer.from(value, "utf8")]))
              try {
                return use(secrets)
              } finally {
                for (const bytes of secrets.values()) bytes.fill(0)
              }
            })
          }),
          signerFor: Effect.fnUntraced(function* (owner, connection, spec) {
            const { key, version } = yield* ownerKey(owner)
            const sealed = yield* store.credentials(owner, connection)
            if (sealed.length === 0)
              return yield* new VaultError({ reason: "NO_CREDENTIALS", message: "this connection has no credentials" })
            return yield* Effect.try({
              try: () =>
                signer(spec, key, (use) => {
                  const secrets = new Map<string, Buffer>()
                  try {
                    for (const row of sealed)
                      secrets.set(row.field, open(key, credentialPlace(owner, connection, row.field, version, row.rowVersion), row.sealed))
                    return use(secrets)
                  } finally {
                    for (const bytes of secrets.values()) bytes.fill(0)
                  }
                }),
              catch: () =>
                new VaultError({ reason: "SEALED_VALUE_REFUSED", message: "a stored credential does not open: it was changed or moved" })
            })
          }),
          store: Effect.fnUntraced(function* (owner, connection, credentials, along = Effect.void) {
            const { key, version } = yield* ownerKey(owner)
            const before = new Map((yield* store.credentials(owner, connection)).map((row) => [row.field, row.rowVersion]))
            const fresh = Object.entries(credentials).map(([field, value]) => {
              const rowVersion = (before.get(field) ?? 0) + 1
              const plain = Buffer.from(value, "utf8")
              const sealed = seal(key, credentialPlace(owner, connection, field, version, rowVersion), plain)
              plain.fill(0)
              return { field, rowVersion, sealed }
            })
            yield* store.putCredentials(owner, connection, fresh, along)
          }),
          destroy: (owner, connection) => store.destroyCredentials(owner, connection),
          sealer: (owner) =>
            Effect.map(ownerKey(owner), ({ key, version }) => ({
              seal: (place, plain) => seal(key, ["sealed", instance, owner, version, ...place], plain),
              open: (place, sealed) => open(key, ["sealed", instance, owner, version, ...place], sealed)
            }))
        })
      })
    )
}

const opensCheck = (kek: Kek, place: Place, check: string): boolean => {
  try {
    return open(kek.key, place, Buffer.from(check, "base64")).toString() === "caudal"
  } catch {
    return false
  }
}

/** Whether a key file is the one that sealed a database, as the server finds out at its start. Changes nothing. */
export const fits = (keyFile: string, dataDir: string, { check, instance }: { readonly check: string; readonly instance: string }) =>
  Effect.map(KekFile.load(keyFile, dataDir, false), (kek) => opensCheck(kek, ["key-check", instance, kek.id], check))

/** The KEK, checked against the value that the first start left in the database. Fails closed. */
const unlock = Effect.fnUntraced(function* (
  keyFile: string,
  dataDir: string
): Effect.fn.Return<{ kek: Kek; instance: string }, EngineStartError | SqlError.SqlError, VaultStore> {
  const store = yield* VaultStore
  const check = yield* store.meta("key-check")
  const kek = yield* KekFile.load(keyFile, dataDir, check === null)
  const known = yield* store.meta("instance")
  const instance = known ?? randomUUID()
  const place = ["key-check", instance, kek.id]
  if (check === null) {
    yield* store.putMeta("instance", instance)
    yield* store.putMeta("key-check", seal(kek.key, place, Buffer.from("caudal")).toString("base64"))
    return { kek, instance }
  }
  if (!opensCheck(kek, place, check)) {
    return yield* new EngineStartError({
      reason: "KEY_FILE_WRONG",
      message: `The key file ${keyFile} is not the one that sealed the credentials in ${dataDir}. Point CAUDAL_KEY_FILE to the right one.`
    })
  }
  return { kek, instance }
})
