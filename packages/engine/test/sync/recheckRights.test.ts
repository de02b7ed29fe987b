/** A key that is given more rights after it was taken. */
import { DatabaseSync } from "node:sqlite"
import type { Adapter } from "@caudal/exchange"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { databaseFile } from "../../src/storage/sqlite/index.ts"
import { toyAdapter, ToyExchange } from "../../src/testing/index.ts"
import { newPlace, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const day = 86_400_000
const telling = (listsRights: boolean): Adapter => ({
  ...toyAdapter,
  manifest: { ...toyAdapter.manifest, credentials: { ...toyAdapter.manifest.credentials, listsRights } }
})

let place: Place
let toy: ToyExchange
let engine: ToyEngine
const connected = async (adapter: Adapter = telling(true)) => {
  engine = await new ToyEngine(place, toy, adapter).start()
  const { id } = await engine.connect()
  await engine.settled(id)
  return id
}
beforeEach(() => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = [{ id: "a", at: Date.UTC(2024, 0, 1), asset: "mxn", amount: "1", group: null, kind: "deposit" }]
  toy.rights = { trade: "no", withdraw: "no" }
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

/** As if the key had been taken, and its rights been asked, so much earlier. */
const earlier = (ms: number) => {
  const db = new DatabaseSync(databaseFile(place.dataDir))
  db.exec(`UPDATE connection SET credentials_since = credentials_since - ${ms}, rights_at = rights_at - ${ms}`)
  db.close()
}
const asked = (path: string) => toy.requests.filter((request) => request.path === path).length

describe("the rights of a key", () => {
  it("are asked again once a day, not in every run", async () => {
    const id = await connected()
    const before = asked("/rights")
    for (let run = 0; run < 3; run++) await engine.sync(id)
    expect(asked("/rights")).toBe(before)
    for (let run = 0; run < 2; run++) {
      earlier(day)
      await engine.sync(id)
      await engine.sync(id)
      expect(asked("/rights")).toBe(before + 1 + run)
    }
    expect(await engine.connection(id)).toMatchObject({ status: "active", failure: null })
  })

  it.each([
    ["yes", "no", "may now trade,"],
    ["no", "yes", "may now withdraw,"],
    ["unknown", "no", "no longer says"]
  ])("that have grown (trade %s, withdraw %s) stop the connection by name, and nothing is read with it", async (trade, withdraw, words) => {
    const id = await connected()
    toy.rights = { trade, withdraw }
    toy.ledger = [{ ...toy.ledger[0]!, id: "b", at: Date.now() - 60_000 }, ...toy.ledger]
    earlier(day)
    // with consent for what cannot be verified, unknown is what it was
    const db = new DatabaseSync(databaseFile(place.dataDir))
    db.exec("UPDATE connection SET consented_at = NULL")
    db.close()
    await engine.sync(id)
    expect(await engine.connection(id)).toMatchObject({
      status: "attention",
      nextSyncAt: null,
      rights: { trade: { answer: trade }, withdraw: { answer: withdraw } },
      failure: { code: "PERMISSION_EXCESS", who: "user", message: expect.stringContaining(words) }
    })
    expect(await engine.export()).toHaveLength(1)
    // asked anew at once whenever its owner says that it is mended
    await engine.sync(id)
    expect(await engine.connection(id)).toMatchObject({ status: "attention", failure: { code: "PERMISSION_EXCESS" } })
    toy.rights = { trade: "no", withdraw: "no" }
    await engine.sync(id)
    expect(await engine.connection(id)).toMatchObject({ status: "active", failure: null, rights: { trade: { answer: "no" } } })
    expect(await engine.export()).toHaveLength(2)
  })

  it("that cannot be asked just now say nothing against the key", async () => {
    const id = await connected()
    toy.misbehave = ({ path }) => (path === "/rights" ? new Response("<html>", { status: 503 }) : undefined)
    earlier(day)
    await engine.sync(id)
    expect(await engine.connection(id)).toMatchObject({ status: "active", failure: null })
    toy.misbehave = () => undefined
    const before = asked("/rights")
    await engine.sync(id)
    expect(asked("/rights"), "and are asked by the next run").toBe(before + 1)
  })

  it("are not asked again where the exchange does not list them", async () => {
    toy.rights = { trade: "unknown", withdraw: "unknown" }
    const id = await connected(telling(false))
    const before = asked("/rights")
    earlier(9 * day)
    await engine.sync(id)
    expect(asked("/rights")).toBe(before)
  })
})
