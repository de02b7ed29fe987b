/** The lists of an account: what each row's instant is called, and what a settled row moves. */
import { addExact, amountText, readExact, subtractExact, zeroExact, type Exact, type JsonRow } from "@caudal/exchange/simulator"

export const listNames = [
  "deposits",
  "withdrawals",
  "trades",
  "fiat_deposits",
  "fiat_withdrawals",
  "fiat_buys",
  "fiat_sells",
  "conversions",
  "dust",
  "dividends",
  "flexible_subscriptions",
  "flexible_redemptions",
  "flexible_rewards",
  "locked_subscriptions",
  "locked_redemptions",
  "locked_rewards",
  "p2p",
  "transfers"
] as const
export type ListName = (typeof listNames)[number]

/** Flexible and locked products are told apart here, since Binance lists their positions apart. */
export type Place = "spot" | "funding" | "flexible" | "locked"
export type Change = readonly [place: Place, asset: string, amount: Exact]

interface List {
  readonly time: string
  readonly id: string
  /** A field with an amount, and one with a code: what faults bend. */
  readonly amount: string
  readonly asset: string
  readonly word: string | null
  /** `undefined`: a part cannot be read. Then the row moves nothing. */
  readonly changes: (row: JsonRow, markets: Markets) => ReadonlyArray<Change | undefined>
}

export interface MarketRow {
  readonly symbol: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly status: string
}
export type Markets = ReadonlyMap<string, MarketRow>

const exact = (row: JsonRow, field: string): Exact | undefined => readExact(amountText(row[field] ?? "0"))

const move = (place: Place, asset: unknown, amount: Exact | undefined, sign: 1 | -1 = 1): Change | undefined =>
  amount === undefined || typeof asset !== "string" ? undefined : [place, asset, sign === 1 ? amount : subtractExact(zeroExact, amount)]

const sum = (a: Exact | undefined, b: Exact | undefined): Exact | undefined =>
  a === undefined || b === undefined ? undefined : addExact(a, b)

/** Only where the row says one of these. */
const when = (row: JsonRow, field: string, words: ReadonlyArray<string>, changes: ReadonlyArray<Change | undefined>) =>
  words.includes(String(amountText(row[field]) ?? row[field])) ? changes : []

const coins = (row: JsonRow): Place => (Number(row["walletType"] ?? 0) === 1 ? "funding" : "spot")
const account = (name: unknown): Place => (name === "FUNDING" ? "funding" : "spot")

const subscription = (product: Place): List => ({
  time: "time",
  id: "purchaseId",
  amount: "amount",
  asset: "asset",
  word: "type",
  changes: (row) =>
    when(
      row,
      "status",
      ["SUCCESS"],
      [
        ...(row["type"] === "TRANSFER" || row["type"] === "CONVERT"
          ? [move("locked", row["asset"], exact(row, "amount"), -1)]
          : row["sourceAccount"] === "SPOTANDFUNDING"
            ? [move("spot", row["asset"], exact(row, "amtFromSpot"), -1), move("funding", row["asset"], exact(row, "amtFromFunding"), -1)]
            : [move(account(row["sourceAccount"]), row["asset"], exact(row, "amount"), -1)]),
        move(product, row["asset"], exact(row, "amount"))
      ]
    )
})

const redemption = (product: Place): List => ({
  time: "time",
  id: "redeemId",
  amount: "amount",
  asset: "asset",
  word: "type",
  changes: (row) =>
    when(
      row,
      "status",
      ["PAID", "SUCCESS"],
      [
        move(product, row["asset"], exact(row, row["originalAmount"] === undefined ? "amount" : "originalAmount"), -1),
        move(row["type"] === "NEW_TRANSFERRED" ? "flexible" : account(row["destAccount"]), row["asset"], exact(row, "amount"))
      ]
    )
})

const fiatOrder = (sign: 1 | -1): List => ({
  time: "createTime",
  id: "orderNo",
  amount: "amount",
  asset: "fiatCurrency",
  word: "status",
  changes: (row) =>
    when(
      row,
      "status",
      ["Successful", "Finished"],
      [move("spot", row["fiatCurrency"], sign === 1 ? exact(row, "amount") : sum(exact(row, "amount"), exact(row, "totalFee")), sign)]
    )
})

const fiatPayment = (sign: 1 | -1): List => ({
  time: "createTime",
  id: "orderNo",
  amount: "obtainAmount",
  asset: "cryptoCurrency",
  word: "status",
  changes: (row) => {
    const [money, fee] = [exact(row, "sourceAmount"), exact(row, "totalFee")]
    const paid =
      sign === 1
        ? row["paymentMethod"] === "Cash Balance"
          ? [move("spot", row["fiatCurrency"], money, -1)]
          : []
        : [move("spot", row["fiatCurrency"], money === undefined || fee === undefined ? undefined : subtractExact(money, fee))]
    return when(row, "status", ["Completed"], [move("spot", row["cryptoCurrency"], exact(row, "obtainAmount"), sign), ...paid])
  }
})

