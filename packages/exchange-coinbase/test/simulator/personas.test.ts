import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import {
  addExact,
  amountText,
  formatExact,
  isRow,
  paidThen,
  readExact,
  subtractExact,
  zeroExact,
  type Exact,
  type JsonRow
} from "@caudal/exchange/simulator"
import { productNamed } from "../../src/simulator/Products.ts"
import { makeCoinbaseSimulator, parseAccount, personaNames, personas, type Account, type Held } from "../../src/simulator/index.ts"

const digest = (account: Account): string => createHash("sha256").update(JSON.stringify(account)).digest("hex").slice(0, 16)

const walletOf = (row: JsonRow): string => String(row["resource_path"]).split("/")[3]!
const fillOf = (row: JsonRow): JsonRow => (isRow(row["advanced_trade_fill"]) ? row["advanced_trade_fill"] : {})

/** A sum of its own: the simulator's is what is being judged. */
const totals = ({ wallets }: Account, rows: ReadonlyArray<JsonRow>) => {
  const sums = new Map<string, Exact>(wallets.map((wallet) => [wallet["id"] as string, zeroExact]))
  for (const row of rows) {
    const { amount, currency } = row["amount"] as JsonRow
    const moved = readExact(amountText(amount))
    if (moved === undefined || row["status"] !== "completed" || String(row["type"]).startsWith("exchange_")) continue
    const { product_id: product, commission } = fillOf(row)
    const charged = typeof product === "string" && product.split("-")[0] !== currency ? readExact(amountText(commission))! : zeroExact
    sums.set(walletOf(row), subtractExact(addExact(sums.get(walletOf(row))!, moved), charged))
  }
  return [...sums.values()].map((sum) => formatExact(sum)).toSorted()
}
const reported = (account: Account) =>
  (makeCoinbaseSimulator({ account }).truth() as { wallets: ReadonlyArray<Held> }).wallets.map(({ total }) => total).toSorted()

const accounts = Object.fromEntries(personaNames.map((name) => [name, personas[name]()])) as Record<(typeof personaNames)[number], Account>

describe("a persona", () => {
  it.each(["beginner", "gap", "trader"] as const)("%s pays about what others pay on that day", (name) => {
    const paid = accounts[name].fills.map(
      (row) => Number(row["price"]) / paidThen(productNamed(String(row["product_id"]))!, Date.parse(String(row["trade_time"])))
    )
    expect(paid.length).toBeGreaterThan(2)
    expect(paid.filter((share) => !(share > 0.8 && share < 1.25))).toEqual([])
  })

  it("is the same in every run", () => {
    expect(Object.fromEntries(personaNames.map((name) => [name, digest(accounts[name])]))).toMatchInlineSnapshot(`
      {
        "beginner": "21e9ff5d3b65a25c",
        "gap": "ee88ff95adbcbedf",
        "oddities": "d63da79b12676aff",
        "trader": "1e552999ffbf3c92",
      }
    `)
    for (const name of personaNames) expect(digest(personas[name]())).toBe(digest(accounts[name]))
  })

  it.each(personaNames)("%s can be written to an account file and read back", (name) => {
    expect(parseAccount(JSON.parse(JSON.stringify(accounts[name])))).toEqual(JSON.parse(JSON.stringify(accounts[name])))
  })

  it.each(["beginner", "trader", "oddities"] as const)("%s holds the sum of its transactions", (name) => {
    expect(totals(accounts[name], accounts[name].transactions)).toEqual(reported(accounts[name]))
  })

  it("gap holds what its transactions do not explain, and its fills do", () => {
    const { transactions, transactions_missing: missing, fills } = accounts.gap
    expect(totals(accounts.gap, transactions)).not.toEqual(reported(accounts.gap))
    expect(totals(accounts.gap, [...transactions, ...missing])).toEqual(reported(accounts.gap))
    expect(missing).toHaveLength(4)
    for (const row of missing) expect(fills.map((fill) => fill["order_id"])).toContain(fillOf(row)["order_id"])
  })

  it("beginner did a little of everything", () => {
    const { transactions, wallets } = accounts.beginner
    expect(new Set(transactions.map((row) => row["type"]))).toEqual(
      new Set([
        "fiat_deposit",
        "fiat_withdrawal",
        "buy",
        "advanced_trade_fill",
        "staking_transfer",
        "unstaking_transfer",
        "staking_reward",
        "trade",
        "interest",
        "send",
        "transfer"
      ])
    )
    expect(wallets.map(({ name }) => name)).toEqual(expect.arrayContaining(["Staked ADA", "Bóveda de Carmen", "Ahorros de Carmen"]))
  })

  it("trader made 4,000 fills, many in one second, in eight markets", () => {
    const { transactions, fills } = accounts.trader
    expect(fills).toHaveLength(4_000)
    expect(transactions.length).toBeGreaterThan(8_000)
    expect(new Set(transactions.map(({ id }) => id)).size).toBe(transactions.length)
    expect(new Set(fills.map((row) => row["trade_time"])).size).toBeLessThan(3_000)
    expect(new Set(fills.map((row) => row["product_id"])).size).toBe(8)
  })

  it("oddities has more rows in one second than fit a page, every fate, and one row that nobody can read", () => {
    const { transactions } = accounts.oddities
    const seconds = Map.groupBy(transactions, (row) => row["created_at"])
    expect(Math.max(...[...seconds.values()].map((rows) => rows.length))).toBeGreaterThan(100)
    expect(new Set(transactions.map((row) => row["status"])).size).toBe(8)
    expect(new Set(transactions.map((row) => row["type"])).size).toBeGreaterThan(25)
    expect(transactions.filter((row) => (row["amount"] as JsonRow)["amount"] === "n/a")).toHaveLength(1)
  })
})
