/** Portfolios say what is shown together. Whatever is done to them, no account, row or figure comes, goes or counts twice. */
import { Effect, ManagedRuntime, Stream } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import {
  Access,
  Books,
  ConnectionId,
  Connections,
  type EngineServices,
  Ledger,
  longestPortfolioName,
  mostPortfolios,
  OwnerId,
  PortfolioId,
  Portfolios
} from "../../src/index.ts"
import { engineLayer } from "../../src/storage/sqlite/index.ts"
import { ToyExchange, type ToyRow, toyAdapterAt, toyKey, toySecret } from "../../src/testing/index.ts"
import { newPlace, options, owner, portfolio as everything, removePlace } from "../toyEngine.ts"

const stranger = OwnerId(2)
const otherKey = "toy-key-0002"
const toys = { one: new ToyExchange(), two: new ToyExchange() }
const place = newPlace()
const realFetch = globalThis.fetch
let runtime: ManagedRuntime.ManagedRuntime<EngineServices, unknown>
let one: ConnectionId
let two: ConnectionId

const run = <A, E>(effect: Effect.Effect<A, E, EngineServices>) => runtime.runPromise(effect)
const ask = <A, E>(effect: (portfolios: Portfolios["Service"]) => Effect.Effect<A, E>) => run(Portfolios.use(effect))
const refusal = <A, E extends { readonly _tag: string }>(effect: (portfolios: Portfolios["Service"]) => Effect.Effect<A, E>) =>
  run(Portfolios.use(effect).pipe(Effect.match({ onSuccess: () => "done", onFailure: ({ _tag }) => _tag })))
const create = (name: string, ...connections: ReadonlyArray<ConnectionId>) => ask((all) => all.create(owner, name, connections))
const shown = (id: PortfolioId) => ask((all) => all.connections(owner, id))
const names = async () => (await ask((all) => all.list(owner))).map(({ name }) => name)
const total = async (id: PortfolioId) =>
  Object.fromEntries((await ask((all) => all.holdings(owner, id))).map(({ asset, total: sum }) => [asset, sum]))
const rows = (id: PortfolioId) =>
  run(Ledger.use((ledger) => Stream.runCollect(ledger.all(owner, id)))).then((all) =>
    all.map(({ exchange, externalId }) => `${exchange} ${externalId}`)
  )
const connect = (exchange: string, apiKey = toyKey, portfolio?: PortfolioId) =>
  run(
    Effect.gen(function* () {
      const connections = yield* Connections
      const credentials = { apiKey, apiSecret: toySecret }
      const { id } = yield* connections.connect(owner, { exchange, credentials, acceptUnverifiedRights: true, portfolio })
      yield* connections.progressChanges(owner, id).pipe(
        Stream.filter((progress) => !progress.running && progress.callsDone > 0),
        Stream.take(1),
        Stream.runDrain
      )
      return id
    })
  )
const history = (asset: string): ReadonlyArray<ToyRow> =>
  [3, 2, 1].map((n) => ({ id: `r${n}`, at: Date.UTC(2024, 0, n), asset, amount: String(n), group: null, kind: "deposit" }))

beforeAll(async () => {
  toys.one.ledger = history("aaa")
  toys.one.keys.add(otherKey)
  toys.two.ledger = history("bbb")
  globalThis.fetch = ((input: string | URL, init?: RequestInit) =>
    toys[new URL(input).hostname === "one.example" ? "one" : "two"].fetch(input, init)) as typeof fetch
  const adapters = Object.keys(toys).map((id) => toyAdapterAt(id, `https://${id}.example`))
  runtime = ManagedRuntime.make(engineLayer({ ...options(place), adapters }))
  await run(Access.use((access) => access.firstStart))
  one = await connect("one")
  two = await connect("two")
})
afterAll(async () => {
  await runtime.dispose()
  globalThis.fetch = realFetch
  removePlace(place)
})
/** Leaves the default portfolio alone, under its first name. */
beforeEach(async () => {
  for (const { id, isDefault } of await ask((all) => all.list(owner))) if (!isDefault) await ask((all) => all.remove(owner, id, null))
  await ask((all) => all.rename(owner, everything, "All accounts"))
})

