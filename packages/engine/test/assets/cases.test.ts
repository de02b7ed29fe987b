/**
 * Codes that have fooled people, each through a sync: what its rows meant at their time, what is held under it now, and how it
 * is related to others. The exchanges are toys under the names whose rules apply; sums of the rows are their balances.
 */
import { Effect, ManagedRuntime, Stream } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Access, Assets, Connections, type EngineServices, Ledger, type NewCorrection, Portfolios } from "../../src/index.ts"
import { engineLayer } from "../../src/storage/sqlite/index.ts"
import { ToyExchange, type ToyRow, toyAdapterAt, toyKey, toySecret } from "../../src/testing/index.ts"
import { newPlace, options, owner, portfolio, removePlace } from "../toyEngine.ts"

/** Day, code, amount: what each exchange shows. */
const histories: Readonly<Record<string, ReadonlyArray<readonly [string, string, string]>>> = {
  bitso: [
    ["2018-05-01", "gnt", "100"],
    ["2023-02-01", "usd", "250"],
    ["2023-02-02", "mxn", "1000"],
    ["2024-02-01", "matic", "3"],
    ["2024-10-01", "pol", "4"]
  ],
  kraken: [
    ["2016-03-01", "XXBT", "1"],
    ["2016-03-02", "XBT", "0.25"],
    ["2021-02-01", "GLM", "5"],
    ["2022-01-10", "LUNA", "8"],
    ["2022-06-10", "LUNA2", "2"],
    ["2022-08-01", "DOT", "10"],
    ["2022-08-02", "DOT28.S", "40"],
    ["2023-03-01", "ZUSD", "70"],
    ["2023-03-02", "USD.HOLD", "30"]
  ],
  binance: [
    ["2018-01-01", "BCC", "2"],
    ["2018-11-14", "BCC", "-2"],
    ["2018-11-15", "BCHABC", "2"],
    ["2022-05-27", "LUNA", "6"],
    ["2022-05-28", "LUNA", "-6"],
    ["2022-05-29", "LUNC", "6"],
    ["2022-05-30", "LUNA", "0.5"],
    ["2022-09-01", "BTC", "0.1"],
    ["2022-09-02", "LDBTC", "0.4"],
    ["2022-09-03", "LDO", "12"],
    ["2022-09-04", "LDLDO", "3"]
  ],
  bitfinex: [
    ["2020-12-01", "BCHABC", "1"],
    ["2021-06-30", "BCHABC", "-1"],
    ["2021-07-01", "BCHABC", "1000000"]
  ],
  // nobody has said what BCC is here: it may be BitConnect
  hobby: [["2017-12-01", "BCC", "9"]]
}

const toys = new Map(Object.keys(histories).map((id) => [id, new ToyExchange()]))
const originOf = (id: string) => `https://${id}.example`
const place = newPlace()
const realFetch = globalThis.fetch
let runtime: ManagedRuntime.ManagedRuntime<EngineServices, unknown>
const run = <A, E>(effect: Effect.Effect<A, E, EngineServices>) => runtime.runPromise(effect)

const rowsOf = (history: ReadonlyArray<readonly [string, string, string]>): ReadonlyArray<ToyRow> =>
  history
    .map(([day, asset, amount], i): ToyRow => ({
      id: `r${i}`,
      at: Date.parse(`${day}T12:00:00Z`),
      asset,
      amount,
      group: null,
      kind: amount.startsWith("-") ? "withdrawal" : "deposit"
    }))
    .toReversed()

/** What each row of a code meant when it happened. */
const meant = (exchange: string, code: string) =>
  run(
    Effect.gen(function* () {
      const resolve = yield* Assets.use((assets) => assets.resolver(owner))
      const rows = yield* Ledger.use((ledger) => Stream.runCollect(ledger.all(owner, portfolio)))
      return rows
        .filter((row) => row.exchange === exchange && row.postings[0]!.asset === code)
        .map(({ at }) => [new Date(at).toISOString().slice(0, 10), resolve({ exchange, code, at }).id])
    })
  )
const line = async (id: string) =>
  (await run(Portfolios.use((portfolios) => portfolios.holdings(owner, portfolio)))).find(({ identity }) => identity.id === id)
