import type { LotEvent, TaxInput, TaxSettings } from "../../src/index.ts"

const fee = (asset: string, value: string) => ({ asset, quantity: value, value })

/**
 * A history with one of everything: purchases with fees, a sale within a year and one beyond, a sale that spans lots, a
 * swap, staking, a fee in a third coin, an own transfer with its fee, a gift, a deposit of unknown cost and its sale.
 */
export const history: ReadonlyArray<LotEvent> = [
  {
    id: "buy-1",
    time: "2022-03-01T10:00:00Z",
    type: "buy",
    asset: "BTC",
    quantity: "1",
    total: "30000",
    fee: fee("CASH", "30"),
    account: "home"
  },
  { id: "buy-2", time: "2024-02-10T10:00:00Z", type: "buy", asset: "BTC", quantity: "0.5", total: "22000.005", account: "abroad" },
  { id: "buy-bnb", time: "2024-02-11T10:00:00Z", type: "buy", asset: "BNB", quantity: "3", total: "900", account: "abroad" },
  {
    id: "move",
    time: "2024-03-01T08:00:00Z",
    type: "transfer",
    asset: "BTC",
    quantity: "0.25",
    received: "0.2499",
    feeValue: "5",
    account: "home",
    toAccount: "wallet"
  },
  {
    id: "sell-1",
    time: "2024-06-05T10:00:00Z",
    type: "sell",
    asset: "BTC",
    quantity: "1.1",
    total: "66000.33",
    fee: fee("BNB", "33"),
    account: "home"
  },
  { id: "fee-bnb", time: "2024-06-05T10:00:00Z", type: "fee", asset: "BNB", quantity: "0.05", total: "33", account: "abroad" },
  {
    id: "stake",
    time: "2024-07-01T00:00:00Z",
    type: "income",
    subtype: "staking",
    asset: "ETH",
    quantity: "0.4",
    total: "1200",
    account: "abroad"
  },
  {
    id: "swap-out",
    time: "2024-08-01T12:00:00Z",
    type: "sell",
    subtype: "swap",
    asset: "ETH",
    quantity: "0.3",
    total: "800",
    account: "abroad"
  },
  { id: "swap-in", time: "2024-08-01T12:00:00Z", type: "buy", asset: "SOL", quantity: "5", total: "800", account: "abroad" },
  { id: "gift", time: "2024-09-01T12:00:00Z", type: "gift_out", asset: "BTC", quantity: "0.05", total: "3000", account: "abroad" },
  { id: "found", time: "2024-09-10T12:00:00Z", type: "opening", asset: "LTC", quantity: "10", total: null, account: "wallet" },
  { id: "sell-ltc", time: "2024-11-20T12:00:00Z", type: "sell", asset: "LTC", quantity: "4", total: "360", account: "wallet" },
  {
    id: "loss",
    time: "2024-12-01T12:00:00Z",
    type: "sell",
    asset: "SOL",
    quantity: "5",
    total: "650",
    fee: fee("CASH", "1.5"),
    account: "abroad"
  },
  { id: "back", time: "2024-12-12T12:00:00Z", type: "buy", asset: "SOL", quantity: "2", total: "300", account: "abroad" },
  { id: "next-year", time: "2025-05-01T12:00:00Z", type: "sell", asset: "BTC", quantity: "0.1", total: "9000", account: "abroad" }
]

export const prices = ["BTC", "BNB", "ETH", "SOL"].map((asset, i) => ({
  asset,
  date: "2024-12-31",
  price: ["90000", "650", "3300", "180"][i]!,
  source: "closing prices of the tests"
}))

export const accountsIn = (home: string): NonNullable<TaxSettings["accounts"]> => ({
  home: { name: "Home Exchange", custody: "custodian", country: home, form1099: "basisNotReported" },
  abroad: { name: "Far Exchange", custody: "custodian", country: home === "JP" ? "US" : "JP", taxId: "JP-1" },
  wallet: { name: "Own wallet", custody: "self" }
})

export const inputFor = (country: string, currency: string, more: Partial<TaxSettings> = {}): TaxInput => ({
  events: history,
  currency,
  prices,
  settings: { year: 2024, accounts: accountsIn(country), ...more }
})
