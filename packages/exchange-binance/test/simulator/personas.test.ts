import { createHash } from "node:crypto"
import { addExact, amountText, formatExact, paidThen, readExact, zeroExact, type Exact, type JsonRow } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { traded } from "../../src/simulator/Markets.ts"
import { accountFile, makeBinanceSimulator, parseAccount, personaNames, personas, type Account } from "../../src/simulator/index.ts"

const plain = (value: unknown): any => JSON.parse(JSON.stringify(value))
const digest = (account: Account): string => createHash("sha256").update(JSON.stringify(account)).digest("hex").slice(0, 16)

type Wallets = Record<string, Record<string, string>>
const truthOf = (account: Account): Wallets => {
  const { wallets } = makeBinanceSimulator({ account }).truth() as { wallets: Record<string, Record<string, { total: string }>> }
  return Object.fromEntries(
    Object.entries(wallets).map(([wallet, assets]) => [
      wallet,
      Object.fromEntries(Object.entries(assets).flatMap(([asset, { total }]) => (total === "0" ? [] : [[asset, total]])))
    ])
  )
}

/** Sums of its own, list by list: the simulator's are what is being judged. */
const sumsOf = ({ lists, missing, markets }: Account): Wallets => {
  const sums: Record<string, Record<string, Exact>> = { spot: {}, funding: {}, earn: {} }
  const add = (wallet: string, asset: unknown, amount: unknown, sign: 1 | -1 = 1): void => {
    const { units, scale } = readExact(amountText(amount ?? "0"))!
    sums[wallet]![asset as string] = addExact(sums[wallet]![asset as string] ?? zeroExact, { units: sign === 1 ? units : -units, scale })
  }
  const both = (name: keyof Account["lists"]): ReadonlyArray<JsonRow> => [...lists[name], ...missing[name]]
  const codes = (symbol: unknown): readonly [string, string] => {
    const market = markets.find((one) => one.symbol === symbol)
    return market === undefined ? [(symbol as string).slice(0, -4), (symbol as string).slice(-4)] : [market.baseAsset, market.quoteAsset]
  }
  for (const row of both("deposits")) add("spot", row["coin"], row["amount"])
  for (const row of both("withdrawals")) for (const field of ["amount", "transactionFee"]) add("spot", row["coin"], row[field], -1)
  for (const row of both("trades")) {
    const [base, quote] =
      row["symbol"] === "USDTMXN" || row["symbol"] === "ETHBTC"
        ? [(row["symbol"] as string).slice(0, -3), (row["symbol"] as string).slice(-3)]
        : codes(row["symbol"])
    add("spot", base, row["qty"], row["isBuyer"] === true ? 1 : -1)
    add("spot", quote, row["quoteQty"], row["isBuyer"] === true ? -1 : 1)
    add("spot", row["commissionAsset"], row["commission"], -1)
  }
  for (const row of both("fiat_deposits")) add("spot", row["fiatCurrency"], row["amount"])
  for (const row of both("fiat_withdrawals")) for (const field of ["amount", "totalFee"]) add("spot", row["fiatCurrency"], row[field], -1)
  for (const row of both("fiat_buys")) {
    add("spot", row["cryptoCurrency"], row["obtainAmount"])
    if (row["paymentMethod"] === "Cash Balance") add("spot", row["fiatCurrency"], row["sourceAmount"], -1)
  }
  for (const row of both("fiat_sells")) {
    add("spot", row["cryptoCurrency"], row["obtainAmount"], -1)
    add("spot", row["fiatCurrency"], row["sourceAmount"])
    add("spot", row["fiatCurrency"], row["totalFee"], -1)
  }
  for (const row of both("conversions")) {
    add("spot", row["fromAsset"], row["fromAmount"], -1)
    add("spot", row["toAsset"], row["toAmount"])
  }
  for (const sweep of both("dust"))
    for (const row of sweep["userAssetDribbletDetails"] as ReadonlyArray<JsonRow>) {
      add("spot", row["fromAsset"], row["amount"], -1)
      add("spot", "BNB", row["transferedAmount"])
    }
  for (const row of both("dividends")) if (!(row["enInfo"] as string).startsWith("Simple Earn")) add("spot", row["asset"], row["amount"])
  for (const product of ["flexible", "locked"] as const) {
    for (const row of both(`${product}_subscriptions`)) {
      add("spot", row["asset"], row["amount"], -1)
      add("earn", row["asset"], row["amount"])
    }
    for (const row of both(`${product}_redemptions`)) {
      add("earn", row["asset"], row["amount"], -1)
      add("spot", row["asset"], row["amount"])
    }
  }
  for (const row of both("flexible_rewards")) add(row["type"] === "REALTIME" ? "earn" : "spot", row["asset"], row["rewards"])
  for (const row of both("locked_rewards")) add("spot", row["asset"], row["amount"])
  for (const row of both("p2p")) if (row["orderStatus"] === "COMPLETED") add("funding", row["asset"], row["amount"])
  for (const row of both("transfers")) {
    const [from, to] = (row["type"] as string).split("_")
    const wallets: Record<string, string> = { MAIN: "spot", FUNDING: "funding" }
    if (wallets[from!] !== undefined) add(wallets[from!]!, row["asset"], row["amount"], -1)
    if (wallets[to!] !== undefined) add(wallets[to!]!, row["asset"], row["amount"])
  }
  return Object.fromEntries(
    Object.entries(sums).map(([wallet, assets]) => [
      wallet,
      Object.fromEntries(Object.entries(assets).flatMap(([asset, sum]) => (sum.units === 0n ? [] : [[asset, formatExact(sum)]])))
    ])
  )
}

