/** What is shown but not counted, page by page, over a real database. */
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ConnectionId } from "../../src/index.ts"
import { type ItemPage, Ledger, OwnerId, type PageQuery } from "../../src/index.ts"
import { layer as ledgerLayer } from "../../src/ledger/ledgerLayer.ts"
import { ConnectionStore } from "../../src/storage/ConnectionStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { openStores, type SqlClient } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const owner = OwnerId(1)
const right = { answer: "unknown" as const, evidence: "" }
let place: Place
let stores: ReturnType<typeof openStores>
let connection: ConnectionId
const run = <A, E>(effect: Effect.Effect<A, E, ConnectionStore | PageStore | SqlClient.SqlClient>) => stores.runPromise(effect)
const ledger = <A, E>(use: (ledger: typeof Ledger.Service) => Effect.Effect<A, E>): Promise<A> =>
  stores.runPromise(Ledger.use(use).pipe(Effect.provide(ledgerLayer)) as Effect.Effect<A, E>)

/** `n` witnesses and `n` rows that cannot be read, several of them in one instant. */
const store = (from: number, n: number) =>
  run(
    PageStore.use((pages) =>
      pages.commit({
        owner,
        connection,
        stream: "trades",
        dimension: "",
        posts: false,
        endpoint: "trades",
        request: "{}",
        receivedAt: from,
        hash: String(from),
        seal: () => new Uint8Array(),
        events: Array.from({ length: n }, (_, i) => ({
          occurrence: 0,
          event: {
            source: { stream: "trades", externalId: `t${from + i}`, identity: "exchange" },
            refs: [],
            groupId: `trade:${from + i}`,
            kind: "trade",
            at: 1_000 + Math.floor((from + i) / 7),
            rank: null,
            status: "settled",
            postings: [{ wallet: "spot", asset: "mxn", amount: Decimal.make("1"), role: "principal" }],
            transfer: null,
            price: null,
            operation: null,
            pointer: "/0"
          }
        })),
        quarantined: Array.from({ length: n }, (_, i) => ({ pointer: `/${from + i}`, reason: "planted", fingerprint: `f${from + i}` })),
        walk: "",
        state: "complete"
      })
    )
  )

beforeAll(async () => {
  place = newPlace()
  stores = openStores(place.dataDir)
  connection = await run(
    ConnectionStore.use((connections) =>
      connections.insert(owner, {
        exchange: "toy",
        accountKey: "a",
        label: "",
        composition: "ledger",
        rights: { trade: right, withdraw: right, ipRestricted: right, reads: {} },
        consentedAt: null,
        at: 1,
        keyFingerprint: ""
      })
    )
  )
  await store(100, 250)
})
afterAll(async () => {
  await stores.dispose()
  removePlace(place)
})

type Read = (query: PageQuery) => Promise<ItemPage<string>>
const lists: ReadonlyArray<readonly [string, Read]> = [
  [
    "witnesses without partner",
    async (query) => {
      const page = await ledger((service) => service.openItems(owner, connection, query))
      return { ...page, items: page.items.map(({ cursor, item }) => ({ cursor, item: item.externalId })) }
    }
  ],
  [
    "quarantined rows",
    async (query) => {
      const page = await ledger((service) => service.quarantined(owner, connection, query))
      return { ...page, items: page.items.map(({ cursor, item }) => ({ cursor, item: item.pointer })) }
    }
  ]
]

describe.each(lists)("%s", (_name, read) => {
  const whole = async () => (await read({ limit: 10_000 })).items.map(({ item }) => item)

  it("can all be read, once each, in pages of any size and from either end", async () => {
    const all = await whole()
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(200)
    for (const limit of [1, 7, 100])
      for (const fromEnd of [false, true]) {
        const read1: Array<string> = []
        let query: PageQuery = { limit, fromEnd }
        for (;;) {
          const { items, hasNext, hasPrevious } = await read(query)
          if (fromEnd) read1.unshift(...items.map(({ item }) => item))
          else read1.push(...items.map(({ item }) => item))
          if (!(fromEnd ? hasPrevious : hasNext)) break
          query = fromEnd ? { limit, fromEnd, before: items[0]!.cursor } : { limit, after: items.at(-1)!.cursor }
        }
        expect(read1).toEqual(all)
      }
  }, 30_000)

  it("keep the places that cursors name when others come", async () => {
    const { items } = await read({ limit: 100 })
    const rest = (await read({ limit: 10_000, after: items.at(-1)!.cursor })).items
    await store(_name === "quarantined rows" ? 9_000 : 8_000, 5)
    expect((await read({ limit: 10_000, after: items.at(-1)!.cursor })).items).toEqual(rest)
    expect(await whole()).toHaveLength(items.length + rest.length + 5)
  })

  it("refuse a cursor of another list, and one that is none", async () => {
    for (const after of ["", "forged", Buffer.from("[1]").toString("base64url"), Buffer.from('[1,"a","b",2,3]').toString("base64url")])
      await expect(read({ limit: 1, after })).rejects.toThrow("not one that this list gave out")
  })
})
