import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { layer as accessLayer } from "../../src/access/accessLayer.ts"
import { Access, OwnerId } from "../../src/index.ts"
import { SqlClient, storesLayer } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const openAccess = () => ManagedRuntime.make(accessLayer.pipe(Layer.provideMerge(storesLayer(place.dataDir))))
let place: Place
let access: ReturnType<typeof openAccess>
beforeEach(() => {
  place = newPlace()
  access = openAccess()
})
afterEach(async () => {
  await access.dispose()
  removePlace(place)
})
const run = <A, E>(effect: Effect.Effect<A, E, Access | SqlClient.SqlClient>) => access.runPromise(effect)
const reopen = async () => {
  await access.dispose()
  access = openAccess()
}
const authenticate = (token: string) => run(Access.use((service) => Effect.result(service.authenticate(token))))
const accepted = { _tag: "Success", success: OwnerId(1) }
const refused = { _tag: "Failure", failure: { _tag: "TokenRefused" } }

describe("the owner's token", () => {
  it("is given once, on the very first start, and speaks for its owner ever after", async () => {
    const token = await run(Access.use((service) => service.firstStart))
    expect(token).toMatch(/^caudal_[A-Za-z0-9_-]{43}_[0-9a-f]{6}$/)
    expect(await authenticate(token!)).toMatchObject(accepted)
    expect(await run(Access.use((service) => service.firstStart))).toBeNull()
    await reopen()
    expect(await run(Access.use((service) => service.firstStart))).toBeNull()
    expect(await authenticate(token!)).toMatchObject(accepted)
  })

  it("is stored as a hash only: no file of the data folder has it, whole or in part", async () => {
    const token = (await run(Access.use((service) => service.firstStart)))!
    const secret = token.split("_").slice(1).join("_").slice(0, 43)
    await access.dispose()
    for (const name of readdirSync(place.dataDir)) {
      const bytes = readFileSync(join(place.dataDir, name))
      for (const part of [token, secret, secret.slice(0, 16), secret.slice(-16)]) expect(bytes.includes(part), name).toBe(false)
    }
    access = openAccess()
    const [row] = await run(Effect.flatMap(SqlClient.SqlClient, (sql) => sql<{ token_hash: string }>`SELECT token_hash FROM owner`))
    expect(row!.token_hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it("stops working at once when it is replaced, and only the new one is good", async () => {
    const old = (await run(Access.use((service) => service.firstStart)))!
    const fresh = await run(Access.use((service) => service.resetToken))
    expect(fresh).not.toBe(old)
    expect(await authenticate(old)).toMatchObject(refused)
    expect(await authenticate(fresh)).toMatchObject(accepted)
    const chosen = "an-operators-own-token-of-good-length"
    await run(Access.use((service) => service.adoptToken(chosen)))
    expect(await authenticate(fresh)).toMatchObject(refused)
    expect(await authenticate(chosen)).toMatchObject(accepted)
    await reopen()
    expect(await authenticate(chosen)).toMatchObject(accepted)
  })

  it("is refused in every other form, all in the same words", async () => {
    const token = (await run(Access.use((service) => service.firstStart)))!
    const [row] = await run(Effect.flatMap(SqlClient.SqlClient, (sql) => sql<{ token_hash: string }>`SELECT token_hash FROM owner`))
    const wrong = [
      "",
      " ",
      "x",
      token.slice(0, -1),
      `${token}x`,
      ` ${token}`,
      token.toUpperCase(),
      row!.token_hash,
      "%",
      "' OR 1=1 --",
      "\0",
      "🐟",
      "x".repeat(100_000)
    ]
    const answers = await Promise.all(wrong.map(authenticate))
    for (const [index, answer] of answers.entries()) expect(answer, JSON.stringify(wrong[index]!.slice(0, 60))).toMatchObject(refused)
    expect(new Set(answers.map((answer) => String(answer._tag === "Failure" ? answer.failure.message : ""))).size).toBe(1)
  })

  it("does not exist before the first start: an owner without a token is no open door", async () => {
    expect(await run(Access.use((service) => service.knownOwner))).toBeNull()
    const owner = await run(Access.use((service) => service.localOwner))
    expect(await run(Access.use((service) => service.knownOwner))).toBe(owner)
    for (const token of ["", "null", "undefined"]) expect(await authenticate(token)).toMatchObject(refused)
  })

  it("is another one each time", async () => {
    const made = await run(Effect.all(Array.from({ length: 50 }, () => Access.use((service) => service.makeToken))))
    expect(new Set(made).size).toBe(50)
    for (const token of made) expect(await authenticate(token)).toMatchObject(refused)
  })
})
