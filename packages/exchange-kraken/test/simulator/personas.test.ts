import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import {
  addExact,
  amountText,
  formatExact,
  paidThen,
  readExact,
  subtractExact,
  zeroExact,
  type Exact,
  type JsonRow
} from "@caudal/exchange/simulator"
import { pairNamed } from "../../src/simulator/Pairs.ts"
import { makeKrakenSimulator, parseAccount, personaNames, personas, type Account } from "../../src/simulator/index.ts"

const digest = (account: Account): string => createHash("sha256").update(JSON.stringify(account)).digest("hex").slice(0, 16)

/** A sum of its own: the simulator's is what is being judged. */
const totals = (ledger: ReadonlyArray<JsonRow>) => {
  const sums = new Map<string, Exact>()
  for (const row of ledger) {
    const [amount, fee] = [readExact(amountText(row["amount"])), readExact(amountText(row["fee"]))]
    if (amount === undefined || fee === undefined) continue
    sums.set(row["asset"] as string, addExact(sums.get(row["asset"] as string) ?? zeroExact, subtractExact(amount, fee)))
  }
  return Object.fromEntries([...sums].map(([asset, sum]) => [asset, formatExact(sum)]))
}
const reported = (account: Account) =>
  Object.fromEntries(
    Object.entries((makeKrakenSimulator({ account }).truth() as { balances: Record<string, { total: string }> }).balances).map(
      ([asset, { total }]) => [asset, total]
    )
  )

const accounts = Object.fromEntries(personaNames.map((name) => [name, personas[name]()])) as Record<(typeof personaNames)[number], Account>

describe("a persona", () => {
  it.each(["beginner", "gap", "trader"] as const)("%s pays about what others pay on that day", (name) => {
    const paid = accounts[name].trades.map(
      (row) => Number(row["price"]) / paidThen(pairNamed(String(row["pair"]))!, Number(amountText(row["time"])) * 1000)
    )
    expect(paid.length).toBeGreaterThan(2)
    expect(paid.filter((share) => !(share > 0.8 && share < 1.25))).toEqual([])
  })

  it("is the same in every run", () => {
    expect(Object.fromEntries(personaNames.map((name) => [name, digest(accounts[name])]))).toMatchInlineSnapshot(`
      {
        "beginner": "3999d480dfd37627",
        "gap": "f55be4fbd1f29b65",
        "oddities": "aeda57e07a568002",
        "trader": "de239f452a7e6170",
      }
    `)
    for (const name of personaNames) expect(digest(personas[name]())).toBe(digest(accounts[name]))
  })

  it.each(personaNames)("%s can be written to an account file and read back", (name) => {
    expect(parseAccount(JSON.parse(JSON.stringify(accounts[name])))).toEqual(JSON.parse(JSON.stringify(accounts[name])))
  })

  it.each(["beginner", "trader", "oddities"] as const)("%s holds the sum of its ledger", (name) => {
    expect(totals(accounts[name].ledger)).toEqual(reported(accounts[name]))
  })

  it("gap holds what its ledger does not explain, and its other lists do", () => {
    const { ledger, ledger_missing, deposits, trades } = accounts.gap
    expect(totals(ledger)).not.toEqual(reported(accounts.gap))
    expect(totals([...ledger, ...ledger_missing])).toEqual(reported(accounts.gap))
    expect(ledger_missing.map((row) => row["type"])).toEqual(["trade", "trade", "trade", "trade", "deposit"])
    for (const { refid } of ledger_missing) expect([...trades.map(({ id }) => id), ...deposits.map((row) => row["refid"])]).toContain(refid)
  })

  it.each(["beginner", "trader"] as const)("%s prints running balances that agree with every row", (name) => {
    const held = new Map<unknown, Exact>()
    const wrong = accounts[name].ledger.toReversed().filter(({ asset, amount, fee, balance }) => {
      const after = addExact(held.get(asset) ?? zeroExact, subtractExact(readExact(amount as string)!, readExact(fee as string)!))
      held.set(asset, after)
      return formatExact(after) !== formatExact(readExact(balance as string)!) || after.units < 0n
    })
    expect(wrong).toEqual([])
  })

  it("beginner did a little of everything", () => {
    const { ledger } = accounts.beginner
    expect(ledger.length).toBeGreaterThan(25)
    expect(new Set(ledger.map((row) => row["type"]))).toEqual(
      new Set(["deposit", "withdrawal", "trade", "transfer", "staking", "spend", "receive", "earn"])
    )
    expect(ledger.map((row) => row["asset"])).toEqual(expect.arrayContaining(["DOT.S", "XBT.F", "ZUSD", "XXBT"]))
  })

  it("trader made 10,000 fills, many at one instant, in several currencies", () => {
    const { ledger, trades } = accounts.trader
    expect(trades).toHaveLength(10_000)
    expect(ledger.length).toBeGreaterThan(20_000)
    expect(new Set(ledger.map(({ id }) => id)).size).toBe(ledger.length)
    expect(new Set(trades.map((row) => row["time"])).size).toBeLessThan(8_000)
    expect(new Set(trades.map((row) => row["pair"])).size).toBe(8)
  })

  it("oddities has more rows in one second than fit a page, and one that nobody can read", () => {
    const { ledger } = accounts.oddities
    const seconds = Map.groupBy(ledger, (row) => Math.floor(Number(amountText(row["time"]))))
    expect(Math.max(...[...seconds.values()].map((rows) => rows.length))).toBeGreaterThan(50)
    expect(ledger.filter((row) => row["amount"] === "n/a")).toHaveLength(1)
  })
})
