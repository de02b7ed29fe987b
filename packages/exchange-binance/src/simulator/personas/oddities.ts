/**
 * Everything strange at once: every spelling of numbers and ids, states of every kind, words nobody listed, a market quoted
 * in something new, wallets that are no part of the books, and one row that cannot be read. The balances are the sum of what
 * is readable and settled.
 */
import { makeRandom, numberToken, type JsonRow } from "@caudal/exchange/simulator"
import { parseAccount, type Account } from "../Account.ts"
import { plantedOf } from "../KeyFlags.ts"
import type { ListName } from "../lists.ts"
import { depositRow, dividendRow, flexibleRewardRow, tradeRow, withdrawalRow } from "../rows.ts"
import { instant, newestFirst } from "./AccountBuilder.ts"

const uid = 999_000_111

export const oddities = (): Account => {
  const random = makeRandom("oddities")
  const [nick] = plantedOf(uid)
  const rows: Partial<Record<ListName, Array<JsonRow>>> = {}
  const put = (name: ListName, row: JsonRow): void => void (rows[name] ??= []).push(Object.fromEntries(random.shuffle(Object.entries(row))))

  const deposit = (at: string, id: unknown, coin: string, amount: unknown, over: JsonRow = {}): void =>
    put("deposits", { ...depositRow({ id: "", at: instant(at), coin, amount: "", funding: false }, random), id, amount, ...over })
  const withdrawal = (at: string, id: string, coin: string, amount: unknown, over: JsonRow = {}): void =>
    put("withdrawals", {
      ...withdrawalRow({ id, at: instant(at), coin, amount: "", fee: "0", funding: false }, random, `Para ${nick}`),
      amount,
      ...over
    })
  const fill = (at: string, symbol: string, id: unknown, isBuyer: boolean, amounts: readonly [unknown, unknown, unknown, string]): void => {
    const [qty, quoteQty, commission, commissionAsset] = amounts
    const entry = {
      symbol,
      id,
      orderId: 77,
      price: "1",
      qty: "",
      quoteQty: "",
      commission: "",
      commissionAsset,
      time: instant(at),
      isBuyer
    }
    put("trades", { ...tradeRow(entry), qty, quoteQty, commission })
  }

  // Deposits of every state and spelling; one that nobody can read.
  deposit("2021-01-02 08:00:00", "d-1", "USDT", "10000.00000000")
  deposit("2021-01-02 08:00:00", numberToken("769800519366885376"), "BTC", numberToken("1.50"))
  deposit("2021-01-03 08:00:00", "d-3", "SHIB", "1.23456789012345678901234567890E+13")
  deposit("2021-01-04 08:00:00", "d-4", "BNB", "5", { walletType: 1, status: 6 })
  deposit("2021-01-05 08:00:00", "d-5", "ETH", "9", { status: 0 })
  deposit("2021-01-06 08:00:00", "d-6", "ETH", "9", { status: 2 })
  deposit("2021-01-07 08:00:00", "d-7", "ETH", "9", { status: 7 })
  deposit("2021-01-08 08:00:00", "d-8", "ETH", "9", { status: 42 })
  deposit("2021-01-09 08:00:00", "d-9", "USDT", "n/a")
  deposit("2021-01-10 08:00:00", "d-10", "USDT", "250", {
    transferType: 1,
    txId: "Off-chain transfer 105000000000",
    address: "ana@example.com"
  })

  // Withdrawals that did not happen, and one without a network of the old days.
  withdrawal("2021-02-01 08:00:00", "w-1", "BTC", "0.1", { transactionFee: numberToken("0.0005") })
  for (const [i, status] of [1, 3, 5].entries()) withdrawal(`2021-02-0${i + 2} 08:00:00`, `w-${status}x`, "BTC", "0.2", { status })
  withdrawal("2021-02-08 08:00:00", "w-9", "USDT", "100", { transactionFee: null, network: null, walletType: null })

  // Fills: ids beyond doubles, a rebate, a market quoted in something new, one of an asset called LD and more.
  fill("2021-03-01 10:00:00.5", "BTCUSDT", numberToken("9007199254740993"), true, ["0.10000000", "3000.00000000", "0.00010000", "BTC"])
  fill("2021-03-01 10:00:00.5", "BTCUSDT", numberToken("9007199254740994"), true, [
    numberToken("0.01"),
    numberToken("300.0"),
    numberToken("0"),
    "BNB"
  ])
  fill("2021-03-02 10:00:00.5", "LDOUSDT", 4711, true, ["100", "250", "-0.1", "USDT"])
  fill("2021-03-03 10:00:00.5", "LDOQUX", 4711, false, ["40", "8.00", "0.08", "QUX"])

  // Money: of every fate.
  const money = (name: ListName, orderNo: string, amount: string, status: string): void =>
    put(name, {
      orderNo,
      fiatCurrency: "MXN",
      indicatedAmount: amount,
      amount,
      totalFee: "0.00",
      method: "BankAccount",
      status,
      createTime: instant("2021-04-01 08:00:00"),
      updateTime: instant("2021-04-02 08:00:00")
    })
  money("fiat_deposits", "f-1", "5000.00", "Finished")
  for (const status of ["Failed", "Expired", "Refunded", "Processing", "Teleported"]) money("fiat_deposits", `f-${status}`, "70.00", status)
  money("fiat_withdrawals", "f-1", "400.00", "Successful")
  put("fiat_buys", {
    orderNo: "p-1",
    sourceAmount: "20.0",
    fiatCurrency: "EUR",
    obtainAmount: "4.462",
    cryptoCurrency: "LUNA",
    totalFee: "0.2",
    price: "4.437472",
    status: "Completed",
    paymentMethod: "Carrier Pigeon",
    createTime: instant("2021-04-03 08:00:00"),
    updateTime: instant("2021-04-03 08:00:00")
  })

  // Conversions under way and failed, and one out of the funding wallet.
  const convert = (orderId: unknown, orderStatus: string, amounts: readonly [string, string, string, string], over: JsonRow = {}): void =>
    put("conversions", {
      quoteId: random.hex(32),
      orderId,
      orderStatus,
      fromAsset: amounts[0],
      fromAmount: amounts[1],
      toAsset: amounts[2],
      toAmount: amounts[3],
      createTime: instant("2021-05-01 08:00:00"),
      ...over
    })
  convert(numberToken("940708407462087195"), "SUCCESS", ["USDT", "20", "BNB", "0.06154036"])
  convert("940708407462087196", "PROCESS", ["USDT", "20", "BNB", "0.06"])
  convert(940_708, "FAIL", ["USDT", "20", "BNB", "0.06"])
  convert(940_709, "SUCCESS", ["BNB", "1", "USDT", "300"], { walletType: "FUNDING" })

  // Distributions for reasons of every kind, one that was taken back.
  const give = (n: number, asset: string, amount: string, enInfo: string, direction: 1 | -1 = 1): void =>
    put("dividends", dividendRow({ id: 1_631_750_000 + n, at: instant("2021-06-01 08:00:00") + n, asset, amount, enInfo, direction }))
  give(1, "BHFT", "10.00000000", "BHFT distribution")
  give(2, "BNB", "0.5", "BNB Vault")
  give(3, "USDT", "1.25", "Flexible Savings")
  give(4, "BETH", "0.0001", "ETH 2.0 Staking")
  give(5, "USDT", "2", "quantum gratitude")
  give(6, "BHFT", "4", "BHFT distribution", -1)
  put("dividends", { id: 7, amount: "1.0E-5", asset: "BCHSV", divTime: instant("2021-06-02 08:00:00") })

  // Simple Earn: words of later, and interest that looks alike.
  for (let i = 0; i < 3; i++) put("flexible_rewards", flexibleRewardRow(instant("2023-06-01 00:00:00"), "USDT", "0.01", "REALTIME"))
  put("flexible_rewards", flexibleRewardRow(instant("2023-06-02 00:00:00"), "USDT", "0.5", "AFTERGLOW"))
  const subscription = { asset: "USDT", time: instant("2023-05-30 00:00:00"), productId: "USDT001", status: "SUCCESS" }
  put("flexible_subscriptions", { ...subscription, amount: "100", purchaseId: 1, type: "NORMAL", sourceAccount: "SPOT" })
  put("flexible_subscriptions", {
    ...subscription,
    asset: "BNB",
    amount: "0.75",
    purchaseId: "2",
    type: "NORMAL",
    sourceAccount: "SPOTANDFUNDING",
    amtFromSpot: "0.25",
    amtFromFunding: "0.5"
  })
  put("flexible_subscriptions", { ...subscription, amount: "5", purchaseId: 3, type: "PURRING", sourceAccount: "SPOT" })
  put("flexible_subscriptions", { ...subscription, amount: "5000", purchaseId: 4, type: "AUTO", sourceAccount: "SPOT", status: "FAILED" })
  put("locked_subscriptions", {
    asset: "BNB",
    time: subscription.time,
    amount: "0.2",
    purchaseId: "5",
    positionId: 5,
    lockPeriod: "30",
    status: "SUCCESS"
  })
  put("locked_redemptions", {
    asset: "BNB",
    time: instant("2023-06-20 00:00:00"),
    amount: "0.0999",
    originalAmount: "0.1",
    lossAmount: "0.0001",
    redeemId: 6,
    positionId: 5,
    type: "AHEAD",
    status: "PAID"
  })
  put("flexible_redemptions", {
    asset: "USDT",
    time: instant("2023-06-21 00:00:00"),
    amount: "1",
    redeemId: 7,
    destAccount: "FUNDING",
    status: "SUCCESS"
  })
  put("flexible_redemptions", {
    asset: "USDT",
    time: instant("2023-06-22 00:00:00"),
    amount: "1",
    redeemId: 8,
    destAccount: "SPOT",
    status: "CREATED"
  })

  // People, and wallets that are no part of these books.
  const p2p = {
    advNo: "1",
    fiat: "MXN",
    fiatSymbol: "$",
    totalPrice: "1",
    unitPrice: "18.5",
    counterPartNickName: nick,
    advertisementRole: "MAKER"
  }
  put("p2p", {
    ...p2p,
    orderNumber: "20219644646554779648",
    tradeType: "BUY",
    asset: "USDT",
    amount: "50.0",
    commission: "0.175",
    orderStatus: "COMPLETED",
    createTime: instant("2026-06-03 10:00:00")
  })
  put("p2p", {
    ...p2p,
    orderNumber: "20219644646554779649",
    tradeType: "SELL",
    asset: "USDT",
    amount: "9.0",
    commission: "0",
    orderStatus: "IN_APPEAL",
    createTime: instant("2026-06-04 10:00:00")
  })
  const moved = (n: number, type: string, status = "CONFIRMED"): void =>
    put("transfers", {
      asset: "USDT",
      amount: `${n}.5`,
      type,
      status,
      tranId: 11_415_955_000 + n,
      timestamp: instant("2026-06-10 10:00:00") + n
    })
  moved(1, "FUNDING_MAIN")
  moved(2, "MAIN_MARGIN")
  moved(3, "PORTFOLIO_MARGIN_MAIN")
  moved(4, "MAIN_FUNDING", "FAILED")

  return parseAccount({
    uid,
    ...Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, newestFirst(name as ListName, list)])),
    markets: [{ symbol: "LDOQUX", baseAsset: "LDO", quoteAsset: "QUX", status: "TRADING" }],
    holds: { BTC: "0.01" }
  })
}
