/** What a connection says of itself holds: since when it is stale, when it was last up to date, whose fault a breakdown is. */
import type { Adapter, Page } from "@caudal/exchange"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { toyAdapter, ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const rows: ReadonlyArray<ToyRow> = Array.from({ length: 5 }, (_, n) => ({
  id: `r${n}`,
  at: t0 - n,
  asset: "mxn",
  amount: "1",
  group: null,
  kind: "deposit"
}))

let place: Place
let toy: ToyExchange
let engine: ToyEngine
const start = async (adapter: Adapter = toyAdapter) => (engine = await new ToyEngine(place, toy, adapter).start())
beforeEach(() => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = rows
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})
const ledger = async (id: Parameters<ToyEngine["streams"]>[0]) => (await engine.streams(id)).find(({ stream }) => stream === "ledger")!

describe("a stream that cannot be read", () => {
  it("is stale since what is known of it, however often it fails, and says so until it is read again", async () => {
    await start()
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.sync(id)
    const { watermark } = await ledger(id)
    const { lastSyncedAt } = await engine.connection(id)
    toy.misbehave = ({ path }) => (path === "/ledger" ? new Response("<html>", { status: 503 }) : undefined)
    for (let run = 0; run < 2; run++) {
      await engine.sync(id)
      expect(await ledger(id)).toMatchObject({ state: "failed", staleSince: watermark, failure: { who: expect.any(String) } })
    }
    expect((await engine.connection(id)).lastSyncedAt, "no sync has ended well since").toBe(lastSyncedAt)
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect(await ledger(id)).toMatchObject({ state: "complete", staleSince: null, failure: null })
    expect((await engine.connection(id)).lastSyncedAt).toBeGreaterThan(lastSyncedAt!)
  })
})

describe("an account that cannot be read", () => {
  it("is stale in each of its streams since what is known of it", async () => {
    await start()
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.sync(id)
    const watermarks = (await engine.streams(id)).map(({ watermark }) => watermark)
    toy.misbehave = ({ path }) => (path === "/tickers" ? undefined : Response.json({ error: "IP_NOT_ALLOWED" }, { status: 403 }))
    await engine.sync(id)
    await engine.sync(id)
    const since = (await engine.streams(id)).map(({ state, staleSince }) => [state, staleSince])
    expect(since[0]).toEqual(["failed", watermarks[0]])
    // of a list without rows the last look counts, though it takes another to confirm it
    expect(since[1]![1]).toBeGreaterThanOrEqual(watermarks[1]!)
    expect(since[1]![1]).toBeLessThan(Date.now() - 9_000)
  })
})

describe("an adapter that breaks its word", () => {
  const giving = (page: (page: Page) => unknown): Adapter => {
    const trades = toyAdapter.streams["trades"]!
    const parse: typeof trades.parse = (reply, request) => page(trades.parse(reply, request)) as Page
    return { ...toyAdapter, streams: { ...toyAdapter.streams, trades: { ...trades, parse } } }
  }

  it.each([
    ["no list of events", (page: Page) => ({ ...page, events: undefined })],
    ["an instant that is none", (page: Page) => ({ ...page, events: page.events.map((event) => ({ ...event, at: Number.NaN })) })],
    ["a place that is no text", (page: Page) => ({ ...page, next: 7 })]
  ])("(%s) is named, and stops neither other streams nor later runs", async (_, page) => {
    toy.trades = rows
    await start(giving(page))
    const { id } = await engine.connect()
    await engine.settled(id)
    const streams = await engine.streams(id)
    expect(streams.find(({ stream }) => stream === "trades")).toMatchObject({ state: "failed", failure: { code: "ADAPTER_BUG" } })
    expect(streams.find(({ stream }) => stream === "ledger")).toMatchObject({ state: "complete" })
    expect(await engine.export()).toHaveLength(5)
    const { status, nextSyncAt } = await engine.connection(id)
    expect([status, nextSyncAt! > Date.now()]).toEqual(["active", true])
  })

  it("in its plan of balances is named and tried again later", async () => {
    const broken: Adapter = {
      ...toyAdapter,
      plans: { ...toyAdapter.plans, balances: { start: toyAdapter.plans.balances.start, next: () => ({ done: null as never }) } }
    }
    await start(broken)
    const { id } = await engine.connect()
    await engine.settled(id)
    const { failure, status, nextSyncAt } = await engine.connection(id)
    expect([failure?.code, status, nextSyncAt! > Date.now()]).toEqual(["ADAPTER_BUG", "active", true])
  })
})

describe("a look after the balances that fails", () => {
  it("is a failure of its list, by name, and none of the balances", async () => {
    await start()
    let balances = 0
    toy.misbehave = ({ path }) => {
      if (path === "/balances") balances++
      // the first balances of an account are read before its rows
      return path === "/ledger" && balances > 1 ? Response.json({ error: "SCHEMA_DRIFT" }) : undefined
    }
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await ledger(id)).toMatchObject({ state: "failed", rows: 5, failure: { code: "SCHEMA_DRIFT" } })
    const { state, reason } = await engine.certificate(id)
    expect([state, reason]).toEqual(["unproved", expect.stringMatching(/^ledger could not be read \(SCHEMA_DRIFT/)])
    expect((await engine.connection(id)).lastSyncedAt).toBeNull()
    expect(toy.requests.filter(({ path }) => path === "/balances")).toHaveLength(2)
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect(await ledger(id)).toMatchObject({ state: "complete", failure: null })
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })
})

describe("a key", () => {
  /** Six lists, all of which are asked at the same time. */
  const many: Adapter = {
    ...toyAdapter,
    manifest: {
      ...toyAdapter.manifest,
      streams: [...toyAdapter.manifest.streams, ...["a", "b", "c", "d"].map((id) => ({ ...toyAdapter.manifest.streams[1]!, id }))]
    },
    streams: { ...toyAdapter.streams, ...Object.fromEntries(["a", "b", "c", "d"].map((id) => [id, toyAdapter.streams["trades"]!])) }
  }

  it("that was revoked is tried at most three times in a run, over all lists", async () => {
    await start(many)
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.requests.length = 0
    toy.keys.clear()
    await engine.sync(id)
    expect(toy.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3)
    expect(await engine.connection(id)).toMatchObject({ status: "attention", failure: { code: "AUTH_INVALID" } })
  })

  it("that is revoked in the middle of a run is tried no more often", async () => {
    await start(many)
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.misbehave = ({ path }) => {
      if (path === "/ledger" || path === "/trades") toy.keys.clear()
      return undefined
    }
    toy.requests.length = 0
    await engine.sync(id)
    expect(toy.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3)
  })

  it("that has come to belong to another account reads nothing, and says so", async () => {
    await start()
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.account = "account-2"
    toy.ledger = [{ ...rows[0]!, id: "of another", at: t0 + 1 }, ...rows]
    await engine.sync(id)
    expect(await engine.export()).toHaveLength(5)
    expect(await engine.connection(id)).toMatchObject({
      status: "attention",
      failure: { code: "AUTH_INVALID", who: "user", message: expect.stringContaining("another account") }
    })
  })
})
