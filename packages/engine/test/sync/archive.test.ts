import { LosslessJson } from "@caudal/exchange"
import { ManagedRuntime, Stream } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type ArchivedReply, Replies } from "../../src/index.ts"
import { mostPassing } from "../../src/storage/ArchiveStore.ts"
import { archiveOf } from "../../src/storage/sqlite/index.ts"
import { ToyExchange, type ToyRow, toyAdapter, toyKey, toySecret } from "../../src/testing/index.ts"
import { newPlace, options, owner, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)
const rows = (count: number): ReadonlyArray<ToyRow> =>
  Array.from({ length: count }, (_, n) => ({
    id: `deposit-${n}`,
    at: t0 + n * 60_000,
    asset: "mxn",
    amount: "1.5",
    group: null,
    kind: "deposit" as const
  })).toReversed()

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  toy.ledger = rows(4)
  engine = await new ToyEngine(place, toy).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

/** The archive as a command beside the running engine reads it. */
const replies = async (endpoint?: string): Promise<ReadonlyArray<ArchivedReply>> => {
  const runtime = ManagedRuntime.make(archiveOf(options(place)))
  const all = await runtime.runPromise(Replies.use((service) => Stream.runCollect(service.all(owner))))
  await runtime.dispose()
  return endpoint === undefined ? all : all.filter((reply) => reply.endpoint === endpoint)
}

const connected = async () => {
  const { id } = await engine.connect()
  await engine.settled(id)
  return id
}

const balancesIn = ({ text, status }: ArchivedReply) => {
  const reply = { status: status ?? 200, contentType: null, text, json: LosslessJson.parse(text) }
  const step = toyAdapter.plans.balances.next(null, { reply, failure: null })
  return "done" in step ? step.done.balances.map(({ asset, total }) => `${total} ${asset}`) : []
}

describe("the archive", () => {
  it("holds a reply of every endpoint that was asked, and what was read from it can be read again", async () => {
    await connected()
    const all = await replies()
    expect(new Set(all.map(({ endpoint }) => endpoint))).toEqual(new Set(["me", "rights", "balances", "ledger", "trades", "tickers"]))
    expect(all.every(({ failure }) => failure === null)).toBe(true)
    expect(balancesIn((await replies("balances"))[0]!)).toEqual(["6 mxn"])
    const [page] = await replies("ledger")
    const read = toyAdapter.streams["ledger"]!.parse(
      { status: 200, contentType: null, text: page!.text, json: LosslessJson.parse(page!.text) },
      JSON.parse(page!.request) as never
    )
    expect(read.events.map(({ source }) => source.externalId)).toEqual(["deposit-3", "deposit-2", "deposit-1"])
  })

  it("holds no name, key, secret or signature, also where the exchange quotes the request back", async () => {
    const quoted: Array<string> = []
    const { fetch: honest } = toy
    globalThis.fetch = (async (input: string | URL, init?: RequestInit) => {
      const url = new URL(input)
      if (url.pathname !== "/trades") return honest(input, init)
      const headers = Object.fromEntries(new Headers(init?.headers))
      quoted.push(headers["x-signature"]!)
      return Response.json({ error: "SCHEMA_DRIFT", asked: headers })
    }) as typeof fetch
    await connected()
    const text = (await replies()).map((reply) => `${reply.text} ${reply.request}`).join("\n")
    expect(quoted.length).toBeGreaterThan(0)
    expect(text).toContain('"x-signature":"…"')
    for (const secret of [...quoted, toyKey, toySecret, "nobody needs"]) expect(text).not.toContain(secret)
  })

  it("keeps a reply that was refused, with what was asked for, and of many alike the last few", async () => {
    const id = await connected()
    let n = 0
    toy.misbehave = ({ path, cursor }) => (path === "/trades" ? Response.json({ error: "SCHEMA_DRIFT", cursor, n: n++ }) : undefined)
    for (let run = 0; run < mostPassing + 3; run++) await engine.sync(id)
    const kept = (await replies("trades")).filter(({ failure }) => failure !== null)
    expect(kept.map(({ failure }) => failure)).toEqual(Array.from({ length: mostPassing }, () => "SCHEMA_DRIFT"))
    expect(kept.map(({ text }) => (JSON.parse(text) as { n: number }).n)).toEqual([3, 4, 5, 6, 7])
    expect(kept.map(({ request, status }) => [JSON.parse(request), status])[0]).toEqual([
      { cursor: null, window: null, dimension: null },
      200
    ])
  })

  it("keeps a page that contradicts what is stored, and one that the adapter cannot read", async () => {
    const id = await connected()
    toy.misbehave = ({ path }) =>
      path === "/ledger" ? Response.json({ rows: [] }) : path === "/trades" ? Response.json({ rows: "none" }) : undefined
    await engine.sync(id)
    expect(
      (await replies()).filter(({ failure }) => failure !== null).map(({ endpoint, failure, text }) => [endpoint, failure, text])
    ).toEqual(
      expect.arrayContaining([
        ["ledger", "DATA_CHANGED_DURING_PAGING", '{"rows":[]}'],
        ["trades", "ADAPTER_BUG", '{"rows":"none"}']
      ])
    )
  })

  it("keeps every balance that a report rests on, but of prices the last few", async () => {
    const id = await connected()
    for (let run = 1; run <= mostPassing + 3; run++) {
      toy.balances = { mxn: `${run}.5` }
      toy.tickers = [{ ...toy.tickers[0]!, last: `${run}` }]
      await engine.sync(id)
    }
    expect((await replies("tickers")).map(({ text }) => (JSON.parse(text) as [{ last: string }])[0].last)).toEqual([
      "4",
      "5",
      "6",
      "7",
      "8"
    ])
    expect((await replies("balances")).flatMap(balancesIn)).toEqual(["6 mxn", ...Array.from({ length: 8 }, (_, n) => `${n + 1}.5 mxn`)])
  })

  it("does not grow while nothing happens", async () => {
    const id = await connected()
    await engine.sync(id)
    const before = await replies()
    for (let run = 0; run < 4; run++) await engine.sync(id)
    const after = await replies()
    expect(after.map(({ endpoint, text }) => [endpoint, text])).toEqual(before.map(({ endpoint, text }) => [endpoint, text]))
    expect(Math.min(...after.filter(({ endpoint }) => endpoint === "balances").map(({ seenAt }) => seenAt))).toBeGreaterThanOrEqual(
      Math.max(...before.map(({ receivedAt }) => receivedAt))
    )
  })
})