const held = async (id: string) => {
  const found = await line(id)
  return found === undefined ? undefined : { total: found.total, codes: found.codes }
}
/** Of the code itself: a receipt is one though it is counted with its asset. */
const kindOf = (exchange: string, code: string, day: string) =>
  run(
    Effect.map(
      Assets.use((assets) => assets.resolver(owner)),
      (resolve) => resolve({ exchange, code, at: Date.parse(day) }).kind
    )
  )
const relation = (from: string, to: string) =>
  run(
    Assets.useSync(({ relations }) => {
      const found = relations.find((one) => one.from.id === from && one.to.id === to)
      return found && [found.kind, found.ratio, found.date, found.continues]
    })
  )
const valued = async (id: string) =>
  (await run(Portfolios.use((portfolios) => portfolios.value(owner, portfolio, "usd")))).holdings.find(({ identity }) => identity.id === id)
const correct = (correction: NewCorrection) => run(Assets.use((assets) => assets.correct(owner, correction)))

beforeAll(async () => {
  for (const [id, toy] of toys) {
    toy.ledger = rowsOf(histories[id]!)
    toy.tickers = []
  }
  // a market for the code says nothing about what it is
  toys.get("hobby")!.tickers = [{ market: "BCC/USD", base: "BCC", quote: "USD", bid: "400", ask: "400", last: "400" }]
  globalThis.fetch = ((input: string | URL, init?: RequestInit) =>
    toys.get(new URL(input).hostname.split(".")[0]!)!.fetch(input, init)) as typeof fetch
  const adapters = [...toys.keys()].map((id) => toyAdapterAt(id, originOf(id)))
  runtime = ManagedRuntime.make(engineLayer({ ...options(place), adapters }))
  await run(Access.use((access) => access.firstStart))
  for (const exchange of toys.keys())
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
})
afterAll(async () => {
  await runtime.dispose()
  globalThis.fetch = realFetch
  removePlace(place)
})

