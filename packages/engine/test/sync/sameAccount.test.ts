/** One account is one connection, whatever a key may read of it: else everything in it would count twice. */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Connections, Portfolios } from "../../src/index.ts"
import { ToyExchange, toyKey, type ToyRow, toySecret } from "../../src/testing/index.ts"
import type { ConnectionId } from "../../src/Ids.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const rowsOf = (prefix: string, amount = "100"): ReadonlyArray<ToyRow> =>
  Array.from({ length: 5 }, (_, n) => ({ id: `${prefix}-${n}`, at: t0 - n, asset: "mxn", amount, group: null, kind: "deposit" }))
const otherKey = { apiKey: "toy-key-0002", apiSecret: toySecret }

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.keys.add(otherKey.apiKey)
  toy.ledger = rowsOf("a")
  engine = await new ToyEngine(place, toy).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const connected = async (credentials?: typeof otherKey) => {
  const { id } = await engine.connect(credentials)
  await engine.sync(id)
  return id
}
const list = () => engine.run(Connections.use((connections) => connections.list(owner)))
const replace = (id: ConnectionId, credentials: { apiKey: string; apiSecret: string }) =>
  engine.run(Connections.use((connections) => connections.replaceCredentials(owner, id, { credentials, acceptUnverifiedRights: true })))
const total = async () => (await engine.run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, "mxn")))).total
const mine = { apiKey: toyKey, apiSecret: toySecret }

describe("a key that may not read whose it is", () => {
  it.each([
    ["the same key, now that it may", mine, false],
    ["the same key, though it still may not", mine, true],
    ["another key that may", otherKey, false],
    ["another key that may not either", otherKey, true]
  ])("finds its account again: %s", async (_, credentials, stillDenied) => {
    toy.denied.add("me")
    const id = await connected()
    if (!stillDenied) toy.denied.delete("me")
    expect(await connected(credentials)).toBe(id)
    const [only, ...more] = await list()
    expect(more).toEqual([])
    expect(only!.accountKey).toMatch(stillDenied ? /^key-[0-9a-f]{16}$/ : /^account-1$/)
    expect(await total()).toBe("500")
    expect(await engine.export()).toHaveLength(5)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it.each([
    ["is read whose it is", () => toy.denied.delete("me")],
    ["still is not", () => undefined]
  ])("can be replaced, whether it then %s", async (_, change) => {
    toy.denied.add("me")
    const id = await connected()
    change()
    expect(await replace(id, mine)).toMatchObject({ id })
    expect(await replace(id, otherKey)).toMatchObject({ id })
    await engine.sync(id)
    expect(await total()).toBe("500")
  })

  it("of an account that was told keeps that account", async () => {
    const id = await connected()
    toy.denied.add("me")
    expect(await replace(id, otherKey)).toMatchObject({ id, accountKey: "account-1" })
    expect(await connected(otherKey)).toBe(id)
  })

  it("is known by its balances where it sees no rows", async () => {
    toy.denied.add("me")
    for (const list of ["ledger", "trades"]) toy.denied.add(list)
    const id = await connected()
    expect(await connected(otherKey)).toBe(id)
    expect(await total()).toBe("500")
  })

  it("of another account is another connection, and cannot take this one's place", async () => {
    toy.denied.add("me")
    const id = await connected()
    toy.ledger = rowsOf("b", "7")
    await expect(replace(id, otherKey)).rejects.toMatchObject({ _tag: "AccountMismatch" })
    const { id: other } = await engine.connect(otherKey)
    expect(other).not.toBe(id)
  })

  it("of an account in which nothing ever happened can be replaced", async () => {
    toy.denied.add("me")
    toy.ledger = []
    const id = await connected()
    expect(await replace(id, otherKey)).toMatchObject({ id })
  })
})

describe("the first balances", () => {
  it("are there before the history is", async () => {
    const seen: Array<string | null> = []
    let asked: Promise<void> | undefined
    toy.misbehave = ({ path, cursor }) => {
      if (path === "/ledger" && cursor !== null) asked ??= total().then((found) => void seen.push(found))
      return undefined
    }
    const { id } = await engine.connect()
    await engine.settled(id)
    await asked
    expect(seen).toEqual(["500"])
  })
})
