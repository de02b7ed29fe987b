import { keepBook, readLedger, report } from "@caudal/accounting"
import { Decimal, type EventKind } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { relations } from "../../src/assets/AssetRelation.ts"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { ConnectionId, OpeningId, type Transaction } from "../../src/index.ts"
import type { PriceAt } from "../../src/portfolio/LotProjection.ts"
import { projectLots } from "../../src/portfolio/projectLots.ts"
import { madeUpRow } from "../madeUpRow.ts"

const resolve = resolver(seedRules)
const t0 = Date.UTC(2024, 0, 1)

const row = (id: string, kind: EventKind, moves: ReadonlyArray<string>, over: Partial<Transaction> = {}) =>
  madeUpRow(id, t0, kind, moves, over)

const noPrices: PriceAt = () => null
const priced =
  (prices: Readonly<Record<string, string>>): PriceAt =>
  (asset, at) =>
    prices[asset] === undefined ? null : { amount: Decimal.make(prices[asset]), source: "test", at }
const project = (transactions: ReadonlyArray<Transaction>, priceAt = noPrices) =>
  projectLots({ transactions, resolve, currency: "mxn", priceAt, relations, openings: [] })
const gapsOf = (found: ReturnType<typeof project>) => found.gaps.map(({ code, asset, quantity }) => `${code} ${asset} ${quantity}`)
const chain = (txid: string) => ({ network: "bitcoin", txid, address: null, tag: null, rail: null, reference: null })

