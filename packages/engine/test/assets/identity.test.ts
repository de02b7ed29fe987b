/** Two exchanges over one engine: what each prints stays in the ledger, what it is decides what is shown together. */
import { Effect, ManagedRuntime, Stream } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  Access,
  AssetCorrectionId,
  Assets,
  Connections,
  type EngineServices,
  Ledger,
  type NewCorrection,
  OwnerId,
  Portfolios
} from "../../src/index.ts"
import { engineLayer } from "../../src/storage/sqlite/index.ts"
import { ToyExchange, type ToyRow, toyAdapterAt, toyKey, toySecret } from "../../src/testing/index.ts"
import { newPlace, options, owner, portfolio, removePlace } from "../toyEngine.ts"

const origins = { kraken: "https://one.example", bitso: "https://two.example" } as const
const toys: Readonly<Record<keyof typeof origins, ToyExchange>> = { kraken: new ToyExchange(), bitso: new ToyExchange() }
const place = newPlace()
const realFetch = globalThis.fetch
let runtime: ManagedRuntime.ManagedRuntime<EngineServices, unknown>

const t0 = Date.parse("2024-01-10T12:00:00Z")
const rows = (held: Readonly<Record<string, string>>): ReadonlyArray<ToyRow> =>
  Object.entries(held).map(([asset, amount], i) => ({ id: `r${i}`, at: t0 - i * 60_000, asset, amount, group: null, kind: "deposit" }))
const ticker = (base: string, quote: string, price: string) => ({
  market: `${base}/${quote}`,
  base,
  quote,
  bid: price,
  ask: price,
  last: price
})

const run = <A, E>(effect: Effect.Effect<A, E, EngineServices>) => runtime.runPromise(effect)
const holdings = () => run(Portfolios.use((portfolios) => portfolios.holdings(owner, portfolio)))
const line = async (id: string) => (await holdings()).find(({ identity }) => identity.id === id)
const valuation = async (id: string, currency: "mxn" | "usd" | "btc" = "mxn") =>
  (await run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, currency)))).holdings.find(
    ({ identity }) => identity.id === id
  )
const correct = (correction: Partial<NewCorrection>) =>
  run(
    Assets.use((assets) =>
      assets.correct(owner, { exchange: "kraken", code: "zzz", from: null, to: null, asset: "solana", ...correction })
    ).pipe(Effect.result)
  )
const corrections = () => run(Assets.use((assets) => assets.corrections(owner)))
const removeAll = async () => {
  for (const { id } of await corrections()) await run(Assets.use((assets) => assets.remove(owner, id)))
}
const exported = () => run(Ledger.use((ledger) => ledger.all(owner, portfolio).pipe(Stream.runCollect))).then((all) => JSON.stringify(all))

beforeAll(async () => {
  toys.kraken.ledger = rows({ XXBT: "1", "XBT.F": "0.5", GLM: "5", MATIC: "3", POL: "4", ZUSD: "50", zzz: "7", "QQQ.S": "1" })
  toys.bitso.ledger = rows({ btc: "2", gnt: "10", usd: "100", mxn: "1000" })
  toys.kraken.tickers = [
    ticker("XXBT", "ZUSD", "50000"),
    ticker("MATIC", "ZUSD", "1"),
    ticker("zzz", "ZUSD", "3"),
    ticker("GLM", "XXBT", "0.00001")
  ]
  toys.bitso.tickers = [ticker("btc", "mxn", "900000"), ticker("usd", "mxn", "18"), ticker("btc", "usd", "50010")]
  globalThis.fetch = ((input: string | URL, init?: RequestInit) => {
    const { origin } = new URL(input)
    return (origin === origins.kraken ? toys.kraken : toys.bitso).fetch(input, init)
  }) as typeof fetch
  const adapters = Object.entries(origins).map(([id, origin]) => toyAdapterAt(id, origin))
  runtime = ManagedRuntime.make(engineLayer({ ...options(place), adapters }))
  await run(Access.use((access) => access.firstStart))
  for (const exchange of Object.keys(origins)) {
    await run(
      Effect.gen(function* () {
        const connections = yield* Connections
        const credentials = { apiKey: toyKey, apiSecret: toySecret }
        const { id } = yield* connections.connect(owner, { exchange, credentials, acceptUnverifiedRights: true })
        yield* connections.progressChanges(owner, id).pipe(
          Stream.filter((progress) => !progress.running && progress.callsDone > 0),
          Stream.take(1),
          Stream.runDrain
        )
      })
    )
  }
})
afterAll(async () => {
  await runtime.dispose()
  globalThis.fetch = realFetch
  removePlace(place)
})

