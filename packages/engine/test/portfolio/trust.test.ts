/** What an exchange leaves out, by mistake or not, never passes for nothing. */
import type { Adapter, BalanceSnapshot } from "@caudal/exchange"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Connections, Portfolios } from "../../src/index.ts"
import { toyAdapter, ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const row = (id: string, asset: string, amount: string, over: Partial<ToyRow> = {}): ToyRow => ({
  id,
  at: t0,
  asset,
  amount,
  group: null,
  kind: "deposit",
  ...over
})

let place: Place
let toy: ToyExchange
let engine: ToyEngine
const start = async (adapter: Adapter = toyAdapter) => (engine = await new ToyEngine(place, toy, adapter).start())
beforeEach(() => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = [row("1", "mxn", "100"), row("2", "usd", "7")]
  toy.tickers = [{ market: "usd_mxn", base: "usd", quote: "mxn", bid: "20", ask: "20", last: "20" }]
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const connected = async () => {
  const { id } = await engine.connect()
  await engine.settled(id)
  return id
}
const value = () => engine.run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, "mxn")))
const held = async () => Object.fromEntries((await engine.holdings()).map(({ asset, total }) => [asset, total]))
const balances = (answers: (n: number) => Readonly<Record<string, string>> | undefined) => {
  let n = 0
  toy.misbehave = ({ path }) => {
    if (path !== "/balances") return undefined
    const answer = answers(++n)
    return answer === undefined ? undefined : Response.json(answer)
  }
}

describe("a list of balances", () => {
  it.each([
    ["that is empty", {}, /mxn, usd/],
    ["that leaves one out", { mxn: "100" }, /usd/]
  ])("%s by mistake zeroes nothing: what was reported stays, and the failure is named", async (_, answer, names) => {
    await start()
    const id = await connected()
    const before = await value()
    expect(before).toMatchObject({ total: "240", complete: true })
    balances(() => answer)
    await engine.sync(id)
    expect(await held()).toEqual({ mxn: "100", usd: "7" })
    expect(await value()).toMatchObject({ total: "240" })
    const { failure, status } = await engine.connection(id)
    expect(failure).toMatchObject({ code: "DATA_CHANGED_DURING_PAGING", who: "exchange", message: expect.stringMatching(names) })
    expect(status).toBe("active")
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved", reason: expect.stringContaining("balances could not be read") })
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect((await engine.connection(id)).failure).toBeNull()
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("that is empty once is looked at twice", async () => {
    await start()
    const id = await connected()
    balances((n) => (n === 1 ? {} : undefined))
    await engine.sync(id)
    expect((await engine.connection(id)).failure).toBeNull()
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("that leaves out what was spent is believed at once", async () => {
    await start()
    const id = await connected()
    toy.ledger = [row("3", "usd", "-7", { at: t0 + 1, kind: "withdrawal" }), ...toy.ledger]
    balances(() => ({ mxn: "100" }))
    await engine.sync(id)
    expect((await engine.connection(id)).failure).toBeNull()
    expect(await held()).toEqual({ mxn: "100" })
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("with a line that cannot be read leaves that line unknown, says so, and is not the whole", async () => {
    const { balances: plan } = toyAdapter.plans
    const unreadable: Adapter = {
      ...toyAdapter,
      plans: {
        ...toyAdapter.plans,
        balances: {
          start: plan.start,
          next: (state, outcome) => {
            const { done } = plan.next(state, outcome) as { done: BalanceSnapshot }
            const quarantined = [{ pointer: "/usd", reason: "total is not a decimal" }]
            return { done: { ...done, balances: done.balances.filter(({ asset }) => asset !== "usd"), quarantined } }
          }
        }
      }
    }
    await start(unreadable)
    const id = await connected()
    expect((await engine.connection(id)).failure).toMatchObject({ code: "SCHEMA_DRIFT", message: expect.stringContaining("/usd") })
    expect(await value()).toMatchObject({ complete: false, gaps: [{ connectionId: id, reason: expect.stringContaining("every balance") }] })
    const usd = (await engine.holdings()).find(({ asset }) => asset === "usd")
    expect(usd?.parts).toMatchObject([{ total: "7", source: "ledger" }])
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved" })
  })
})

describe("where balances may not be asked", () => {
  it("half a history is not what is held", async () => {
    toy.ledger = Array.from({ length: 9 }, (_, n) => row(`r${n}`, "mxn", n < 3 ? "-10" : "100", { at: t0 - n }))
    toy.denied.add("balances")
    toy.misbehave = ({ path, cursor }) => (path === "/ledger" && cursor !== null ? "reset" : undefined)
    await start()
    const id = await connected()
    const found = await value()
    expect(found).toMatchObject({
      complete: false,
      gaps: [{ connectionId: id, reason: expect.stringContaining("ledger has not been read") }]
    })
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect(await value()).toMatchObject({ total: "570", complete: true, gaps: [] })
  })
})

describe("an account that was disconnected", () => {
  it("is history, not a holding", async () => {
    await start()
    const id = await connected()
    const events = await engine.export()
    await engine.run(Connections.use((connections) => connections.disconnect(owner, id)))
    expect(await engine.holdings()).toEqual([])
    expect(await value()).toMatchObject({ total: "0", complete: true, gaps: [] })
    expect(await engine.export()).toEqual(events)
  })
})

describe("a market that is no longer listed", () => {
  it("has no price: its last one does not stand in the way of a living path", async () => {
    toy.ledger = [row("1", "sol", "1")]
    const market = (base: string, quote: string, price: string) => ({
      market: `${base}_${quote}`,
      base,
      quote,
      bid: price,
      ask: price,
      last: price
    })
    toy.tickers = [market("sol", "mxn", "999999"), market("usd", "mxn", "20"), market("sol", "usd", "150")]
    await start()
    const id = await connected()
    expect(await value()).toMatchObject({ total: "999999" })
    toy.tickers = toy.tickers.slice(1)
    await engine.sync(id)
    expect(await value()).toMatchObject({ total: "3000" })
  })
})
