/** Two connections to one account, connected before anything could tell: once something does, it counts once wherever both are shown. */
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type ConnectionId, Connections, Portfolios } from "../../src/index.ts"
import { ToyExchange, toyKey, type ToyRow, toySecret } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const rowsOf = (prefix: string, count: number, amount = "100"): ReadonlyArray<ToyRow> =>
  Array.from({ length: count }, (_, n) => ({
    id: `${prefix}-${count - n}`,
    at: t0 - n * 1000,
    asset: "mxn",
    amount,
    group: null,
    kind: "deposit"
  }))
const otherKey = { apiKey: "toy-key-0002", apiSecret: toySecret }

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.keys.add(otherKey.apiKey)
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
const ask = <A, E>(effect: Parameters<typeof Portfolios.use<A, E, never>>[0]) => engine.run(Portfolios.use(effect))
const total = async () => (await ask((portfolios) => portfolios.value(owner, portfolio, "mxn"))).total
const duplicateOf = (id: ConnectionId) => ask((portfolios) => portfolios.duplicateOf(owner, id))

/** One account, empty, by a key that may not read whose it is and then by another key. */
const twice = async (secondIsTold: boolean) => {
  toy.denied.add("me")
  const first = await connected({ apiKey: toyKey, apiSecret: toySecret })
  if (secondIsTold) toy.denied.delete("me")
  const second = await connected(otherKey)
  expect(second).not.toBe(first)
  return { first, second }
}

describe("an account that was connected twice while it was empty", () => {
  it.each([
    ["the one that is told whose it is", true],
    ["the first one, where neither is told", false]
  ])("counts once as soon as it has rows: %s", async (_which, secondIsTold) => {
    const { first, second } = await twice(secondIsTold)
    toy.ledger = rowsOf("a", 5)
    await engine.sync(first)
    await engine.sync(second)
    expect(await total()).toBe("500")
    expect(await engine.export()).toHaveLength(5)
    const [counted, left] = secondIsTold ? [second, first] : [first, second]
    expect([await duplicateOf(left), await duplicateOf(counted)]).toEqual([counted, null])
    expect(await ask((portfolios) => portfolios.connections(owner, portfolio))).toEqual([first, second])
  })

  it("counts once with fewer rows than prove it, if the balances are the same to the last digit", async () => {
    const { first, second } = await twice(true)
    toy.ledger = rowsOf("a", 1)
    await engine.sync(first)
    await engine.sync(second)
    expect(await total()).toBe("100")
  })

  it("counts once although one of the two has not been read for a while", async () => {
    const { first, second } = await twice(true)
    toy.ledger = rowsOf("a", 4)
    await engine.sync(first)
    toy.ledger = [{ ...rowsOf("late", 1)[0]!, at: t0 + 60_000 }, ...toy.ledger]
    await engine.sync(second)
    expect(await total()).toBe("500")
    expect(await duplicateOf(first)).toBe(second)
  })

  it("counts in each of two portfolios, and once where both are moved together", async () => {
    const { first, second } = await twice(true)
    toy.ledger = rowsOf("a", 5)
    await engine.sync(first)
    await engine.sync(second)
    const a = await ask((portfolios) => portfolios.create(owner, "A", [first]))
    const b = await ask((portfolios) => portfolios.create(owner, "B", [second]))
    const worth = async ({ id }: typeof a) => (await ask((portfolios) => portfolios.value(owner, id, "mxn"))).total
    expect([await worth(a), await worth(b)]).toEqual(["500", "500"])
    await ask((portfolios) => portfolios.remove(owner, a.id, b.id))
    expect(await worth(b)).toBe("500")
  })

  it("counts by the other one once one is disconnected", async () => {
    const { first, second } = await twice(true)
    toy.ledger = rowsOf("a", 5)
    await engine.sync(first)
    await engine.sync(second)
    await engine.run(Connections.use((connections) => connections.disconnect(owner, second)))
    expect(await total()).toBe("500")
    expect([await duplicateOf(first), await duplicateOf(second)]).toEqual([null, first])
  })
})

describe("two accounts of one exchange", () => {
  it("both count, though neither key is told whose it is and their rows look alike", async () => {
    const { first, second } = await twice(false)
    toy.ledger = rowsOf("a", 5)
    await engine.sync(first)
    toy.ledger = rowsOf("b", 5)
    await engine.sync(second)
    expect(await total()).toBe("1000")
    expect([await duplicateOf(first), await duplicateOf(second)]).toEqual([null, null])
  })

  it("both count while nothing has happened in either", async () => {
    const { first, second } = await twice(false)
    expect([await duplicateOf(first), await duplicateOf(second)]).toEqual([null, null])
  })

  it("with one row each that happens to be alike both count, if they hold something else", async () => {
    const { first, second } = await twice(false)
    const gift: ToyRow = { id: null, at: t0, asset: "mxn", amount: "5", group: null, kind: "deposit" }
    toy.ledger = [gift]
    await engine.sync(first)
    toy.ledger = [gift, { ...gift, id: "own", at: t0 - 1000, amount: "7" }]
    await engine.sync(second)
    expect(await total()).toBe("17")
  })
})
