import type { Act } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../src/index.ts"
import { parseAccount, simulatorPackage } from "../../src/simulator/index.ts"
import { list, pageOf } from "../fixture.ts"

const at = Date.UTC(2024, 0, 10, 12)
const fill: Act = {
  act: "fill",
  id: "1",
  at,
  side: "buy",
  base: { asset: "btc", amount: "0.005" },
  quote: { asset: "usd", amount: "210.50" },
  fee: { asset: "usd", amount: "0.5" }
}
const rowsOf = (...acts: ReadonlyArray<Act>) => parseAccount(simulatorPackage.rowsOf(acts))
const changesOf = (...acts: ReadonlyArray<Act>) => {
  const { transactions } = rowsOf(...acts)
  const { events } = coinbase.streams.transactions.parse(pageOf(transactions.toReversed()), list("main:1"))
  return events.flatMap(({ postings }) => postings.map(({ asset, amount, role }) => `${asset} ${amount} ${role}`))
}

describe("a fill", () => {
  it("is a row in each wallet, and a fill of the same order", () => {
    const { transactions, fills, wallets } = rowsOf(fill)
    expect(transactions).toHaveLength(2)
    expect(fills).toMatchObject([
      { product_id: "btc-usd", side: "BUY", price: "42100", size: "0.005", size_in_quote: false, commission: "0.5" }
    ])
    const orders = transactions.map((row) => (row["advanced_trade_fill"] as { order_id: string }).order_id)
    expect(new Set([...orders, fills[0]!["order_id"]]).size).toBe(1)
    expect(wallets).toHaveLength(3)
  })

  it("charges its fee in the quote; one of the base turns the market round", () => {
    expect(changesOf(fill)).toEqual(["btc 0.005 principal", "usd -210.5 principal", "usd -0.5 fee"])
    const turned: Act = { ...fill, fee: { asset: "btc", amount: "0.0001" } }
    expect(changesOf(turned).toSorted()).toEqual(["btc -0.0001 fee", "btc 0.005 principal", "usd -210.5 principal"])
    expect(rowsOf(turned).fills[0]).toMatchObject({ product_id: "usd-btc", side: "SELL", commission: "0.0001" })
  })

  it("whose price does not end tells its size in the quote", () => {
    const odd: Act = { ...fill, base: { asset: "btc", amount: "0.003" }, quote: { asset: "usd", amount: "100" } }
    expect(rowsOf(odd).fills[0]).toMatchObject({ size: "100", size_in_quote: true })
  })

  it("with a fee of a third asset pays it in a row of its own", () => {
    expect(changesOf({ ...fill, fee: { asset: "bnb", amount: "0.01" } })).toEqual([
      "btc 0.005 principal",
      "usd -210.5 principal",
      "bnb -0.01 principal"
    ])
  })
})

it("a withdrawal's fee is in what left, or in a row of its own where it is of another asset", () => {
  const out: Act = { act: "withdrawal", id: "1", at, gave: { asset: "btc", amount: "1" }, fee: { asset: "btc", amount: "0.1" } }
  expect(rowsOf(out).transactions[0]).toMatchObject({ amount: { amount: "-1.1" } })
  expect(changesOf(out)).toEqual(["btc -1 principal", "btc -0.1 fee"])
  expect(changesOf({ ...out, fee: { asset: "eth", amount: "0.1" } })).toEqual(["btc -1 principal", "eth -0.1 principal"])
})

it("amounts are printed as they stand, and nobody can read what is unreadable", () => {
  const { transactions } = rowsOf(
    { act: "deposit", id: "1", at, got: { asset: "eth", amount: "+3.0" } },
    { act: "credit", id: null, at, got: { asset: "eth", amount: "1e-8" }, operation: "new_thing" },
    { act: "unreadable", id: "2", at }
  )
  expect(transactions.toReversed().map(({ type, amount }) => [type, (amount as { amount: string }).amount])).toEqual([
    ["send", "+3.0"],
    ["new_thing", "1e-8"],
    ["send", "n/a"]
  ])
})

it("wallets of a kind and asset are one, whatever happens in them", () => {
  const credit = (wallet: string, n: number): Act => ({ act: "credit", id: `${n}`, at, wallet, got: { asset: "ada", amount: "1" } })
  const { wallets } = rowsOf(credit("staked", 1), credit("staked", 2), credit("vault", 3), credit("main", 4))
  expect(wallets.map(({ name, type }) => [name, type])).toEqual([
    ["ada Wallet", "wallet"],
    ["ada Wallet", "vault"],
    ["Staked ada", "wallet"],
    ["Ahorros de Ana", "wallet"]
  ])
})
