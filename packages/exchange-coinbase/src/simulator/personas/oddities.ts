/**
 * Everything strange at once: every spelling of numbers and times, types nobody listed, statuses of every fate, rows that
 * tell something twice, wallets of one asset in three places, a wallet never used, more rows in one second than fit a page,
 * and one row that cannot be read. The balance still is the sum of what is readable.
 */
import { makeRandom, numberToken, type JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { fillRow, firstWallet, transactionRow, uuidOf, walletId, walletRow, type WalletKind } from "../rows.ts"
import { instant } from "./AccountBuilder.ts"

export const oddities = (): Account => {
  const account = "oddities"
  const random = makeRandom(account)
  const transactions: Array<JsonRow> = []
  const fills: Array<JsonRow> = []
  const wallets = new Map<string, JsonRow>([["main BTC", firstWallet(account, "Ahorros de Ana")]])
  const shuffled = (row: JsonRow): JsonRow => Object.fromEntries(random.shuffle(Object.entries(row)))

  const row = (time: string, type: string, asset: string, amount: unknown, more: JsonRow = {}, wallet: WalletKind = "main"): void => {
    const name = `${wallet} ${asset}`
    if (!wallets.has(name))
      wallets.set(name, walletRow(account, wallet, asset, instant(time), wallet === "vault" ? "Bóveda de Ana" : undefined))
    const plain = transactionRow({ account, id: uuidOf(random), at: instant(time), wallet, type, amount: { asset, amount: "" } })
    transactions.push(shuffled({ ...plain, amount: { amount, currency: asset }, ...more }))
  }

  // 2016 to 2018: offsets, purchases from a bank, a vault, a fork, the old Exchange in both of its tellings.
  row("2016-05-04 10:00:00", "buy", "BTC", "1.50000000", {
    created_at: "2016-05-04T03:00:00-07:00",
    details: { title: "Bought", subtitle: "con Banco de Ana" }
  })
  row("2017-01-02 08:00:00", "fiat_deposit", "EUR", "10000.00")
  row("2017-01-03 09:00:00", "transfer", "BTC", "-0.50000000", { to: { id: walletId(account, "vault", "BTC"), resource: "account" } })
  row("2017-01-03 09:00:00", "transfer", "BTC", "0.50000000", {}, "vault")
  row("2017-08-01 13:00:00", "tx", "BCH", "1.5000000000")
  row("2018-02-01 10:00:00", "send", "BTC", "-0.25000000", { to: null, network: { status: "off_blockchain", name: "bitcoin" } })
  row("2018-02-01 10:00:00", "exchange_deposit", "BTC", "-0.25000000")
  row("2018-03-01 10:00:00", "send", "BTC", "0.10000000", { from: { resource: "user", name: "Ana Planta" } })
  row("2018-03-01 10:00:00", "exchange_withdrawal", "BTC", "0.10000000")
  row("2018-04-01 10:00:00", "pro_deposit", "EUR", "-500.00")
  row("2018-04-02 10:00:00", "pro_withdrawal", "EUR", "250.00")

  // 2019 to 2020: numbers of every spelling.
  row("2019-01-01 00:00:00", "inflation_reward", "XTZ", numberToken("0.00000100"))
  row("2019-01-02 00:00:00", "interest", "DAI", "1.0E-5")
  row("2019-01-03 00:00:00", "interest", "DAI", "-0.00")
  row("2019-01-04 00:00:00", "tx", "SHIB", "12345678901234.000000000000000001")
  row("2019-01-05 00:00:00", "tx", "SHIB", "-12345678901234.000000000000000001")
  row("2020-03-01 00:00:00", "earn_payout", "CGLD", "2.5")
  // A hundred and twenty rewards in one second: more than a page holds.
  for (let part = 0; part < 120; part++) row("2020-12-01 00:00:00", "staking_reward", "XTZ", "0.00100000")

  // 2021: statuses of every fate; only what is completed counts.
  for (const status of ["pending", "waiting_for_clearing", "waiting_for_signature", "failed", "canceled", "expired", "teleported"])
    row("2021-05-01 00:00:00", "send", "BTC", "-0.01000000", { status })
  row("2021-05-02 00:00:00", "request", "BTC", "0.10000000", { status: "pending", to: { resource: "email", email: "ana@planta.example" } })
  row("2021-05-03 00:00:00", "send", "BTC", "-0.00020000", { network: { transaction_fee: { amount: "0.00020000", currency: "BTC" } } })
  row("2021-05-04 00:00:00", "send", "BTC", "-0.00100000", { network: { transaction_fee: { amount: "0.00500000", currency: "ETH" } } })
  row("2021-05-05 00:00:00", "send", "BTC", "-0.00100000", { network: { transaction_fee: { amount: "0.00200000", currency: "BTC" } } })
  row("2021-05-06 00:00:00", "send", "BTC", "-0.00100000", { network: { hash: 5, transaction_fee: "n/a" } })

  // 2022: fills with and without their side, settled in another stablecoin, a rebate, a market without a hyphen.
  const order = uuidOf(random)
  const filled = (over: JsonRow) => ({
    advanced_trade_fill: { fill_price: "1500.5", product_id: "ETH-EUR", order_id: order, commission: "4.5015", order_side: "buy", ...over }
  })
  const { order_side: _side, ...sideless } = filled({}).advanced_trade_fill as JsonRow
  row("2022-01-01 12:00:00", "advanced_trade_fill", "EUR", "-1500.50", { advanced_trade_fill: sideless })
  row("2022-01-01 12:00:00", "advanced_trade_fill", "ETH", "1.00000000", filled({}))
  row(
    "2022-01-02 12:00:00",
    "advanced_trade_fill",
    "ETH",
    "-0.10000000",
    filled({ product_id: "ETH-USD", order_side: "sell", commission: "0.9" })
  )
  row(
    "2022-01-02 12:00:00",
    "advanced_trade_fill",
    "USDC",
    "150.05",
    filled({ product_id: "ETH-USD", order_side: "sell", commission: "0.9" })
  )
  row("2022-01-03 12:00:00", "advanced_trade_fill", "EUR", "-15.005", filled({ commission: "-0.01" }))
  row("2022-01-03 12:00:00", "advanced_trade_fill", "ETH", "0.01000000", filled({ commission: "-0.01" }))
  row("2022-01-04 12:00:00", "advanced_trade_fill", "EUR", "0.01", { advanced_trade_fill: { product_id: null } })
  row("2022-01-05 12:00:00", "advanced_trade_fill", "EUR", "0.01", { advanced_trade_fill: null })
  const one = { order, user: uuidOf(random), commission: "4.5015", price: "1500.5", side: "BUY" } as const
  const at = instant("2022-01-01 12:00:00")
  fills.push(fillRow({ ...one, id: "odd 1", at, product: "ETH-EUR", size: "1" }))
  fills.push(fillRow({ ...one, id: "odd 2", at: at + 1_000, product: "ETH-EUR", size: "15.005", sizeInQuote: true, commission: "-0.01" }))
  fills.push(fillRow({ ...one, id: "odd 3", at: at + 2_000, product: "ETH-EUR", size: "1", type: "CORRECTION" }))
  fills.push(fillRow({ ...one, id: "odd 4", at: at + 3_000, product: "ADA-PERP-INTX", size: "20" }))

  // 2023: staking both ways, conversions with and without their partner, the card, and what is taken back.
  row("2023-01-01 00:00:00", "staking_transfer", "XTZ", "-0.10000000")
  row("2023-01-01 00:00:00", "staking_transfer", "XTZ", "0.10000000", {}, "staked")
  row("2023-01-02 00:00:00", "unstaking_transfer", "XTZ", "-0.02000000", {}, "staked")
  row("2023-01-02 00:00:00", "unstaking_transfer", "XTZ", "0.02000000")
  const trade = { trade: { id: uuidOf(random), resource: "trade" } }
  row("2023-02-01 00:00:00", "trade", "ETH", "-0.10000000", trade)
  row("2023-02-01 00:00:02", "trade", "ETH2", "0.10000000", trade)
  row("2023-02-02 00:00:00", "trade", "EUR", "-1.00", { trade: null })
  row("2023-02-03 00:00:00", "retail_eth2_deprecation", "ETH2", "-0.05000000")
  row("2023-02-03 00:00:00", "retail_eth2_deprecation", "ETH", "0.05000000")
  row("2023-03-01 00:00:00", "cardspend", "EUR", "-12.34")
  row("2023-03-01 00:00:01", "cardbuyback", "XTZ", "0.00010000")
  row("2023-03-02 00:00:00", "incentives_rewards_payout", "XTZ", "0.01000000")
  row("2023-03-03 00:00:00", "incentives_shared_clawback", "XTZ", "-0.01000000")
  row("2023-03-04 00:00:00", "clawback", "EUR", "-1.00")
  row("2023-03-05 00:00:00", "subscription", "EUR", "-29.99")
  row("2023-03-06 00:00:00", "subscription_rebate", "EUR", "5.00")
  row("2023-03-07 00:00:00", "vault_withdrawal", "BTC", "-0.10000000", {}, "vault")
  row("2023-03-07 00:00:00", "vault_withdrawal", "BTC", "0.10000000")

  // 2024: what we have never heard of, and the one row that cannot be read at all: it moves nothing.
  row("2024-02-29 23:59:59", "quantum_swap", "ZZQ", "12.50000000")
  row("2024-03-01 00:00:00", "retail_simple_price_improvement", "EUR", "0.02")
  row("2024-03-02 00:00:00", "send", "EUR", "n/a")
  wallets.set("main MASK", walletRow(account, "main", "MASK", instant("2024-03-03 00:00:00")))

  return {
    portfolio: uuidOf(random),
    wallets: [...wallets.values()].reverse(),
    transactions: transactions.reverse(),
    transactions_missing: [],
    fills: fills.reverse(),
    holds: { EUR: "12.5", BTC: "0.01" },
    balance: {}
  }
}