describe("a portfolio", () => {
  it("shows the connections that were put there and nothing of the others; the default one shows everything", async () => {
    const { id } = await create("Savings", two)
    expect(await shown(id)).toEqual([two])
    expect(await total(id)).toEqual({ bbb: "6" })
    expect(await rows(id)).toEqual(["two r1", "two r2", "two r3"])
    expect(await shown(everything)).toEqual([one, two])
    expect(await total(everything)).toEqual({ aaa: "6", bbb: "6" })
  })

  it("may be empty, and holds nothing then", async () => {
    const { id } = await create("Empty")
    expect([await shown(id), await total(id), await rows(id)]).toEqual([[], {}, []])
  })

  it("is there once per name, in any case and with spaces around it: made again it takes more connections in", async () => {
    const { id } = await create("Café", one)
    expect(await create("  CAFE\u0301 ", two)).toEqual({ id, name: "Café", isDefault: false })
    expect(await shown(id)).toEqual([one, two])
    expect(await create("all ACCOUNTS", one)).toMatchObject({ id: everything })
    expect(await names()).toEqual(["All accounts", "Café"])
  })

  it.each([
    ["nothing", ""],
    ["spaces", "  \u00a0 "],
    ["two lines", "a\nb"],
    ["a control character", "a\u0000"],
    ["too long a name", "x".repeat(longestPortfolioName + 1)]
  ])("cannot be called %s", async (_what, name) => {
    const { id } = await create("A")
    expect(await refusal((all) => all.create(owner, name, []))).toBe("PortfolioNameInvalid")
    expect(await refusal((all) => all.rename(owner, id, name))).toBe("PortfolioNameInvalid")
    expect(await names()).toEqual(["All accounts", "A"])
  })

  it("takes any other name, counted in characters as people see them", async () => {
    const name = "😀".repeat(longestPortfolioName)
    expect(await create(name)).toMatchObject({ name })
  })

  it("can be renamed, the default one too, to what no other is called", async () => {
    const { id } = await create("A")
    await create("B")
    expect(await ask((all) => all.rename(owner, id, "a"))).toMatchObject({ id, name: "a" })
    expect(await ask((all) => all.rename(owner, everything, "Everything"))).toMatchObject({ id: everything, isDefault: true })
    expect(await refusal((all) => all.rename(owner, id, "b"))).toBe("PortfolioNameTaken")
    expect(await refusal((all) => all.rename(owner, PortfolioId(999), "C"))).toBe("PortfolioNotFound")
  })

  it("is one of at most so many, counted without those that are gone", async () => {
    for (let n = 1; n < mostPortfolios; n++) await create(`P${n}`)
    expect(await refusal((all) => all.create(owner, "One more", []))).toBe("TooManyPortfolios")
    const known = await create("P7", one)
    expect(await shown(known.id)).toEqual([one])
    await ask((all) => all.remove(owner, known.id, null))
    expect(await create("One more")).toMatchObject({ name: "One more" })
  })

  it("takes no connection that is not there", async () => {
    expect(await refusal((all) => all.create(owner, "A", [one, ConnectionId(999)]))).toBe("ConnectionNotFound")
    expect(await names()).toEqual(["All accounts"])
  })
})

describe("deleting a portfolio", () => {
  it("deletes no row, no connection and no certificate; its connections go to the named portfolio, or stay in the default one", async () => {
    const before = {
      rows: await rows(everything),
      total: await total(everything),
      proof: await run(Books.use((books) => books.certificate(owner, one)))
    }
    const heir = await create("Heir", two)
    const gone = await create("Gone", one, two)
    expect(await ask((all) => all.remove(owner, gone.id, heir.id))).toEqual(heir)
    expect(await shown(heir.id)).toEqual([one, two])
    expect(await ask((all) => all.remove(owner, heir.id, null))).toMatchObject({ id: everything })
    expect(await names()).toEqual(["All accounts"])
    expect(await shown(everything)).toEqual([one, two])
    expect(await run(Connections.use((connections) => connections.list(owner)))).toMatchObject([{ status: "active" }, { status: "active" }])
    expect({
      rows: await rows(everything),
      total: await total(everything),
      proof: await run(Books.use((books) => books.certificate(owner, one)))
    }).toEqual(before)
  })

  it("is refused for the default one, for one that is gone, and where its connections would have nowhere to go", async () => {
    const { id } = await create("A", one)
    expect(await refusal((all) => all.remove(owner, everything, id))).toBe("PortfolioIsDefault")
    expect(await refusal((all) => all.remove(owner, id, id))).toBe("PortfolioNotFound")
    expect(await refusal((all) => all.remove(owner, id, PortfolioId(999)))).toBe("PortfolioNotFound")
    expect(await shown(id)).toEqual([one])
    await ask((all) => all.remove(owner, id, null))
    expect(await refusal((all) => all.remove(owner, id, null))).toBe("PortfolioNotFound")
    expect(await refusal((all) => all.holdings(owner, id))).toBe("PortfolioNotFound")
  })

  it("never gives its number to another: what pointed at it leads nowhere", async () => {
    const { id } = await create("A", one)
    await ask((all) => all.remove(owner, id, null))
    const next = await create("A")
    expect(next.id).not.toBe(id)
    expect(await shown(next.id)).toEqual([])
  })
})

