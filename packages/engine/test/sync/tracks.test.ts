import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Asked, Bazaar, bazaarAdapter, day, t0, type Trade } from "../bazaar.ts"
import { newPlace, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const trade = (id: number, market: string, over: Partial<Trade> = {}): Trade => ({
  id,
  at: t0 + id * day,
  market,
  amount: "2",
  paid: "1",
  ...over
})

let place: Place
let bazaar: Bazaar
let engine: ToyEngine
const open = () => new ToyEngine(place, bazaar, bazaarAdapter)
beforeEach(async () => {
  place = newPlace()
  bazaar = new Bazaar()
  bazaar.transfers = Array.from({ length: 7 }, (_, n) => ({ id: `d${n}`, at: t0 + n * 30 * day, asset: "mxn", amount: "100" }))
  // with mxn aaa is bought, with aaa ccc: the market of ccc opens through what the market of aaa shows
  bazaar.trades = [...Array.from({ length: 7 }, (_, n) => trade(n + 1, "aaa-mxn")), trade(20, "ccc-aaa"), trade(21, "ccc-aaa")]
  engine = await open().start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const marketsAsked = () => [...new Set(bazaar.asked.filter(({ path }) => path === "trades").map(({ query }) => query["market"]))].toSorted()
const known = async (id: Awaited<ReturnType<ToyEngine["connect"]>>["id"], stream: string) => {
  const { coverage } = (await engine.streams(id)).find((one) => one.stream === stream)!
  return coverage.filter(({ state }) => state === "known")
}

describe("a stream of many lists", () => {
  it("is read where its assets were seen, also by what its own lists show, and proved", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    expect(await engine.export()).toHaveLength(16)
    expect(marketsAsked()).toEqual(["aaa-mxn", "bbb-mxn", "ccc-aaa"])
    expect(await engine.streams(id)).toMatchObject([
      { stream: "transfers", state: "complete", rows: 7 },
      { stream: "trades", state: "complete", rows: 9 }
    ])
  })

  it("adds nothing the second time, asks no window again but the newest and those that were empty, and knows all then", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const before = await engine.export()
    bazaar.asked = []
    await engine.sync(id)
    expect(await engine.export()).toEqual(before)
    const checks = bazaar.asked.filter(({ path }) => path === "transfers").length - 2
    expect(checks, "no more than twelve empty windows are looked at again in one run").toBe(12)
    await engine.sync(id)
    expect(await known(id, "transfers")).toMatchObject([{ from: 0 }])
    bazaar.asked = []
    await engine.sync(id)
    const windows = bazaar.asked.filter(({ path }) => path === "transfers")
    // the look at the newest window, and the one after the balances
    expect(windows).toHaveLength(2)
    expect((await known(id, "trades"))[0]!.from).toBe(0)
  })

  it("goes on reading a market that is no longer listed", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    bazaar.listed = ["bbb-mxn"]
    bazaar.trades = [...bazaar.trades, trade(30, "aaa-mxn", { at: Date.now() - 1_000 })]
    await engine.sync(id)
    expect(await engine.export()).toHaveLength(17)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("opens a list for what is only seen among the balances, within the same run", async () => {
    bazaar.trades = [...bazaar.trades, trade(40, "ddd-bbb", { amount: "5", paid: "0" })]
    bazaar.listed = ["aaa-mxn", "ccc-aaa", "ddd-bbb"]
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(marketsAsked()).toContain("ddd-bbb")
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("keeps what it has of a market that is gone; the others go on, and the sums decide", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const before = await engine.export()
    bazaar.misbehave = ({ query }) => (query["market"] === "aaa-mxn" ? Response.json({ error: "MARKET_GONE" }, { status: 404 }) : undefined)
    await engine.sync(id)
    expect(await engine.export()).toEqual(before)
    expect((await engine.streams(id))[1]).toMatchObject({ state: "complete" })
    expect((await engine.streams(id))[1]!.coverage.some(({ state }) => state === "lost-at-source")).toBe(true)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    bazaar.balances = { ...bazaar.truth(), aaa: "1" }
    await engine.sync(id)
    const certificate = await engine.certificate(id)
    expect(certificate).toMatchObject({ state: "unproved" })
    expect(certificate.reason).toContain("no longer shows trades of aaa-mxn")
  })

  it("is not read all over again after the balances: only where they have moved", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    bazaar.asked = []
    await engine.sync(id)
    const looks = (market: string) => bazaar.asked.filter(({ path, query }) => path === "trades" && query["market"] === market).length
    expect([looks("aaa-mxn"), looks("bbb-mxn"), looks("ccc-aaa")]).toEqual([2, 1, 2])

    // trades in two markets while the third is being read
    bazaar.asked = []
    let told = false
    bazaar.misbehave = ({ path, query }) => {
      if (path === "trades" && query["market"] === "ccc-aaa" && !told) {
        told = true
        bazaar.trades = [...bazaar.trades, trade(50, "bbb-mxn", { at: Date.now() }), trade(51, "aaa-mxn", { at: Date.now() })]
      }
      return undefined
    }
    await engine.sync(id)
    expect(told).toBe(true)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    expect(await engine.export()).toHaveLength(18)
  })

  it("fails with its plan, by name, and nothing else does", async () => {
    bazaar.misbehave = ({ path }) => (path === "markets" ? Response.json({ error: "SCHEMA_DRIFT" }) : undefined)
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.streams(id)).toMatchObject([
      { stream: "transfers", state: "complete", rows: 7 },
      { stream: "trades", state: "failed", rows: 0, failure: { code: "SCHEMA_DRIFT" } }
    ])
    bazaar.misbehave = () => undefined
    await engine.sync(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("comes to the same book however often it is killed between two calls", async () => {
    const calm = await engine.connect()
    await engine.settled(calm.id)
    const expected = await engine.export()
    const calls = bazaar.asked.length
    await engine.stop()
    removePlace(place)
    place = newPlace()
    engine = await open().start()
    const { id } = await engine.connect()
    for (let kill = 0; kill < calls; kill++) {
      const seen = bazaar.asked.length
      for (let tick = 0; tick < 50 && bazaar.asked.length === seen; tick++) await new Promise((resolve) => setImmediate(resolve))
      await engine.stop()
      engine = open()
    }
    await engine.sync(id).catch(() => engine.settled(id))
    expect(await engine.export()).toEqual(expected)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })
})

describe("a stream without order", () => {
  it("that has no windows either is refused by name", async () => {
    await engine.stop()
    const { manifest } = bazaarAdapter
    const streams = manifest.streams.map((spec) => (spec.id === "transfers" ? { ...spec, window: null } : spec))
    engine = new ToyEngine(place, bazaar, { ...bazaarAdapter, manifest: { ...manifest, streams } })
    const { id } = await engine.connect()
    await engine.settled(id)
    expect((await engine.streams(id))[0]).toMatchObject({ state: "failed", failure: { code: "ADAPTER_BUG" } })
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved" })
  })
})

describe("a stream in windows", () => {
  it("keeps its rows when the window that holds them comes back empty, and is suspect", async () => {
    bazaar.transfers = [...bazaar.transfers, { id: "new", at: Date.now() - 60_000, asset: "mxn", amount: "5" }]
    const { id } = await engine.connect()
    await engine.settled(id)
    const before = await engine.export()
    bazaar.misbehave = ({ path }) => (path === "transfers" ? Response.json({ rows: [] }) : undefined)
    await engine.sync(id)
    expect(await engine.export()).toEqual(before)
    expect((await engine.streams(id))[0]).toMatchObject({ state: "suspect", rows: 8 })
    bazaar.misbehave = () => undefined
    await engine.sync(id)
    expect((await engine.streams(id))[0]).toMatchObject({ state: "complete", rows: 8 })
  })

  /** The exchange hides the window of the fourth transfer, once. */
  const hideOnce = () => {
    let hidden = 0
    return ({ path, query }: Asked) => {
      const holds = path === "transfers" && Number(query["from"]) <= t0 + 90 * day && t0 + 90 * day < Number(query["to"])
      return holds && hidden++ === 0 ? Response.json({ rows: [] }) : undefined
    }
  }

  it("that came back empty by mistake is looked at again as soon as the sums do not agree", async () => {
    bazaar.misbehave = hideOnce()
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.export()).toHaveLength(16)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("that came back empty by mistake is known only once two runs agree", async () => {
    const hide = hideOnce()
    bazaar.misbehave = (asked) =>
      asked.path === "balances" ? Response.json({ error: "PERMISSION_MISSING" }, { status: 403 }) : hide(asked)
    const { id } = await engine.connect()
    await engine.settled(id)
    const stored = (await engine.export()).length
    expect(stored).toBeLessThan(16)
    expect((await known(id, "transfers")).some(({ from, to }) => from <= t0 + 90 * day && t0 + 90 * day < to)).toBe(false)
    bazaar.misbehave = () => undefined
    await engine.sync(id)
    expect(await engine.export()).toHaveLength(16)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    // what came to light has an end of its own, which the run after sees again
    await engine.sync(id)
    expect((await known(id, "transfers")).some(({ from, to }) => from <= t0 + 90 * day && t0 + 90 * day < to)).toBe(true)
  })
})
