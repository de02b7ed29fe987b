import { Decimal } from "@caudal/exchange"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { balancesOnce } from "../../src/sync/balancesOnce.ts"
import { toyAdapter, ToyExchange } from "../../src/testing/index.ts"
import { newPlace, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const held = (asset: string, total: string, wallet = "spot") => ({
  wallet,
  asset,
  total: Decimal.make(total),
  available: Decimal.make(total),
  locked: Decimal.zero
})
const once = (...balances: ReadonlyArray<ReturnType<typeof held>>) => balancesOnce({ balances, quarantined: [], complete: true })

describe("a list of balances", () => {
  it("that says everything once stays as it is", () => {
    const snapshot = { balances: [held("btc", "1"), held("btc", "1", "earn"), held("eth", "1")], quarantined: [], complete: true }
    expect(balancesOnce(snapshot)).toBe(snapshot)
  })

  it("that says the same again counts it once", () => {
    expect(once(held("btc", "1"), held("eth", "2"), held("btc", "1"), held("btc", "1"))).toMatchObject({
      balances: [held("btc", "1"), held("eth", "2")],
      quarantined: [],
      complete: true
    })
  })

  it("that says two things of one asset says neither", () => {
    expect(once(held("btc", "1"), held("eth", "2"), held("btc", "3"))).toMatchObject({
      balances: [held("eth", "2")],
      quarantined: [{ reason: "btc of spot is listed twice, with different amounts" }]
    })
  })
})

describe("holdings and their proof", () => {
  let place: Place
  let toy: ToyExchange
  let engine: ToyEngine
  beforeEach(() => {
    place = newPlace()
    toy = new ToyExchange()
    toy.ledger = [{ id: "r", at: Date.UTC(2024, 0, 1), asset: "mxn", amount: "2", group: null, kind: "deposit" }]
  })
  afterEach(async () => {
    await engine.stop()
    removePlace(place)
  })
  /** The toy's adapter, whose exchange shows a row of its balances again. */
  const again = (total: string) => {
    const { balances } = toyAdapter.plans
    const next: typeof balances.next = (state, outcome) => {
      const step = balances.next(state, outcome)
      if (!("done" in step)) return step
      const [first] = step.done.balances
      return {
        done: { ...step.done, balances: [...step.done.balances, { ...first!, total: Decimal.make(total), available: Decimal.make(total) }] }
      }
    }
    return { ...toyAdapter, plans: { ...toyAdapter.plans, balances: { ...balances, next } } }
  }

  it("are not twice as much where the exchange shows a row twice", async () => {
    engine = await new ToyEngine(place, toy, again("2")).start()
    const { id } = await engine.connect()
    await engine.settled(id)
    expect((await engine.holdings()).map(({ total }) => total)).toEqual(["2"])
    expect((await engine.certificate(id)).state).toBe("proved")
  })

  it("are not told where the exchange shows a row in two ways, and the connection says so", async () => {
    engine = await new ToyEngine(place, toy, again("3")).start()
    const { id } = await engine.connect()
    await engine.settled(id)
    expect((await engine.connection(id)).failure).toMatchObject({
      code: "SCHEMA_DRIFT",
      message: expect.stringContaining("mxn of spot is listed twice, with different amounts")
    })
    expect((await engine.certificate(id)).state).not.toBe("proved")
  })
})
