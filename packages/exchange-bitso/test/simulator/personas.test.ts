import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { addExact, amountText, formatExact, paidThen, readExact, zeroExact, type Exact, type JsonRow } from "@caudal/exchange/simulator"
import { bookNamed } from "../../src/simulator/Books.ts"
import { makeBitsoSimulator, personaNames, personas, type Account } from "../../src/simulator/index.ts"

const digest = (account: Account): string => createHash("sha256").update(JSON.stringify(account)).digest("hex").slice(0, 16)

/** A sum of its own: the simulator's is what is being judged. */
const sums = (ledger: ReadonlyArray<JsonRow>): Map<string, Exact> => {
  const totals = new Map<string, Exact>()
  for (const row of ledger) {
    const updates = row["balance_updates"] as ReadonlyArray<{ currency: string; amount: unknown }>
    if (updates.some(({ amount }) => readExact(amountText(amount)) === undefined)) continue
    for (const { currency, amount } of updates)
      totals.set(currency, addExact(totals.get(currency) ?? zeroExact, readExact(amountText(amount))!))
  }
  return totals
}
const truthOf = (account: Account) =>
  makeBitsoSimulator({ account }).truth() as { balances: Record<string, { total: string; available: string; locked: string }> }
const ledgerTotals = (account: Account) =>
  Object.fromEntries([...sums(account.ledger)].map(([currency, total]) => [currency, formatExact(total)]))
const reported = (account: Account) =>
  Object.fromEntries(Object.entries(truthOf(account).balances).map(([currency, { total }]) => [currency, total]))
const time = (row: JsonRow): number => Date.parse(String(row["created_at"]).replace("+0000", "Z"))

const accounts = Object.fromEntries(personaNames.map((name) => [name, personas[name]()])) as Record<(typeof personaNames)[number], Account>

describe("a persona", () => {
  it.each(["beginner", "gap", "trader"] as const)("%s pays about what others pay on that day", (name) => {
    const paid = accounts[name].user_trades.map((row) => Number(row["price"]) / paidThen(bookNamed(String(row["book"]))!, time(row)))
    expect(paid.length).toBeGreaterThan(2)
    expect(paid.filter((share) => !(share > 0.8 && share < 1.25))).toEqual([])
  })

  it("is the same in every run", () => {
    expect(Object.fromEntries(personaNames.map((name) => [name, digest(accounts[name])]))).toEqual({
      beginner: "4db8f9f28f9c3466",
      gap: "4202091e58aaf5bf",
      oddities: "0a6531bd340a1074",
      saver: "2299e0d58a41ef45",
      trader: "18ab61cfe6a2a41c"
    })
    for (const name of personaNames) expect(digest(personas[name]())).toBe(digest(accounts[name]))
  })

  it.each(["beginner", "trader", "oddities"] as const)("%s holds the sum of its ledger", (name) => {
    expect(ledgerTotals(accounts[name])).toEqual(reported(accounts[name]))
  })

  it("gap holds what its ledger does not explain, and its other lists do", () => {
    const { ledger, ledger_missing, fundings, user_trades } = accounts.gap
    expect(ledgerTotals(accounts.gap)).not.toEqual(reported(accounts.gap))
    expect(ledger_missing.map((row) => row["operation"])).toEqual(["fee", "trade", "fee", "trade", "funding"])
    const whole = { ...accounts.gap, ledger: [...ledger, ...ledger_missing] }
    expect(ledgerTotals(whole)).toEqual(reported(accounts.gap))
    const named = (row: JsonRow) => row["details"] as { fid?: string; tid?: string }
    for (const row of ledger_missing) {
      const { fid, tid } = named(row)
      expect(
        fid === undefined ? user_trades.some((trade) => trade["tid"] === tid) : fundings.some((funding) => funding["fid"] === fid)
      ).toBe(true)
    }
  })

  it.each(["beginner", "gap", "trader"] as const)("%s is never overdrawn, nor locks more than it has", (name) => {
    const whole = [...accounts[name].ledger, ...accounts[name].ledger_missing].map((row, index) => ({ row, index }))
    whole.sort((a, b) => time(a.row) - time(b.row) || b.index - a.index)
    const held = new Map<string, bigint>()
    let lowest = 0n
    for (const { row } of whole) {
      for (const { currency, amount } of row["balance_updates"] as ReadonlyArray<{ currency: string; amount: string }>) {
        const after = (held.get(currency) ?? 0n) + BigInt(amount.replace(".", ""))
        held.set(currency, after)
        if (after < lowest) lowest = after
      }
    }
    expect(lowest).toBe(0n)
    for (const { available } of Object.values(truthOf(accounts[name]).balances)) expect(available).not.toContain("-")
  })

  it.each(["beginner", "gap", "trader", "oddities"] as const)("%s tells of each trade in both lists alike", (name) => {
    const { ledger, ledger_missing, user_trades } = accounts[name]
    const byTid = new Map<string, { trade: JsonRow; fee?: JsonRow }>()
    const tidOf = (row: JsonRow) => String((row["details"] as { tid?: unknown } | null)?.tid)
    const rows = [...ledger, ...ledger_missing]
    for (const row of rows) if (row["operation"] === "trade") byTid.set(tidOf(row), { trade: row })
    for (const row of rows) if (row["operation"] === "fee" && byTid.has(tidOf(row))) byTid.get(tidOf(row))!.fee = row
    const disagreeing = user_trades.filter((trade) => {
      const { trade: row, fee } = byTid.get(String(trade["tid"]))!
      const legs = Object.fromEntries((row["balance_updates"] as ReadonlyArray<any>).map(({ currency, amount }) => [currency, amount]))
      const paid = fee === undefined ? "0" : (fee["balance_updates"] as ReadonlyArray<any>)[0].amount.slice(1)
      return (
        legs[trade["major_currency"] as string] !== trade["major"] ||
        legs[trade["minor_currency"] as string] !== trade["minor"] ||
        formatExact(readExact(paid)!) !== formatExact(readExact(trade["fees_amount"] as string)!) ||
        row["created_at"] !== trade["created_at"]
      )
    })
    expect(disagreeing).toEqual([])
    expect(byTid.size).toBe(user_trades.length)
  })
})