describe("codes that have fooled people", () => {
  it("GNT became GLM at par: old rows, a new code and one holding", async () => {
    expect(await meant("bitso", "gnt")).toEqual([["2018-05-01", "golem"]])
    expect(await held("golem")).toEqual({ total: "105", codes: ["GLM", "gnt"] })
    expect(await relation("golem-gnt", "golem")).toEqual(["migrated", "1", "2020-11-19", true])
  })

  it("XBT is Bitcoin, with Kraken's class letter and without", async () => {
    expect(await meant("kraken", "XXBT")).toEqual([["2016-03-01", "bitcoin"]])
    expect(await meant("kraken", "XBT")).toEqual([["2016-03-02", "bitcoin"]])
    expect((await held("bitcoin"))!.codes).toEqual(["BTC", "LDBTC", "XBT", "XXBT"])
  })

  it("BCC was Bitcoin Cash at Binance until its fork, and elsewhere may be BitConnect", async () => {
    expect(await meant("binance", "BCC")).toEqual([
      ["2018-01-01", "bitcoin-cash"],
      ["2018-11-14", "bitcoin-cash"]
    ])
    expect(await held("bitcoin-cash")).toEqual({ total: "2", codes: ["BCHABC"] })
    expect(await relation("bitcoin", "bitcoin-cash")).toEqual(["forked", "1", "2017-08-01", false])
    expect(await held("unknown:hobby:BCC")).toEqual({ total: "9", codes: ["BCC"] })
    expect(await valued("unknown:hobby:BCC")).toMatchObject({
      value: null,
      reason: expect.stringMatching(/no rule says what BCC is at hobby/)
    })
  })

  it("LUNA is Terra Classic before 2022-05-28, Terra from that day on, and at Kraken never Terra", async () => {
    expect(await meant("binance", "LUNA")).toEqual([
      ["2022-05-27", "terra-classic"],
      ["2022-05-28", "terra"],
      ["2022-05-30", "terra"]
    ])
    expect(await meant("kraken", "LUNA")).toEqual([["2022-01-10", "terra-classic"]])
    expect(await held("terra-classic")).toEqual({ total: "14", codes: ["LUNA", "LUNC"] })
    expect((await line("terra"))!.codes).toEqual(["LUNA", "LUNA2"])
    expect(await relation("terra-classic", "terra")).toEqual(["forked", null, "2022-05-28", false])
  })

  it("MATIC and POL are two assets while both are held, related at par", async () => {
    expect(await held("polygon-matic")).toEqual({ total: "3", codes: ["matic"] })
    expect(await held("polygon-pol")).toEqual({ total: "4", codes: ["pol"] })
    expect(await relation("polygon-matic", "polygon-pol")).toEqual(["migrated", "1", "2024-09-04", false])
  })

  it("LDBTC is lent Bitcoin at Binance, LDO is Lido, and LDLDO is lent Lido", async () => {
    expect(await meant("binance", "LDBTC")).toEqual([["2022-09-02", "bitcoin"]])
    expect(await meant("binance", "LDO")).toEqual([["2022-09-03", "lido"]])
    expect(await held("lido")).toEqual({ total: "15", codes: ["LDLDO", "LDO"] })
    expect(await Promise.all(["LDBTC", "LDO", "LDLDO"].map((code) => kindOf("binance", code, "2022-09-05")))).toEqual([
      "receipt",
      "crypto",
      "receipt"
    ])
  })

  it("DOT28.S is Polkadot, staked at Kraken for 28 days, on Polkadot's line", async () => {
    expect(await held("polkadot")).toEqual({ total: "50", codes: ["DOT", "DOT28.S"] })
    expect(await line("polkadot")).toMatchObject({ asset: "DOT", identity: { kind: "crypto" } })
    expect(await kindOf("kraken", "DOT28.S", "2022-08-02")).toBe("receipt")
  })

  it("USD.HOLD is dollars at Kraken, held back, and no claim on anybody", async () => {
    expect(await held("usd")).toEqual({ total: "100", codes: ["USD.HOLD", "ZUSD"] })
    expect(await kindOf("kraken", "USD.HOLD", "2023-03-02")).toBe("fiat")
  })

  it("BCHABC is Bitcoin Cash at Binance, at Bitfinex the fork of 2020, and eCash once a million were made of one", async () => {
    expect(await meant("binance", "BCHABC")).toEqual([["2018-11-15", "bitcoin-cash"]])
    expect(await meant("bitfinex", "BCHABC")).toEqual([
      ["2020-12-01", "bcha"],
      ["2021-06-30", "bcha"],
      ["2021-07-01", "ecash"]
    ])
    expect(await held("ecash")).toEqual({ total: "1000000", codes: ["BCHABC"] })
    expect(await relation("bcha", "ecash")).toEqual(["redenominated", "1000000", "2021-07-01", false])
    expect(await relation("bitcoin-cash", "bcha")).toEqual(["forked", "1", "2020-11-15", false])
  })

  it("Bitso's usd is a pool of stablecoins, and no dollar", async () => {
    expect(await held("bitso-digital-dollar")).toEqual({ total: "250", codes: ["usd"] })
    expect(await kindOf("bitso", "usd", "2023-02-01")).toBe("stablecoin")
    expect((await line("usd"))!.parts.map(({ exchange }) => exchange)).toEqual(["kraken", "kraken"])
  })
})

describe("a correction of one of them", () => {
  it("names it for past rows, what is held and what it is worth; taking it back restores all three", async () => {
    const seen = async () => ({
      rows: await meant("hobby", "BCC"),
      unknown: await held("unknown:hobby:BCC"),
      named: await held("bitconnect"),
      value: (await valued("bitconnect"))?.value
    })
    const before = await seen()
    const { id } = await correct({ exchange: "hobby", code: "BCC", from: null, to: null, asset: "bitconnect" })
    expect(await seen()).toEqual({
      rows: [["2017-12-01", "bitconnect"]],
      unknown: undefined,
      named: { total: "9", codes: ["BCC"] },
      value: "3600"
    })
    await run(Assets.use((assets) => assets.remove(owner, id)))
    expect(await seen()).toEqual(before)
    expect(before).toMatchObject({ rows: [["2017-12-01", "unknown:hobby:BCC"]], named: undefined, value: undefined })
  })

  it("wins over a rule within its days only: rows on either side keep their meaning", async () => {
    const day = Date.parse("2022-05-28")
    const { id } = await correct({ exchange: "binance", code: "LUNA", from: day, to: day + 86_400_000, asset: "terra-classic" })
    expect(await meant("binance", "LUNA")).toEqual([
      ["2022-05-27", "terra-classic"],
      ["2022-05-28", "terra-classic"],
      ["2022-05-30", "terra"]
    ])
    await run(Assets.use((assets) => assets.remove(owner, id)))
    expect((await meant("binance", "LUNA"))[1]).toEqual(["2022-05-28", "terra"])
  })
})