describe("holdings over several exchanges", () => {
  it("show one asset on one line, by its parts and the codes they print", async () => {
    const bitcoin = await line("bitcoin")
    expect(bitcoin).toMatchObject({
      asset: "XXBT",
      total: "3.5",
      available: "3.5",
      codes: ["XBT.F", "XXBT", "btc"],
      identity: { kind: "crypto" }
    })
    expect(bitcoin!.parts.map(({ exchange, wallet, asset, total }) => [exchange, wallet, asset, total]).sort()).toEqual([
      ["bitso", "spot", "btc", "2"],
      ["kraken", "spot", "XBT.F", "0.5"],
      ["kraken", "spot", "XXBT", "1"]
    ])
    expect(await line("golem")).toMatchObject({ total: "15", codes: ["GLM", "gnt"] })
  })

  it("keep apart what only looks alike: MATIC and POL, dollars and Bitso's pool of stablecoins", async () => {
    expect((await line("polygon-matic"))!.total).toBe("3")
    expect((await line("polygon-pol"))!.total).toBe("4")
    expect((await line("usd"))!.codes).toEqual(["ZUSD"])
    expect((await line("bitso-digital-dollar"))!.codes).toEqual(["usd"])
  })

  it("show and count an unknown code, and never guess it from a part of it", async () => {
    expect(await line("unknown:kraken:zzz")).toMatchObject({ asset: "zzz", total: "7", identity: { status: "unknown", kind: null } })
    expect(await line("unknown:kraken:QQQ.S")).toMatchObject({ total: "1" })
  })
})

describe("their value", () => {
  it("goes through a holder's own markets by its own codes, or another exchange's for the same asset", async () => {
    expect(await valuation("bitcoin", "usd")).toMatchObject({ value: "175000", path: [{ exchange: "kraken", market: "XXBT/ZUSD" }] })
    expect(await valuation("bitcoin")).toMatchObject({ value: "3150000", path: [{ exchange: "bitso", market: "btc/mxn" }] })
    expect(await valuation("bitso-digital-dollar")).toMatchObject({ value: "1800", path: [{ market: "usd/mxn" }] })
  })

  it("goes over two exchanges where no single one leads there", async () => {
    const value = await valuation("usd")
    expect(value!.path.map(({ exchange, from, to }) => [exchange, from, to])).toEqual([
      ["kraken", "ZUSD", "XXBT"],
      ["bitso", "btc", "mxn"]
    ])
    expect(value!.value).toBe("900")
  })

  it("is unknown for an unknown code, with the reason, even where it has a market; and the whole is then not complete", async () => {
    expect(await valuation("unknown:kraken:zzz")).toMatchObject({
      value: null,
      price: null,
      reason: expect.stringMatching(/no rule says what zzz is at kraken/)
    })
    expect((await run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, "mxn")))).complete).toBe(false)
  })
})

describe("a correction", () => {
  it("holds at once for what is held and worth, changes no stored row, and can be taken back", async () => {
    const before = { ledger: await exported(), holdings: await holdings() }
    const made = await correct({ asset: { symbol: "zee", name: "Zee", kind: "crypto" } })
    expect(made).toMatchObject({ success: { exchange: "kraken", code: "zzz", asset: { id: "own:ZEE", name: "Zee" } } })
    expect(await line("own:ZEE")).toMatchObject({ total: "7", identity: { via: expect.stringMatching(/^correction:/), status: "known" } })
    expect(await valuation("own:ZEE", "usd")).toMatchObject({ value: "21" })
    expect(await exported()).toBe(before.ledger)
    await removeAll()
    expect(await holdings()).toEqual(before.holdings)
  })

  it("joins lines of two exchanges, and one over part of time splits them", async () => {
    await correct({ asset: "bitcoin" })
    expect(await line("bitcoin")).toMatchObject({ total: "10.5", codes: ["XBT.F", "XXBT", "btc", "zzz"] })
    await removeAll()
    await correct({ asset: "bitcoin", to: t0 })
    expect(await line("bitcoin")).toMatchObject({ total: "3.5" })
    const resolve = await run(Assets.use((assets) => assets.resolver(owner)))
    expect([t0 - 1, t0].map((at) => resolve({ exchange: "kraken", code: "zzz", at }).id)).toEqual(["bitcoin", "unknown:kraken:zzz"])
    await removeAll()
  })

  it("is replaced by the same interval, refused where it overlaps, and refused for nothing", async () => {
    await correct({ from: t0, asset: "solana" })
    await correct({ from: t0, asset: "cardano", code: "ZZZ" })
    expect(await corrections()).toMatchObject([{ asset: { id: "cardano" } }])
    expect(await correct({ from: t0 - 1, to: t0 + 1 })).toMatchObject({ failure: { _tag: "CorrectionOverlaps" } })
    expect(await correct({ to: t0 })).toMatchObject({ success: { to: t0 } })
    expect(await correct({ exchange: "bitso" })).toMatchObject({ success: { exchange: "bitso" } })
    expect(await correct({ from: t0, to: t0 })).toMatchObject({ failure: { _tag: "EmptyInterval" } })
    expect(await correct({ asset: "no such asset" })).toMatchObject({ failure: { _tag: "AssetNotFound", asset: "no such asset" } })
    await removeAll()
  })

  it("is its owner's alone", async () => {
    await correct({})
    const other = OwnerId(2)
    const [mine] = await corrections()
    expect(await run(Assets.use((assets) => assets.corrections(other)))).toEqual([])
    expect((await run(Assets.use((assets) => assets.resolver(other))))({ exchange: "kraken", code: "zzz", at: t0 }).status).toBe("unknown")
    const refused = await run(Assets.use((assets) => assets.remove(other, mine!.id)).pipe(Effect.result))
    expect(refused).toMatchObject({ failure: { _tag: "CorrectionNotFound" } })
    expect(await run(Assets.use((assets) => assets.correction(owner, AssetCorrectionId(999))).pipe(Effect.result))).toMatchObject({
      failure: {}
    })
    await removeAll()
  })
})
