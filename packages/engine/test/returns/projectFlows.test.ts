import { expect, describe, it } from "vitest"
import type { Decimal } from "@caudal/accounting"
import type { EventKind } from "@caudal/exchange"
import type { Transaction } from "../../src/index.ts"
import { type DatedFlows, FlowHash } from "../../src/returns/FlowHash.ts"
import { inTransit, type MoveKind, moveKinds } from "../../src/returns/FlowProjection.ts"
import { sha256 } from "../../src/vault/digest.ts"
import { flowsOf, row, sentAs } from "./madeUp.ts"

/** `bitcoin bitso:a +0 external 1` of each movement. */
const movesOf = (rows: ReadonlyArray<Transaction>): ReadonlyArray<string> =>
  [...flowsOf(rows).assets].flatMap(([id, { scale, columns }]) =>
    columns.flatMap(({ account, moves }) =>
      moves.flatMap((move) =>
        moveKinds.flatMap((kind: MoveKind) =>
          move[kind] === 0n ? [] : [`${id} ${account} ${move.day - 18628} ${kind} ${Number(move[kind]) / 10 ** scale}`]
        )
      )
    )
  )
const gapsOf = (rows: ReadonlyArray<Transaction>) => flowsOf(rows).gaps.map(({ code, asset, count }) => `${code} ${asset} ${count}`)

describe("what a row is for performance", () => {
  it.each<readonly [EventKind, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ["deposit", ["mxn 100"], ["mxn bitso:a 0 external 100"]],
    ["withdrawal", ["btc -1", "fee btc -0.1"], ["bitcoin bitso:a 0 external -1", "bitcoin bitso:a 0 fee -0.1"]],
    ["card", ["btc -1"], ["bitcoin bitso:a 0 external -1"]],
    ["reward", ["btc 1"], ["bitcoin bitso:a 0 income 1"]],
    ["interest", ["mxn 1"], ["mxn bitso:a 0 income 1"]],
    ["funding-payment", ["mxn -1"], ["mxn bitso:a 0 fee -1"]],
    ["fee", ["btc -1"], ["bitcoin bitso:a 0 fee -1"]],
    [
      "trade",
      ["btc 1", "mxn -5", "fee btc -0.1"],
      ["bitcoin bitso:a 0 tradeFee -0.1", "bitcoin bitso:a 0 traded 1", "mxn bitso:a 0 traded -5"]
    ],
    [
      "trade",
      ["btc 1", "mxn -5", "fee ltc 0.2"],
      ["bitcoin bitso:a 0 traded 1", "litecoin bitso:a 0 rebate 0.2", "mxn bitso:a 0 traded -5"]
    ],
    ["correction", ["btc 1"], ["bitcoin bitso:a 0 external 1"]]
  ])("%s %j", (kind, moves, expected) => {
    expect(movesOf([row("1", 0, kind, moves)])).toEqual(expected)
  })

  it("a trade and its fee row are one, also where a row of another act lies between", () => {
    const trade = { groupId: "t" }
    const found = flowsOf([
      row("1", 0, "trade", ["btc -1", "mxn 100"], trade),
      row("2", 0, "deposit", ["mxn 7"]),
      row("3", 0, "fee", ["ltc -0.5"], trade)
    ])
    const { trades } = found.assets.get("bitcoin")!
    expect(trades).toMatchObject([{ given: "bitcoin", got: "mxn", givenUnits: 100000000n, gotUnits: 10000000000n }])
    expect([...trades[0]!.fees]).toEqual([["litecoin", -50000000n]])
    expect(["mxn", "litecoin"].map((asset) => found.assets.get(asset)!.trades)).toEqual([trades, trades])
    expect(found.gaps).toEqual([])
  })

  it("all trades of a day and pair are one, and an amount with more decimals makes the units finer for all", () => {
    const { assets } = flowsOf([
      row("1", 0, "trade", ["btc 1", "mxn -5"]),
      row("2", 0, "trade", ["btc 0.0000000001", "mxn -5"]),
      row("3", 1, "trade", ["btc 1", "mxn -5"])
    ])
    expect(assets.get("bitcoin")!.scale).toBe(10)
    expect(assets.get("mxn")!.trades.map(({ day, gotUnits }) => [day - 18628, gotUnits])).toEqual([
      [0, 10000000001n],
      [1, 10000000000n]
    ])
  })

  it("what did not happen moves nothing", () => {
    expect(
      movesOf([row("1", 0, "deposit", ["mxn 5"], { status: "failed" }), row("2", 0, "deposit", ["mxn 5"], { status: "pending" })])
    ).toEqual([])
  })

  it("says what it does not understand, and counts it all the same", () => {
    expect(
      gapsOf([
        row("1", 0, "trade", ["btc 1"], { groupId: "half" }),
        row("2", 0, "unrecognised", ["btc 1"]),
        row("3", 0, "unrecognised", ["btc 1"]),
        row("4", 0, "deposit", ["nosuchcoin 1"]),
        row("5", 0, "fee", ["btc -1"], { groupId: "gone" })
      ])
    ).toEqual(["unclassified bitcoin 2", "unknown-asset unknown:bitso:nosuchcoin 1", "unmatched-group bitcoin 2"])
  })
})

describe("own transfers", () => {
  const sent = row("1", 0, "withdrawal", ["btc -1", "fee btc -0.1"], { transfer: sentAs("T1") })
  const got = row("2", 3, "deposit", ["btc 0.9"], { exchange: "kraken", transfer: sentAs("t1") })

  it("are on their way from the day they left until they arrive; what is lost is the sender's fee", () => {
    expect(movesOf([sent, got])).toEqual([
      "bitcoin bitso:a 0 transfer -0.9",
      "bitcoin bitso:a 0 fee -0.2",
      `bitcoin ${inTransit} 0 transfer 0.9`,
      `bitcoin ${inTransit} 3 transfer -0.9`,
      "bitcoin kraken:a 3 transfer 0.9"
    ])
  })

  it("are none by amount and time alone", () => {
    const found = movesOf([{ ...sent, transfer: null }, got])
    expect(found.filter((move) => move.includes("transfer"))).toEqual([])
  })
})

describe("the hash", () => {
  const hash = (rows: ReadonlyArray<Transaction>, prices = "p", valued: ReadonlyArray<DatedFlows> = []) =>
    new FlowHash(sha256).of(flowsOf(rows), valued, prices)
  const rows = [row("1", 0, "deposit", ["mxn 5"]), row("2", 1, "trade", ["btc 1", "mxn -5"])]

  it("is the same for the same rows in another database, and another for another row, identity or price", () => {
    expect(hash(rows.map((one) => ({ ...one, seq: 9 as never, connectionId: 8 as never })))).toBe(hash(rows))
    expect(hash(rows)).toMatch(/^[0-9a-f]{64}$/)
    expect(hash([...rows, row("3", 2, "fee", ["btc -0.1"])])).not.toBe(hash(rows))
    expect(hash(rows, "other")).not.toBe(hash(rows))
    // When in its day something came counts where it was valued then.
    const at = (hour: number) =>
      hash(rows, "p", [{ date: "2021-01-02", flows: [{ at: hour, before: "1" as Decimal, flow: "5" as Decimal }] }])
    expect(new Set([hash(rows), at(6), at(7)]).size).toBe(3)
  })
})