const reward = (place: (row: JsonRow) => Place, amount: string): List => ({
  time: "time",
  id: "time",
  amount,
  asset: "asset",
  word: "type",
  changes: (row) => [move(place(row), row["asset"], exact(row, amount))]
})

export const lists: Readonly<Record<ListName, List>> = {
  deposits: {
    time: "insertTime",
    id: "id",
    amount: "amount",
    asset: "coin",
    word: "status",
    changes: (row) => when(row, "status", ["1", "6"], [move(coins(row), row["coin"], exact(row, "amount"))])
  },
  withdrawals: {
    time: "applyTime",
    id: "id",
    amount: "amount",
    asset: "coin",
    word: "status",
    // Gone from the wallet as soon as it is asked for.
    changes: (row) =>
      when(
        row,
        "status",
        ["0", "2", "4", "6"],
        [move(coins(row), row["coin"], sum(exact(row, "amount"), exact(row, "transactionFee")), -1)]
      )
  },
  trades: {
    time: "time",
    id: "id",
    amount: "qty",
    asset: "symbol",
    word: null,
    changes: (row, markets) => {
      const market = markets.get(String(row["symbol"]))
      const buys = row["isBuyer"] === true
      return [
        move("spot", market?.baseAsset, exact(row, "qty"), buys ? 1 : -1),
        move("spot", market?.quoteAsset, exact(row, "quoteQty"), buys ? -1 : 1),
        move("spot", row["commissionAsset"], exact(row, "commission"), -1)
      ]
    }
  },
  fiat_deposits: fiatOrder(1),
  fiat_withdrawals: fiatOrder(-1),
  fiat_buys: fiatPayment(1),
  fiat_sells: fiatPayment(-1),
  conversions: {
    time: "createTime",
    id: "orderId",
    amount: "toAmount",
    asset: "toAsset",
    word: "orderStatus",
    changes: (row) => {
      const place = account(row["walletType"])
      return when(
        row,
        "orderStatus",
        ["SUCCESS"],
        [move(place, row["fromAsset"], exact(row, "fromAmount"), -1), move(place, row["toAsset"], exact(row, "toAmount"))]
      )
    }
  },
  dust: {
    time: "operateTime",
    id: "transId",
    amount: "totalTransferedAmount",
    asset: "fromAsset",
    word: null,
    changes: (row) =>
      (row["userAssetDribbletDetails"] as ReadonlyArray<JsonRow>).flatMap((detail) => [
        move("spot", detail["fromAsset"], exact(detail, "amount"), -1),
        move("spot", "BNB", exact(detail, "transferedAmount"))
      ])
  },
  dividends: {
    time: "divTime",
    id: "id",
    amount: "amount",
    asset: "asset",
    word: "enInfo",
    // What Simple Earn pays is in its own lists.
    changes: (row) =>
      String(row["enInfo"]).startsWith("Simple Earn")
        ? []
        : [move("spot", row["asset"], exact(row, "amount"), Number(row["direction"] ?? 1) === -1 ? -1 : 1)]
  },
  flexible_subscriptions: subscription("flexible"),
  flexible_redemptions: redemption("flexible"),
  flexible_rewards: reward((row) => (row["type"] === "REALTIME" ? "flexible" : "spot"), "rewards"),
  locked_subscriptions: subscription("locked"),
  locked_redemptions: redemption("locked"),
  locked_rewards: reward(() => "spot", "amount"),
  p2p: {
    time: "createTime",
    id: "orderNumber",
    amount: "amount",
    asset: "asset",
    word: "orderStatus",
    changes: (row) =>
      when(
        row,
        "orderStatus",
        ["COMPLETED"],
        [
          move("funding", row["asset"], exact(row, "amount"), row["tradeType"] === "BUY" ? 1 : -1),
          move("funding", row["asset"], exact(row, "commission"), -1)
        ]
      )
  },
  transfers: {
    time: "timestamp",
    id: "tranId",
    amount: "amount",
    asset: "asset",
    word: "status",
    changes: (row) => {
      const type = String(row["type"])
      const place = (name: string): Place | null => (name === "MAIN" ? "spot" : name === "FUNDING" ? "funding" : null)
      const [from, to] = [place(type.replace(/_.*/, "")), place(type.replace(/.*_/, ""))]
      return when(
        row,
        "status",
        ["CONFIRMED"],
        [
          ...(from === null ? [] : [move(from, row["asset"], exact(row, "amount"), -1)]),
          ...(to === null ? [] : [move(to, row["asset"], exact(row, "amount"))])
        ]
      )
    }
  }
}

/** Epoch milliseconds; what cannot be read is as old as can be. Withdrawals print a UTC second. */
export const timeOf = (name: ListName, row: JsonRow): number => {
  const text = amountText(row[lists[name].time]) ?? ""
  const at = name === "withdrawals" && text.includes("-") ? Date.parse(`${text.replace(" ", "T")}Z`) : Number(text)
  return Number.isFinite(at) ? at : 0
}

/** What a row moves: nothing where a part of it cannot be read. */
export const changesOf = (name: ListName, row: JsonRow, markets: Markets): ReadonlyArray<Change> => {
  const changes = lists[name].changes(row, markets)
  return changes.every((change) => change !== undefined) ? changes : []
}
