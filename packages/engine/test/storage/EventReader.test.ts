import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ConnectionId, OwnerId } from "../../src/index.ts"
import { EventReader } from "../../src/storage/EventReader.ts"
import { openStores, SqlClient } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const owner = OwnerId(1)
const [one, other] = [ConnectionId(1), ConnectionId(2)]

let place: Place
let stores: ReturnType<typeof openStores>
beforeEach(() => {
  place = newPlace()
  stores = openStores(place.dataDir)
})
afterEach(async () => {
  await stores.dispose()
  removePlace(place)
})

interface Row {
  readonly seq: number
  readonly at: number
  readonly group?: string
  readonly connection?: ConnectionId
  readonly isCurrent?: boolean
  readonly posts?: boolean
}

const put = (rows: ReadonlyArray<Row>) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const id of [one, other])
      yield* sql`INSERT INTO connection (owner_id, connection_id, exchange, account_key, label, status, composition, rights, created_at, credentials_since, key_fingerprint)
        VALUES (${owner}, ${id}, 'toy', ${`account ${id}`}, '', 'active', '', '{}', 1, 1, '')`
    const values = rows.map(({ seq, at, group = null, connection = one, isCurrent = true, posts = true }) => ({
      seq,
      at,
      group,
      connection,
      isCurrent: Number(isCurrent),
      posts: Number(posts)
    }))
    yield* sql`INSERT INTO event (owner_id, connection_id, seq, stream, external_id, occurrence, version, is_current, posts, joined, kind, at, rank,
        status, group_id, refs, postings, archive_id, pointer)
      SELECT ${owner}, value ->> 'connection', value ->> 'seq', 'ledger', 'e' || (value ->> 'seq'), 0, 1, value ->> 'isCurrent', value ->> 'posts', 0,
        'trade', value ->> 'at', -1, 'settled', value ->> 'group', '[]', '[]', 1, '/0' FROM json_each(${JSON.stringify(values)})`
  })

const together = (instants: ReadonlyArray<number>) =>
  EventReader.use((events) => events.together(owner, one, instants)).pipe(Effect.map((rows) => rows.map(({ seq }) => seq)))

describe("rows that belong together", () => {
  it("are those of the instants and all that share their group, of that account and as they are now, in the order of the ledger", async () => {
    await stores.runPromise(
      put([
        { seq: 1, at: 30, group: "a" },
        { seq: 2, at: 10, group: "a" },
        { seq: 3, at: 20 },
        { seq: 4, at: 20, group: "b" },
        { seq: 5, at: 40, group: "b" },
        { seq: 6, at: 50, group: "c" },
        { seq: 7, at: 40, group: "b", isCurrent: false },
        { seq: 8, at: 20, posts: false },
        { seq: 9, at: 20, group: "b", connection: other },
        { seq: 10, at: 50 }
      ])
    )
    expect(await stores.runPromise(together([20, 30]))).toEqual([2, 3, 4, 1, 5])
    expect(await stores.runPromise(together([10]))).toEqual([2, 1])
    expect(await stores.runPromise(together([60]))).toEqual([])
  })

  it("may be more than a statement takes parameters, as those of an import that only knows days", async () => {
    const count = 40_000
    await stores.runPromise(put(Array.from({ length: count }, (_, seq) => ({ seq, at: 20, group: `g${seq}` }))))
    expect((await stores.runPromise(together([20]))).length).toBe(count)
    const instants = Array.from({ length: count }, (_, i) => i)
    expect((await stores.runPromise(together(instants))).length).toBe(count)
  })
})