describe("a connection", () => {
  const placed = async () => (await ask((all) => all.showing(owner, one))).map(({ name }) => name)

  it("is shown in one portfolio, in several, or moved, by saying where it belongs", async () => {
    const [a, b] = [await create("A"), await create("B", two)]
    const put = (...ids: ReadonlyArray<PortfolioId>) => ask((all) => all.place(owner, one, ids))
    await put(a.id)
    expect(await placed()).toEqual(["All accounts", "A"])
    await put(a.id, b.id, b.id, everything)
    expect(await placed()).toEqual(["All accounts", "A", "B"])
    await put(b.id)
    expect(await placed()).toEqual(["All accounts", "B"])
    expect([await shown(a.id), await shown(b.id)]).toEqual([[], [one, two]])
    await put(b.id)
    expect(await total(b.id)).toEqual({ aaa: "6", bbb: "6" })
    await put()
    expect(await placed()).toEqual(["All accounts"])
  })

  it("stays where it is when a place does not exist, and is not found when it does not", async () => {
    const { id } = await create("A", one)
    expect(await refusal((all) => all.place(owner, one, [PortfolioId(999)]))).toBe("PortfolioNotFound")
    expect(await placed()).toEqual(["All accounts", "A"])
    expect(await refusal((all) => all.place(owner, ConnectionId(999), [id]))).toBe("ConnectionNotFound")
    expect(await refusal((all) => all.showing(owner, ConnectionId(999)))).toBe("ConnectionNotFound")
  })

  it("of an account that is connected already is the same one: by a second key into another portfolio, and moved together, it counts once", async () => {
    const [a, b] = [await create("A"), await create("B")]
    expect(await connect("one", toyKey, a.id)).toBe(one)
    expect(await connect("one", otherKey, b.id)).toBe(one)
    expect([await shown(a.id), await shown(b.id)]).toEqual([[one], [one]])
    await ask((all) => all.remove(owner, b.id, a.id))
    expect(await total(a.id)).toEqual({ aaa: "6" })
    expect(await rows(a.id)).toEqual(["one r1", "one r2", "one r3"])
    expect(await total(everything)).toEqual({ aaa: "6", bbb: "6" })
  })

  it("goes into no portfolio that is not there, and then no key is tried", async () => {
    const calls = toys.two.requests.length
    const asked = Connections.use((connections) =>
      connections.connect(owner, {
        exchange: "two",
        credentials: { apiKey: toyKey, apiSecret: toySecret },
        acceptUnverifiedRights: true,
        portfolio: PortfolioId(999)
      })
    )
    expect(await run(Effect.result(asked))).toMatchObject({ failure: { _tag: "PortfolioNotFound" } })
    expect(toys.two.requests.length).toBe(calls)
  })
})

describe("another owner", () => {
  it("sees none of them, and can neither fill, rename nor delete them", async () => {
    const { id } = await create("Mine", one)
    expect(await ask((all) => all.list(stranger))).toEqual([])
    for (const attempt of [
      (all: Portfolios["Service"]) => all.get(stranger, id),
      (all: Portfolios["Service"]) => all.holdings(stranger, id),
      (all: Portfolios["Service"]) => all.connections(stranger, id),
      (all: Portfolios["Service"]) => all.rename(stranger, id, "Theirs"),
      (all: Portfolios["Service"]) => all.remove(stranger, id, null)
    ])
      expect(await refusal<unknown, { readonly _tag: string }>(attempt)).toBe("PortfolioNotFound")
    expect(await refusal((all) => all.place(stranger, one, []))).toBe("ConnectionNotFound")
    expect(await refusal((all) => all.create(stranger, "Theirs", [one]))).toBe("ConnectionNotFound")
    expect(await names()).toEqual(["All accounts", "Mine"])
    expect(await shown(id)).toEqual([one])
  })
})