describe("lot events from the ledger", () => {
  it("a buy and its fee row are one purchase of what came in, for all that was paid", () => {
    const { events, gaps, sources } = project([
      row("1", "trade", ["btc 0.005", "mxn -1642.05"], { groupId: "trade:7" }),
      row("2", "fee", ["btc -0.0000325"], { groupId: "trade:7" })
    ])
    expect(events).toEqual([
      {
        id: "bitso/a/ledger/1",
        time: "2024-01-01T00:00:00.000Z",
        account: "bitso:a",
        subtype: "trade",
        type: "buy",
        asset: "bitcoin",
        quantity: "0.0049675",
        total: "1642.05"
      }
    ])
    expect(gaps).toEqual([])
    expect(sources.get("bitso/a/ledger/1")?.map(({ externalId }) => externalId)).toEqual(["1", "2"])
  })

  it("a sale's fee in money lessens what it fetched, and a rebate adds to it", () => {
    const sale = (fee: string) => project([row("1", "trade", ["btc -1", "mxn 100", `fee mxn ${fee}`])]).events[0]
    expect(sale("-0.65")).toMatchObject({ type: "sell", asset: "bitcoin", quantity: "1", total: "100", fee: { value: "0.65" } })
    expect(sale("0.1")).toMatchObject({ total: "100", fee: { value: "-0.1" } })
  })

  it("a fee in a third asset counts once as a cost, and its units leave", () => {
    const found = project([row("1", "trade", ["btc -1", "mxn 100", "fee eth -0.01"])], priced({ ethereum: "50" }))
    expect(found.events).toMatchObject([
      { type: "sell", asset: "bitcoin", total: "100", fee: { value: "0.5" } },
      { type: "fee", asset: "ethereum", quantity: "0.01", total: "0.5" }
    ])
    expect(found.prices.map(({ asset, source }) => [asset, source])).toContainEqual(["ethereum", "test"])
    const unknown = project([row("1", "trade", ["btc -1", "mxn 100", "fee eth -0.01"])])
    expect(unknown.events).toMatchObject([{ total: null }, { total: null }])
    expect(gapsOf(unknown)).toContain("missing-price ethereum 0.01")
  })

  it("coin for coin is worth what came in, else what went out, else nobody knows", () => {
    const swap = [row("1", "conversion", ["btc -1"], { groupId: "c" }), row("2", "conversion", ["eth 15"], { groupId: "c" })]
    const value = (prices: Readonly<Record<string, string>>) => project(swap, priced(prices)).events[0]
    expect(value({ ethereum: "2", bitcoin: "31" })).toMatchObject({ type: "conversion", value: "30" })
    expect(value({ bitcoin: "31" })).toMatchObject({ value: "31" })
    expect(value({})).toMatchObject({ value: null })
    expect(gapsOf(project(swap))).toEqual(["missing-price ethereum 15"])
  })

  it("an own transfer carries cost and date over, and its fee's units leave", () => {
    const found = project(
      [
        row("1", "trade", ["btc 1", "mxn -100"]),
        row("2", "withdrawal", ["btc -0.4"], { groupId: "w", at: t0 + 1, transfer: chain("AB") }),
        row("3", "fee", ["btc -0.1"], { groupId: "w", at: t0 + 1 }),
        row("4", "deposit", ["xbt 0.4"], { exchange: "kraken", accountKey: "k", at: t0 + 2, transfer: chain("ab") })
      ],
      priced({ bitcoin: "200" })
    )
    expect(found.events[1]).toMatchObject({ type: "transfer", quantity: "0.5", received: "0.4", toAccount: "kraken:k", feeValue: "20" })
    expect(found.events).toHaveLength(2)
    expect(found.gaps).toEqual([])
    expect(report(keepBook(readLedger(found.events), { scope: "account" })).remaining).toMatchObject([
      { account: "bitso:a", quantity: "0.5", costBasis: "50" },
      { account: "kraken:k", quantity: "0.4", costBasis: "40", lot: "bitso/a/ledger/1" }
    ])
  })

  it.each([
    ["another transaction", { exchange: "kraken", transfer: chain("cd") }, "0.4"],
    ["the same account", { transfer: chain("ab") }, "0.4"],
    ["more than was sent", { exchange: "kraken", transfer: chain("ab") }, "0.41"]
  ])("a deposit of %s is no own transfer: both ends are gaps, and the cost is unknown", (_, over, amount) => {
    const found = project([
      row("1", "withdrawal", ["btc -0.4"], { transfer: chain("ab") }),
      row("2", "deposit", [`btc ${amount}`], { at: t0 + 1, ...over })
    ])
    expect(gapsOf(found)).toEqual(["unmatched-withdrawal bitcoin 0.4", `unmatched-deposit bitcoin ${amount}`])
    expect(found.events).toMatchObject([
      { type: "gift_out", total: null },
      { type: "opening", total: null }
    ])
  })

  it("one transaction id at two deposits decides nothing", () => {
    const into = (id: string, exchange: string) => row(id, "deposit", ["btc 0.4"], { exchange, transfer: chain("ab") })
    const found = project([row("1", "withdrawal", ["btc -0.4"], { transfer: chain("ab") }), into("2", "kraken"), into("3", "bitstamp")])
    expect(found.gaps.map(({ code }) => code)).toEqual(["unmatched-withdrawal", "unmatched-deposit", "unmatched-deposit"])
  })

  it("income without a price is unknown, never zero", () => {
    const reward = [row("1", "reward", ["eth 2"])]
    expect(project(reward, priced({ ethereum: "3" })).events).toMatchObject([{ type: "income", total: "6" }])
    expect(project(reward).events).toMatchObject([{ type: "income", total: null }])
    expect(gapsOf(project(reward))).toEqual(["missing-price ethereum 2"])
  })

  it("half a trade, a fee without its trade, an unknown operation and an unknown code are gaps", () => {
    const found = project([
      row("1", "trade", ["btc -1"], { groupId: "trade:1" }),
      row("2", "fee", ["eth -1"], { groupId: "trade:2" }),
      row("3", "unrecognised", ["btc 1"]),
      row("4", "deposit", ["nosuchcoin 1"])
    ])
    expect(gapsOf(found)).toEqual([
      "unmatched-group bitcoin 1",
      "missing-price ethereum 1",
      "unmatched-group ethereum 1",
      "unclassified bitcoin 1",
      "unknown-asset unknown:bitso:nosuchcoin 1",
      "unmatched-deposit unknown:bitso:nosuchcoin 1"
    ])
  })

  it("money, and what did not happen, make no lots", () => {
    const found = project([
      row("1", "deposit", ["mxn 100"]),
      row("2", "withdrawal", ["mxn -10", "fee mxn -1"]),
      row("3", "withdrawal", ["btc -1"], { status: "failed" })
    ])
    expect(found).toMatchObject({ events: [], gaps: [] })
  })

  it("holds exactly the units of the ledger, whatever happened", () => {
    const kinds = ["trade", "conversion", "deposit", "reward", "fee", "card", "correction", "airdrop", "transfer"] as const
    const amount = fc.integer({ min: -500, max: 1000 }).map((n) => Decimal.fromScaled(BigInt(n), 2))
    const arbitrary = fc.record({
      kind: fc.constantFrom(...kinds),
      group: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
      moves: fc.array(fc.tuple(fc.constantFrom("", "fee "), fc.constantFrom("btc", "eth", "mxn"), amount), { minLength: 1, maxLength: 3 })
    })
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 20 }), (rows) => {
        const transactions = rows.map(({ kind, group, moves }, i) =>
          row(
            String(i),
            kind,
            moves.map(([fee, asset, text]) => `${fee}${asset} ${text}`),
            { groupId: group === null ? null : `g:${group}` }
          )
        )
        const { events } = project(transactions, priced({ bitcoin: "10", ethereum: "3" }))
        const held = (asset: string, sign: "in" | "out"): string =>
          Decimal.sum(
            events.flatMap((event) => {
              const units = (text: string) => [Decimal.make(text)]
              if (event.type === "conversion")
                return sign === "in"
                  ? event.to.asset === asset
                    ? units(event.to.quantity)
                    : []
                  : event.from.asset === asset
                    ? units(event.from.quantity)
                    : []
              if (event.type === "split" || event.type === "transfer" || event.asset !== asset) return []
              const out = event.type === "sell" || event.type === "gift_out" || event.type === "fee"
              return out === (sign === "out") ? units(event.quantity) : []
            })
          )
        for (const [code, id] of [
          ["btc", "bitcoin"],
          ["eth", "ethereum"]
        ] as const) {
          const posted = Decimal.sum(
            transactions.flatMap(({ postings }) => postings.filter(({ asset }) => asset === code).map((one) => one.amount))
          )
          expect(Decimal.subtract(Decimal.make(held(id, "in")), Decimal.make(held(id, "out")))).toBe(posted)
        }
        readLedger(events)
      }),
      { numRuns: 2000 }
    )
  })

  describe("trades of one instant", () => {
    const fill = (id: string, number: string, moves: ReadonlyArray<string>, over: Partial<Transaction> = {}) =>
      row(id, "trade", moves, { groupId: `trade:${number}`, refs: [{ type: "trade", id: number }], ...over })
    const ids = (transactions: ReadonlyArray<Transaction>) => project(transactions).events.map(({ id }) => id.split("/").at(-1))

    it("go by the exchange's numbers, not by ids that mean nothing", () => {
      expect(
        ids([fill("a", "12", ["btc 1", "mxn -1"]), fill("b", "9", ["btc 2", "mxn -2"]), fill("c", "11", ["btc 3", "mxn -3"])])
      ).toEqual(["b", "c", "a"])
    })

    it("keep the exchange's rank, other markets and everything else where they are", () => {
      expect(
        ids([
          fill("a", "5", ["btc 1", "mxn -1"], { rank: 1 }),
          fill("b", "4", ["btc 1", "mxn -1"], { rank: 2 }),
          fill("c", "3", ["eth 1", "mxn -1"], { rank: 2 }),
          row("d", "airdrop", ["btc 1"]),
          fill("e", "2", ["btc 1", "mxn -1"], { at: t0 + 1 }),
          fill("f", "1", ["btc 1", "mxn -1"], { at: t0 + 2 })
        ])
      ).toEqual(["a", "b", "c", "d", "e", "f"])
    })

    it("are the same events in any order in which the rows come", () => {
      fc.assert(
        fc.property(fc.shuffledSubarray(["1", "2", "3", "10", "20", "100"], { minLength: 6 }), (numbers) => {
          const found = ids(numbers.map((number) => fill(`id-${number}`, number, ["btc 1", "mxn -1"])))
          expect(found).toEqual(["id-1", "id-2", "id-3", "id-10", "id-20", "id-100"])
        })
      )
    })
  })

  describe("units that became another asset", () => {
    const bought = row("0", "trade", ["bcha 2", "mxn -100"])
    const remaining = (transactions: ReadonlyArray<Transaction>) =>
      report(keepBook(readLedger(project(transactions).events), { conversion: "carryBasis", gifts: "noGain" }))

    it.each([
      ["in one group", "conversion", "g"],
      ["row by row", "transfer", null]
    ] as const)("%s carry cost and date by the ratio on record, and nothing is disposed of", (_name, kind, groupId) => {
      const found = remaining([
        bought,
        row("1", kind, ["bcha -2"], { at: t0 + 1, groupId }),
        row("2", kind, ["xec 2000000"], { at: t0 + 2, groupId })
      ])
      expect(found.disposals).toEqual([])
      expect(found.remaining).toMatchObject([{ asset: "ecash", quantity: "2000000", costBasis: "100", lot: "bitso/a/ledger/0" }])
      expect(found.errors).toEqual([])
    })

    it("by any other ratio were traded: that is a disposal, whatever holds for migrations", () => {
      const found = remaining([
        bought,
        row("1", "conversion", ["bcha -2"], { at: t0 + 1, groupId: "g" }),
        row("2", "conversion", ["xec 1999999"], { at: t0 + 2, groupId: "g" })
      ])
      expect(found.disposals).toMatchObject([{ asset: "bcha", quantity: "2", costBasis: "100" }])
    })

    it("are not guessed where two rows fit, or days lie between", () => {
      const out = row("1", "transfer", ["bcha -2"], { at: t0 + 1 })
      const into = (id: string, at: number) => row(id, "transfer", ["xec 2000000"], { at })
      for (const rows of [[into("2", t0 + 2), into("3", t0 + 3)], [into("2", t0 + 2 * 86_400_000)]])
        expect(gapsOf(project([bought, out, ...rows]))).toContain("unclassified bcha 2")
    })

    it("came of a fork, at their value where there is one", () => {
      const credit = row("1", "airdrop", ["bch 2"])
      expect(project([credit], priced({ "bitcoin-cash": "7" })).events).toMatchObject([{ type: "fork", quantity: "2", total: "14" }])
      expect(project([row("1", "airdrop", ["bch 2"], { at: Date.UTC(2017, 5, 1) })]).events).toMatchObject([{ type: "income" }])
    })
  })

  describe("money of a state", () => {
    it("is worth its rate and makes no lots, whatever the currency", () => {
      const found = projectLots({
        transactions: [
          row("0", "deposit", ["mxn 100"]),
          row("1", "trade", ["btc 1", "mxn -90"]),
          row("2", "trade", ["btc -1", "mxn 95", "fee mxn -5"], { at: t0 + 1 }),
          row("3", "conversion", ["ZGBP -10", "ZEUR 11"], { at: t0 + 2, exchange: "kraken" })
        ],
        resolve,
        currency: "usd",
        priceAt: priced({ mxn: "0.05" }),
        relations,
        openings: []
      })
      expect(found.events).toMatchObject([
        { type: "buy", asset: "bitcoin", quantity: "1", total: "4.5" },
        { type: "sell", asset: "bitcoin", total: "4.75", fee: { value: "0.25" } }
      ])
      expect(found.events).toHaveLength(2)
      expect(found.gaps).toEqual([])
    })

    it("without a rate leaves it to the coin to say what the trade was worth", () => {
      const trade = [row("1", "trade", ["btc 2", "mxn -90"])]
      const usd = (prices: Readonly<Record<string, string>>) =>
        projectLots({ transactions: trade, resolve, currency: "usd", priceAt: priced(prices), relations, openings: [] })
      expect(usd({ bitcoin: "3" }).events).toMatchObject([{ total: "6" }])
      expect(usd({}).events).toMatchObject([{ total: null }])
      expect(gapsOf(usd({}))).toEqual(["missing-price mxn 90"])
    })
  })

  it("what somebody says was there before comes in as it is said", () => {
    const said = {
      id: OpeningId(1),
      connectionId: ConnectionId(1),
      wallet: "spot",
      asset: "btc",
      at: Date.UTC(2023, 0, 1),
      quantity: Decimal.make("1"),
      cost: { currency: "mxn", amount: Decimal.make("5") },
      acquiredAt: Date.UTC(2020, 0, 1),
      note: null,
      version: 1,
      assertedAt: 0,
      withdrawn: false
    }
    const { events } = projectLots({
      transactions: [row("1", "trade", ["btc -1", "mxn 9"])],
      resolve,
      currency: "mxn",
      priceAt: noPrices,
      relations,
      openings: [{ exchange: "bitso", accountKey: "a", amount: Decimal.make("1"), opening: said }]
    })
    expect(report(keepBook(readLedger(events))).disposals).toMatchObject([
      { gain: "4", allocations: [{ lot: "opening/bitso/a/spot/btc", acquired: "2020-01-01" }] }
    ])
  })

  it("a withdrawal to nowhere known is no gift in any country", () => {
    const { events } = project([row("1", "trade", ["btc 1", "mxn -10"]), row("2", "withdrawal", ["btc -1"], { at: t0 + 1 })])
    const found = report(keepBook(readLedger(events), { method: "UK_S104", gifts: "disposedAtMarketValue" }))
    expect(found.disposals).toEqual([])
    expect(found.errors).toEqual([])
  })
})