const accounts = Object.fromEntries(personaNames.map((name) => [name, personas[name]()])) as Record<(typeof personaNames)[number], Account>

describe("a persona", () => {
  it.each(["beginner", "gap", "trader"] as const)("%s pays about what others pay on that day", (name) => {
    const paid = accounts[name].lists.trades.flatMap((row) => {
      const market = traded(String(row["symbol"]))
      return market === undefined ? [] : [Number(row["price"]) / paidThen(market, Number(row["time"]))]
    })
    expect(paid.length).toBeGreaterThan(1)
    expect(paid.filter((share) => !(share > 0.8 && share < 1.25))).toEqual([])
  })

  it("is the same in every run", () => {
    expect(Object.fromEntries(personaNames.map((name) => [name, digest(accounts[name])]))).toMatchInlineSnapshot(`
      {
        "beginner": "34d80ce146f3ad2b",
        "gap": "614a34410acf065e",
        "oddities": "5830bca82b1179d5",
        "trader": "61fb827dd815673e",
      }
    `)
    for (const name of personaNames) expect(digest(personas[name]())).toBe(digest(accounts[name]))
  })

  it.each(personaNames)("%s can be written to an account file and read back", (name) => {
    const file = plain(accountFile(accounts[name]))
    expect(plain(accountFile(parseAccount(file)))).toEqual(file)
  })

  it.each(["beginner", "trader", "gap"] as const)("%s holds the sum of its lists, of what they have lost too", (name) => {
    expect(truthOf(accounts[name])).toEqual(sumsOf(accounts[name]))
  })

  it("never holds less than nothing", () => {
    for (const name of ["beginner", "trader", "gap"] as const)
      for (const assets of Object.values(truthOf(accounts[name])))
        for (const [asset, total] of Object.entries(assets)) expect(`${asset} ${total}`).not.toContain("-")
  })

  it("gap holds what its lists do not explain", () => {
    const { missing } = accounts.gap
    expect([missing.deposits.length, missing.trades.length]).toEqual([1, 2])
    const shown = { ...accounts.gap, missing: Object.fromEntries(Object.keys(missing).map((name) => [name, []])) } as never as Account
    expect(truthOf(shown)).not.toEqual(truthOf(accounts.gap))
  })

  it("beginner did a little of everything, in all wallets", () => {
    const used = Object.entries(accounts.beginner.lists).flatMap(([name, rows]) => (rows.length > 0 ? [name] : []))
    expect(used).toEqual(Object.keys(accounts.beginner.lists))
    const { spot, funding, earn } = truthOf(accounts.beginner)
    expect([spot, funding, earn].map((wallet) => Object.keys(wallet!).length > 0)).toEqual([true, true, true])
  })

  it("trader made 4,000 fills, many at one instant, in markets that are gone too", () => {
    const { trades } = accounts.trader.lists
    expect(trades.length).toBe(4_004)
    expect(new Set(trades.map(({ symbol, id }) => `${symbol as string}:${amountText(id)}`)).size).toBe(trades.length)
    expect(new Set(trades.map((row) => row["time"])).size).toBeLessThan(3_000)
    expect([...new Set(trades.map((row) => row["symbol"]))].sort()).toEqual([
      "ADAUSDT",
      "BCCBTC",
      "BNBUSDT",
      "BTCUSDT",
      "ETHBTC",
      "ETHUSDT",
      "SOLUSDT",
      "VENBTC",
      "XRPUSDT"
    ])
    // More of one market than fit a page.
    const byMarket = Map.groupBy(trades, (row) => row["symbol"])
    expect(byMarket.get("BTCUSDT")!.length).toBeGreaterThan(1_000)
    expect(accounts.trader.unlisted).toEqual(["VENBTC"])
  })

  it("oddities has one row that nobody can read", () => {
    const unreadable = Object.entries(accounts.oddities.lists).flatMap(([name, rows]) =>
      rows.filter(({ amount }) => amount === "n/a").map(() => name)
    )
    expect(unreadable).toEqual(["deposits"])
  })
})
