import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ConnectionId } from "../../src/index.ts"
import { type Asked, Bazaar, bazaarAdapter, day, t0, type Trade, type Transfer } from "../bazaar.ts"
import { newPlace, removePlace, ToyEngine } from "../toyEngine.ts"

/** One of them opens only with what another stream shows, which may have failed just then. */
const markets = ["aaa-mxn", "ccc-aaa", "ddd-bbb"]
/** In years gone by, and within the settle delay: 0 is a moment ago. */
const instant = fc.oneof(
  fc.integer({ min: -8, max: 20 }).map((n) => t0 + n * 45 * day),
  fc.integer({ min: 0, max: 20 })
)
interface Rows {
  readonly transfers: ReadonlyArray<Pick<Transfer, "at" | "asset">>
  readonly trades: ReadonlyArray<Pick<Trade, "at" | "market">>
}
const rows: fc.Arbitrary<Rows> = fc.record({
  transfers: fc.array(fc.record({ at: instant, asset: fc.constantFrom("mxn", "bbb") }), { maxLength: 8 }),
  trades: fc.array(fc.record({ at: instant, market: fc.constantFrom(...markets) }), { maxLength: 12 })
})
type Fate = "well" | "empty" | "drift" | "gone" | "cut"
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 12, arbitrary: fc.constant("well") },
  { weight: 4, arbitrary: fc.constant("empty") },
  { weight: 1, arbitrary: fc.constant("drift") },
  { weight: 1, arbitrary: fc.constant("gone") },
  { weight: 1, arbitrary: fc.constant("cut") }
)

/** Rows of the past are there from the beginning; those of a moment ago arrive now. */
class Account {
  readonly bazaar = new Bazaar()
  #next = 0
  readonly #hidden = new Map<string, number>()
  /** What one run is not shown, however often it asks, the next is. */
  run = 1
  readonly #fates: Iterator<Fate>
  constructor(fates: Iterator<Fate>) {
    this.#fates = fates
    this.bazaar.listed = markets
    this.bazaar.misbehave = (asked) => this.#misbehave(asked)
  }
  happens({ transfers, trades }: Rows) {
    const when = (at: number) => (at < 1_000 ? Date.now() - at : at)
    this.bazaar.transfers = [
      ...this.bazaar.transfers,
      ...transfers.map(({ at, asset }) => ({ id: `d${this.#next++}`, at: when(at), asset, amount: "100" }))
    ]
    // a market numbers its trades as they come
    const newer = trades.map(({ at, market }) => ({ at: when(at), market })).toSorted((a, b) => a.at - b.at)
    this.bazaar.trades = [...this.bazaar.trades, ...newer.map((one) => ({ ...one, id: ++this.#next, amount: "2", paid: "1" }))]
  }
  #beyond({ path, query }: Asked): ReadonlyArray<string> {
    if (path === "trades")
      return this.bazaar.trades
        .filter(({ market, id }) => market === query["market"] && id >= Number(query["fromId"]))
        .map(({ id }) => `t${id}`)
    return this.bazaar.transfers.filter(({ at }) => at >= Number(query["from"]) && at < Number(query["to"])).map(({ id }) => id)
  }
  #misbehave(asked: Asked): Response | undefined {
    if (asked.path !== "trades" && asked.path !== "transfers") return undefined
    const how = this.#fates.next().value
    switch (how) {
      case "drift":
        return Response.json({ error: "SCHEMA_DRIFT" })
      case "gone":
        return asked.path === "trades" ? Response.json({ error: "MARKET_GONE" }, { status: 404 }) : undefined
      case "cut":
        return new Response('{"rows":[{"id"')
      case "empty": {
        const beyond = this.#beyond(asked)
        if (beyond.some((id) => (this.#hidden.get(id) ?? this.run) !== this.run)) return undefined
        for (const id of beyond) this.#hidden.set(id, this.run)
        return Response.json({ rows: [] })
      }
      default:
        return undefined
    }
  }
}

const check = async (engine: ToyEngine, id: ConnectionId, { bazaar }: Account, calm: boolean) => {
  const stored = new Set((await engine.export()).map((line) => (JSON.parse(line) as { externalId: string }).externalId))
  const streams = await engine.streams(id)
  const missing = [
    ...bazaar.transfers.map(({ id: externalId, at }) => ({ stream: "transfers", externalId, at })),
    ...bazaar.trades.map(({ id: n, market, at }) => ({ stream: "trades", externalId: `${market}:${n}`, at }))
  ].filter(({ externalId }) => !stored.has(externalId))
  for (const { stream, externalId, at } of missing) {
    const { coverage } = streams.find((one) => one.stream === stream)!
    const claimed = coverage.some(({ from, to, state }) => state === "known" && from <= at && at < to)
    expect(claimed, `${stream} ${externalId} is missing, and counts as known`).toBe(false)
  }
  if (missing.length > 0) expect(await engine.certificate(id)).not.toMatchObject({ state: "proved" })
  if (calm) {
    expect(missing).toEqual([])
    expect(stored.size).toBe(bazaar.transfers.length + bazaar.trades.length)
  }
}

describe("whatever an exchange answers", () => {
  it("nothing counts as known that is not stored, over windows, lists, failures and restarts", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(fc.record({ more: rows, restart: fc.boolean() }), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fate),
        async (first, runs, fates) => {
          const place = newPlace()
          const account = new Account(fates)
          account.happens(first)
          let engine = await new ToyEngine(place, account.bazaar, bazaarAdapter).start()
          try {
            const { id } = await engine.connect()
            await engine.settled(id)
            await check(engine, id, account, false)
            for (const { more, restart } of runs) {
              if (restart) {
                account.run++
                await engine.stop()
                engine = new ToyEngine(place, account.bazaar, bazaarAdapter)
              }
              account.run++
              const { trades, transfers } = more
              account.happens({ trades: trades.filter(({ at }) => at < 1_000), transfers: transfers.filter(({ at }) => at < 1_000) })
              await engine.sync(id)
              await check(engine, id, account, false)
            }
            account.bazaar.misbehave = () => undefined
            for (let run = 0; run < 2; run++) await engine.sync(id)
            await check(engine, id, account, true)
          } finally {
            await engine.stop()
            removePlace(place)
          }
        }
      ),
      { numRuns: 15 }
    )
  }, 240_000)
})
