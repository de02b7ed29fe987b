import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Portfolios, type ValuationCurrency } from "../../src/index.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const deposit = (asset: string, amount: string): ToyRow => ({ id: `${asset}1`, at: t0, asset, amount, group: null, kind: "deposit" })

interface Sides {
  readonly bid: string
  readonly ask: string
  readonly last: string
}
const ticker = (base: string, quote: string, sides: Partial<Sides>) => ({
  market: `${base}_${quote}`,
  base,
  quote,
  bid: "0",
  ask: "0",
  last: "0",
  ...sides
})

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  engine = await new ToyEngine(place, toy).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const trading = (tickers: ReadonlyArray<ReturnType<typeof ticker>>) => {
  toy.misbehave = ({ path }) => (path === "/tickers" ? Response.json(tickers) : undefined)
}
const value = (currency: ValuationCurrency = "mxn") =>
  engine.run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, currency)))
const synced = async () => {
  const { id } = await engine.connect()
  await engine.settled(id)
  return id
}

describe("a value is exact or unavailable, never zero for unknown (P6)", () => {
  it("is quantity × price, to the last digit, with the markets it went through", async () => {
    toy.ledger = [deposit("mxn", "0.1"), deposit("btc", "0.123456789012345678")]
    trading([ticker("btc", "mxn", { bid: "1000000.01", ask: "1000000.03", last: "7" })])
    await synced()
    expect(await value()).toMatchObject({
      total: "123456.89148148145824691356",
      complete: true,
      holdings: [
        { asset: "btc", price: "1000000.02", path: [{ market: "btc_mxn", from: "btc", to: "mxn" }], reason: null },
        { asset: "mxn", price: "1", value: "0.1", path: [], reason: null }
      ]
    })
  })

  it.each([
    ["no market", []],
    ["a market that shows zeros", [ticker("btc", "mxn", {})]],
    ["a market that shows one side", [ticker("btc", "mxn", { bid: "5" })]],
    ["a market of something else", [ticker("eth", "mxn", { last: "5" })]]
  ])("is null with the reason where there is %s", async (_, tickers) => {
    toy.ledger = [deposit("mxn", "100"), deposit("btc", "1")]
    trading(tickers)
    await synced()
    const found = await value()
    expect(found).toMatchObject({ total: "100", complete: false })
    expect(found.holdings.find(({ asset }) => asset === "btc")).toMatchObject({
      value: null,
      price: null,
      path: [],
      reason: expect.stringContaining("no market of toy leads from btc to mxn")
    })
  })

  it("has no total where nothing has a price", async () => {
    toy.ledger = [deposit("btc", "1")]
    trading([])
    await synced()
    expect(await value()).toMatchObject({ total: null, complete: false, oldestQuoteAt: null })
  })

  it("is nothing for who has no account, and unknown for an account that may not be read", async () => {
    expect(await value()).toMatchObject({ total: "0", complete: true, holdings: [] })
    toy.denied.add("balances")
    toy.denied.add("ledger")
    toy.denied.add("trades")
    await engine.sync((await engine.connect()).id)
    expect(await value()).toMatchObject({ total: null, complete: false, holdings: [] })
  })

  it("is nothing for an account that is known to be empty", async () => {
    await synced()
    expect(await value()).toMatchObject({ total: "0", complete: true, holdings: [] })
  })

  it("keeps the last price when the market cannot be asked, and says how old it is", async () => {
    toy.ledger = [deposit("btc", "2")]
    trading([ticker("btc", "mxn", { last: "5" })])
    const id = await synced()
    const before = await value()
    toy.misbehave = ({ path }) => (path === "/tickers" ? "reset" : undefined)
    const at = toy.now()
    toy.now = () => at + 3_600_000
    await engine.sync(id)
    expect(await value()).toMatchObject({ total: before.total, oldestQuoteAt: before.oldestQuoteAt })
  })

  it("goes on when the tickers are not what they should be", async () => {
    toy.ledger = [deposit("mxn", "100")]
    toy.misbehave = ({ path }) => (path === "/tickers" ? Response.json({ rows: "none" }) : undefined)
    const id = await synced()
    await engine.sync(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    expect(await value()).toMatchObject({ total: "100", complete: true })
    const { failure, lastSyncedAt, nextSyncAt } = await engine.connection(id)
    expect(failure).toBeNull()
    expect(nextSyncAt, "it comes back by itself").toBeGreaterThan(lastSyncedAt!)
  })
})