describe("the beginner", () => {
  it("did a little of everything", () => {
    const { ledger, fundings, withdrawals } = accounts.beginner
    expect(ledger.length).toBeGreaterThanOrEqual(15)
    expect(ledger.length).toBeLessThanOrEqual(40)
    expect(new Set(fundings.map((row) => row["method"]))).toEqual(new Set(["praxis", "bt", "btc"]))
    expect(new Set(withdrawals.map((row) => row["method"]))).toEqual(new Set(["praxis", "bt", "eth"]))
    const net = ledger.find((row) => row["operation"] === "withdrawal" && (row["details"] as any).method === "eth")!
    expect([(net["balance_updates"] as any)[0].amount, withdrawals[0]!["amount"]]).toEqual(["-0.04880000", "0.05000000"])
  })
})

describe("the trader", () => {
  it("made 100,000 fills in several books, some without fee, some in one second", () => {
    const { ledger, user_trades } = accounts.trader
    expect(user_trades).toHaveLength(100_000)
    expect(new Set(user_trades.map((row) => row["book"])).size).toBe(8)
    expect(new Set(ledger.map((row) => row["eid"])).size).toBe(ledger.length)
    expect(ledger.filter((row) => row["operation"] === "fee").length).toBeLessThan(100_000)
    expect(new Set(user_trades.map((row) => row["created_at"])).size).toBeLessThan(60_000)
    const [newest, oldest] = [time(user_trades[0]!), time(user_trades.at(-1)!)]
    expect((newest - oldest) / 86_400_000).toBeGreaterThan(700)
  })
})

describe("the oddities", () => {
  it("are all there", () => {
    const { ledger, fundings, withdrawals, user_trades, open_orders } = accounts.oddities
    const text = JSON.stringify(accounts.oddities)
    for (const piece of [
      '"1.0E-5"',
      ":1.0E-5",
      '"n/a"',
      ":null",
      "000000000000000001",
      '"zzq"',
      "eth_btc",
      "gnt_mxn",
      "referral_bonus",
      "quoted_order",
      "earn_interest"
    ]) {
      expect(text).toContain(piece)
    }
    for (const zone of [/:\d\d\+0000"/, /:\d\d\+00:00"/, /\.000\+00:00"/, /:\d\dZ"/]) expect(text).toMatch(zone)
    const nameless = ledger.filter((row) => row["eid"] === undefined).map((row) => JSON.stringify(row))
    expect([nameless.length, new Set(nameless).size]).toEqual([3, 2])
    expect(new Set([...fundings, ...withdrawals].map((row) => row["status"]))).toEqual(new Set(["complete", "pending", "failed"]))
    expect(new Set(user_trades.map((row) => typeof row["tid"]))).toEqual(new Set(["string", "number"]))
    expect(new Set(ledger.map((row) => Object.keys(row).join())).size).toBeGreaterThan(5)
    expect(open_orders.map((row) => row["unfilled_amount"])).toContain(0)
  })
})
