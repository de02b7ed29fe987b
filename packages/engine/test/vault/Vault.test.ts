import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { Effect, Layer, ManagedRuntime } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ConnectionId, OwnerId } from "../../src/index.ts"
import { toyAdapter, toyKey, toySecret } from "../../src/testing/index.ts"
import { Vault } from "../../src/vault/Vault.ts"
import { SqlClient, storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const spec = toyAdapter.manifest.credentials
const one = OwnerId(1)
const two = OwnerId(2)
const connection = ConnectionId(1)
const other = ConnectionId(2)
const credentials = { apiKey: toyKey, apiSecret: toySecret }
const recipe = {
  headers: {
    "x-key": { secret: "apiKey" },
    "x-signature": { encode: "hex" as const, of: { hmac: "sha256" as const, key: { secret: "apiSecret" }, of: "m" } }
  }
}

const openVault = () =>
  ManagedRuntime.make(Vault.layer({ keyFile: place.keyFile, dataDir: place.dataDir }).pipe(Layer.provideMerge(storesLayer(place.dataDir))))
type Runtime = ReturnType<typeof openVault>

let place: Place
let vault: Runtime
beforeEach(() => {
  place = newPlace()
  vault = openVault()
})
afterEach(async () => {
  await vault.dispose()
  removePlace(place)
})

const run = <A, E>(effect: Effect.Effect<A, E, Vault | SqlClient.SqlClient>) => vault.runPromise(effect)
const sql = (text: string) => run(Effect.flatMap(SqlClient.SqlClient, (client) => client.unsafe(text)))
const store = (owner: OwnerId, id: ConnectionId, values: Record<string, string> = credentials) =>
  run(Vault.use((service) => service.store(owner, id, values)))
const sign = (owner: OwnerId, id: ConnectionId) =>
  run(
    Vault.use((service) => service.signerFor(owner, id, spec)).pipe(
      Effect.flatMap((signer) => Effect.map(signer.sign(recipe), (parts) => ({ ...parts, fingerprint: signer.fingerprint }))),
      Effect.result
    )
  )
const reopen = async () => {
  await vault.dispose()
  vault = openVault()
}
const starting = () => run(Effect.result(Effect.asVoid(Vault.use(() => Effect.void))))

describe("stored credentials", () => {
  it("sign as typed ones do, over restarts, and show the same fingerprint", async () => {
    const typed = await run(
      Vault.use((service) => service.signerOf(one, spec, credentials)).pipe(
        Effect.flatMap((signer) => Effect.map(signer.sign(recipe), (parts) => ({ ...parts, fingerprint: signer.fingerprint })))
      )
    )
    await store(one, connection)
    expect(await sign(one, connection)).toMatchObject({ success: typed })
    await reopen()
    expect(await sign(one, connection)).toMatchObject({ success: typed })
  })

  it("do not open in another connection's row, another field, another owner or an older version", async () => {
    await store(one, connection)
    await store(one, other, { apiKey: "other-key", apiSecret: "other-secret" })
    await store(two, connection)
    const moves = [
      `UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE owner_id = 1 AND connection_id = 1 AND field = 'apiSecret')
        WHERE owner_id = 1 AND connection_id = 2 AND field = 'apiSecret'`,
      `UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE owner_id = 1 AND connection_id = 1 AND field = 'apiSecret')
        WHERE owner_id = 2 AND connection_id = 1 AND field = 'apiSecret'`,
      `UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE owner_id = 1 AND connection_id = 1 AND field = 'apiSecret')
        WHERE owner_id = 1 AND connection_id = 1 AND field = 'apiKey'`
    ]
    for (const move of moves) await sql(move)
    for (const [owner, id] of [
      [one, connection],
      [one, other],
      [two, connection]
    ] as const) {
      const refused = await sign(owner, id)
      expect(refused).toMatchObject({ failure: { _tag: "VaultError", reason: "SEALED_VALUE_REFUSED" } })
      expect(JSON.stringify(refused)).not.toContain(toySecret)
    }
  })

  it("that were replaced cannot be rolled back to what they were", async () => {
    await store(one, connection)
    await sql("CREATE TABLE kept AS SELECT * FROM credential")
    await store(one, connection, { apiKey: toyKey, apiSecret: "new-secret" })
    await sql("UPDATE credential SET sealed = (SELECT sealed FROM kept WHERE kept.field = credential.field)")
    expect(await sign(one, connection)).toMatchObject({ failure: { reason: "SEALED_VALUE_REFUSED" } })
  })

  it("never pass as plain text", async () => {
    await store(one, connection)
    await sql(`UPDATE credential SET sealed = CAST('${toySecret}' AS BLOB) WHERE field = 'apiSecret'`)
    expect(await sign(one, connection)).toMatchObject({ failure: { reason: "SEALED_VALUE_REFUSED" } })
  })

  it("are gone for good after destruction: from the rows, the file and its log", async () => {
    await store(one, connection)
    const [row] = (await sql("SELECT sealed FROM credential WHERE field = 'apiSecret'")) as ReadonlyArray<{ sealed: Uint8Array }>
    await run(Vault.use((service) => service.destroy(one, connection)))
    expect(await sign(one, connection)).toMatchObject({ failure: { reason: "NO_CREDENTIALS" } })
    for (const name of ["caudal.db", "caudal.db-wal"]) {
      const file = `${place.dataDir}/${name}`
      if (existsSync(file)) expect(readFileSync(file).includes(Buffer.from(row!.sealed).subarray(29)), name).toBe(false)
    }
  })

  it("give the same key two fingerprints at two owners", async () => {
    await store(one, connection)
    await store(two, connection)
    const prints = await Promise.all([sign(one, connection), sign(two, connection)])
    const [a, b] = prints.map((print) => (print._tag === "Success" ? print.success.fingerprint : ""))
    expect(a).not.toBe(b)
    expect(a).toMatch(/^[0-9a-f]{64}$/)
  })

  it("of an owner that two requests meet first at the same moment are sealed with one key", async () => {
    const both = [connection, other].map((id) => Vault.use((service) => service.store(one, id, credentials)))
    await run(Effect.all(both, { concurrency: "unbounded" }))
    await reopen()
    expect(await sign(one, connection)).toMatchObject({ _tag: "Success" })
    expect(await sign(one, other)).toMatchObject({ _tag: "Success" })
  })
})

describe("archived replies", () => {
  it("open only at their own place and for their own owner", async () => {
    const sealer = (owner: OwnerId) => run(Vault.use((service) => service.sealer(owner)))
    const mine = await sealer(one)
    const theirs = await sealer(two)
    const sealed = mine.seal(["archive", 1, 1], Buffer.from("reply"))
    expect(mine.open(["archive", 1, 1], sealed).toString()).toBe("reply")
    expect(() => mine.open(["archive", 1, 2], sealed)).toThrow()
    expect(() => theirs.open(["archive", 1, 1], sealed)).toThrow()
  })
})

describe("a start", () => {
  it("without the key file of an existing database is refused, and makes none", async () => {
    await store(one, connection)
    rmSync(place.keyFile)
    await reopen()
    expect(await run(Effect.void).catch((error: unknown) => error)).toMatchObject({ reason: "KEY_FILE_MISSING" })
    expect(existsSync(place.keyFile)).toBe(false)
  })

  it("with another installation's key file is refused, and changes nothing", async () => {
    await store(one, connection)
    const kept = `${place.keyFile}.kept`
    renameSync(place.keyFile, kept)
    writeFileSync(place.keyFile, Buffer.from(Array.from({ length: 32 }, (_, n) => n)).toString("base64"), { mode: 0o600 })
    await reopen()
    expect(await run(Effect.void).catch((error: unknown) => error)).toMatchObject({ reason: "KEY_FILE_WRONG" })
    renameSync(kept, place.keyFile)
    await reopen()
    expect(await starting()).toMatchObject({ _tag: "Success" })
    expect(await sign(one, connection)).toMatchObject({ _tag: "Success" })
  })

  it("with a key check from another database is refused", async () => {
    await starting()
    await sql("UPDATE meta SET value = 'other' WHERE key = 'instance'")
    await reopen()
    expect(await run(Effect.void).catch((error: unknown) => error)).toMatchObject({ reason: "KEY_FILE_WRONG" })
  })
})
