/**
 * Builds an account event by event, oldest first, in amounts of 10^-8. There is no ledger to agree with: each event writes
 * the one row that Binance would write, keeps what each wallet holds, and refuses to overdraw.
 */
import { divide, makeRandom, makeUnit, type JsonRow, type Random, type Units } from "@caudal/exchange/simulator"
import { parseAccount, type Account } from "../Account.ts"
import { plantedOf } from "../KeyFlags.ts"
import { listNames, timeOf, type ListName, type MarketRow, type Place } from "../lists.ts"
import { depositRow, dividendRow, flexibleRewardRow, tradeRow, withdrawalRow } from "../rows.ts"

export const { of: units, print: fixed, perOne: unitsPerOne } = makeUnit(8)

/** Epoch milliseconds of `2023-01-10 15:04:05.123`, which is UTC. */
export const instant = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`)

export interface Fill {
  readonly at: number
  readonly market: readonly [base: string, quote: string]
  readonly side: "buy" | "sell"
  readonly quantity: Units
  readonly price: Units
  /** Parts per million. */
  readonly feePpm: bigint
  /** In BNB, this much for one of the quote; absent: in what was bought. */
  readonly bnb?: Units
  readonly order: number
}

/** `file`: what else the account file says. */
export const makeAccountBuilder = (seed: string, uid: number, file: JsonRow = {}) => {
  const random: Random = makeRandom(seed)
  const rows = Object.fromEntries(listNames.map((name) => [name, []])) as unknown as Record<ListName, Array<JsonRow>>
  const held = new Map<string, Units>()
  const markets = new Map<string, MarketRow>()
  const holds: Record<string, string> = {}
  const tradeIds = new Map<string, number>()
  let serial = 400_000 + random.int(0, 99_999)

  const holding = (asset: string, place: Place = "spot"): Units => held.get(`${place} ${asset}`) ?? 0n
  const move = (place: Place, asset: string, amount: Units): void => {
    const after = holding(asset, place) + amount
    if (after < 0n) throw new RangeError(`${seed}: ${asset} in ${place} would be ${fixed(after)}`)
    held.set(`${place} ${asset}`, after)
  }
  const number = (): number => ++serial
  const counter = (symbol: string): number => {
    const next = (tradeIds.get(symbol) ?? random.int(1_000, 900_000)) + random.int(1, 40)
    tradeIds.set(symbol, next)
    return next
  }
  const [nick] = plantedOf(uid)

  return {
    random,
    holding,
    newOrder: (): number => number(),
    deposit: (at: number, coin: string, amount: Units, network: string, funding = false): void => {
      const id = `7${random.int(10_000_000, 99_999_999)}${random.int(10_000_000, 99_999_999)}`
      rows.deposits.push(depositRow({ id, at, coin, amount: fixed(amount), funding, network }, random))
      move(funding ? "funding" : "spot", coin, amount)
    },
    /** `amount` arrives, the fee comes on top. */
    withdrawal: (at: number, coin: string, amount: Units, fee: Units, network: string): void => {
      const moved = { id: random.hex(32), at, coin, amount: fixed(amount), fee: fixed(fee), funding: false, network }
      rows.withdrawals.push(withdrawalRow(moved, random, `Para ${nick}`))
      move("spot", coin, -amount - fee)
    },
    /** Money by bank: what arrives is less the fee. */
    money: (at: number, way: "in" | "out", currency: string, amount: Units, fee: Units, method: string): void => {
      const row = {
        orderNo: random.hex(32),
        fiatCurrency: currency,
        indicatedAmount: fixed(amount + fee),
        amount: fixed(amount),
        totalFee: fixed(fee),
        method,
        status: way === "in" ? "Successful" : "Finished",
        createTime: at,
        updateTime: at + 60_000
      }
      rows[way === "in" ? "fiat_deposits" : "fiat_withdrawals"].push(row)
      move("spot", currency, way === "in" ? amount : -amount - fee)
    },
    payment: (
      at: number,
      way: "buy" | "sell",
      money: readonly [string, Units],
      coins: readonly [string, Units],
      fee: Units,
      paymentMethod: string
    ): void => {
      const row = {
        orderNo: random.hex(32),
        sourceAmount: fixed(money[1]),
        fiatCurrency: money[0],
        obtainAmount: fixed(coins[1]),
        cryptoCurrency: coins[0],
        totalFee: fixed(fee),
        price: fixed(divide((money[1] - fee) * unitsPerOne, coins[1])),
        status: "Completed",
        ...(way === "buy" ? { paymentMethod } : {}),
        createTime: at,
        updateTime: at + 30_000
      }
      rows[way === "buy" ? "fiat_buys" : "fiat_sells"].push(row)
      move("spot", coins[0], way === "buy" ? coins[1] : -coins[1])
      if (way === "sell") move("spot", money[0], money[1] - fee)
      else if (paymentMethod === "Cash Balance") move("spot", money[0], -money[1])
    },
    /** The commission is taken in BNB, or in what was bought. */
    fill: ({ at, market: [base, quote], side, quantity, price, feePpm, bnb, order }: Fill): void => {
      const symbol = base + quote
      if (!markets.has(symbol)) markets.set(symbol, { symbol, baseAsset: base, quoteAsset: quote, status: "TRADING" })
      const cost = divide(quantity * price, unitsPerOne)
      const buys = side === "buy"
      const bought = buys ? quantity : cost
      const fee = bnb === undefined ? divide(bought * feePpm, 1_000_000n) : divide(divide(cost * feePpm, 1_000_000n) * bnb, unitsPerOne)
      const feeAsset = bnb === undefined ? (buys ? base : quote) : "BNB"
      move("spot", buys ? quote : base, buys ? -cost : -quantity)
      move("spot", buys ? base : quote, bought)
      move("spot", feeAsset, -fee)
      rows.trades.push(
        tradeRow({
          symbol,
          id: counter(symbol),
          orderId: order,
          price: fixed(price),
          qty: fixed(quantity),
          quoteQty: fixed(cost),
          commission: fixed(fee),
          commissionAsset: feeAsset,
          time: at,
          isBuyer: buys,
          isMaker: feePpm < 1_000n
        })
      )
    },
    market: (base: string, quote: string, status: string): void =>
      void markets.set(base + quote, { symbol: base + quote, baseAsset: base, quoteAsset: quote, status }),
    convert: (at: number, from: readonly [string, Units], to: readonly [string, Units]): void => {
      const ratio = divide(to[1] * unitsPerOne, from[1])
      rows.conversions.push({
        quoteId: random.hex(32),
        orderId: number(),
        orderStatus: "SUCCESS",
        fromAsset: from[0],
        fromAmount: fixed(from[1]),
        toAsset: to[0],
        toAmount: fixed(to[1]),
        ratio: fixed(ratio),
        inverseRatio: fixed(divide(unitsPerOne * unitsPerOne, ratio)),
        createTime: at
      })
      move("spot", from[0], -from[1])
      move("spot", to[0], to[1])
    },
    /** Small change into BNB, of which a fiftieth is kept. */
    sweep: (at: number, coins: ReadonlyArray<readonly [string, Units, Units]>): void => {
      const transId = 45_000_000_000 + number()
      const details = coins.map(([fromAsset, amount, worth], i) => {
        const charge = divide(worth, 50n)
        move("spot", fromAsset, -amount)
        move("spot", "BNB", worth - charge)
        return {
          transId: 4_359_000 + i,
          serviceChargeAmount: fixed(charge),
          amount: fixed(amount),
          operateTime: at,
          transferedAmount: fixed(worth - charge),
          fromAsset
        }
      })
      const total = (field: "serviceChargeAmount" | "transferedAmount") => fixed(details.reduce((sum, one) => sum + units(one[field]), 0n))
      rows.dust.push({
        operateTime: at,
        totalTransferedAmount: total("transferedAmount"),
        totalServiceChargeAmount: total("serviceChargeAmount"),
        transId,
        userAssetDribbletDetails: details
      })
    },
    /** What Simple Earn paid is told here again, and moves nothing. */
    dividend: (at: number, asset: string, amount: Units, enInfo: string): void => {
      rows.dividends.push(dividendRow({ id: 1_600_000_000 + number(), at, asset, amount: fixed(amount), enInfo }))
      if (!enInfo.startsWith("Simple Earn")) move("spot", asset, amount)
    },
    subscribe: (at: number, product: "flexible" | "locked", asset: string, amount: Units): void => {
      rows[`${product}_subscriptions`].push({
        amount: fixed(amount),
        asset,
        time: at,
        purchaseId: product === "flexible" ? number() : String(number()),
        ...(product === "flexible" ? { productId: `${asset}001` } : { positionId: number(), projectId: `${asset}*60`, lockPeriod: "60" }),
        type: "NORMAL",
        sourceAccount: "SPOT",
        status: "SUCCESS"
      })
      move("spot", asset, -amount)
      move(product, asset, amount)
    },
    redeem: (at: number, product: "flexible" | "locked", asset: string, amount: Units): void => {
      rows[`${product}_redemptions`].push({
        amount: fixed(amount),
        asset,
        time: at,
        redeemId: number(),
        ...(product === "flexible"
          ? { projectId: `${asset}001`, destAccount: "SPOT" }
          : { positionId: number(), originalAmount: fixed(amount), type: "MATURE" }),
        status: "PAID"
      })
      move(product, asset, -amount)
      move("spot", asset, amount)
    },
    interest: (at: number, asset: string, amount: Units, type: "REALTIME" | "BONUS"): void => {
      rows.flexible_rewards.push(flexibleRewardRow(at, asset, fixed(amount), type))
      move(type === "REALTIME" ? "flexible" : "spot", asset, amount)
    },
    reward: (at: number, asset: string, amount: Units): void => {
      rows.locked_rewards.push({ positionId: number(), time: at, asset, lockPeriod: "60", amount: fixed(amount), type: "Locked Rewards" })
      move("spot", asset, amount)
    },
    p2p: (at: number, tradeType: "BUY" | "SELL", asset: string, amount: Units, unitPrice: string, orderStatus = "COMPLETED"): void => {
      rows.p2p.push({
        orderNumber: `20${random.int(100_000_000, 999_999_999)}${random.int(100_000_000, 999_999_999)}`,
        advNo: `11${random.int(100_000_000, 999_999_999)}${random.int(100_000_000, 999_999_999)}`,
        tradeType,
        asset,
        fiat: "MXN",
        fiatSymbol: "Mex$",
        amount: fixed(amount),
        totalPrice: fixed(divide(amount * units(unitPrice), unitsPerOne)),
        unitPrice,
        orderStatus,
        createTime: at,
        commission: "0",
        counterPartNickName: nick,
        advertisementRole: "TAKER"
      })
      if (orderStatus === "COMPLETED") move("funding", asset, tradeType === "BUY" ? amount : -amount)
    },
    transfer: (at: number, type: string, asset: string, amount: Units): void => {
      rows.transfers.push({ asset, amount: fixed(amount), type, status: "CONFIRMED", tranId: 11_000_000_000 + number(), timestamp: at })
      const wallet = (name: string): Place | null => (name === "MAIN" ? "spot" : name === "FUNDING" ? "funding" : null)
      const [from, to] = type.split("_").map((name) => wallet(name))
      if (from != null) move(from, asset, -amount)
      if (to != null) move(to, asset, amount)
    },
    openOrder: (asset: string, amount: string): void => void (holds[asset] = amount),
    account: (): Account =>
      parseAccount({
        ...file,
        uid,
        ...Object.fromEntries(listNames.map((name) => [name, newestFirst(name, rows[name])])),
        markets: [...markets.values()],
        holds
      })
  }
}

/** Rows of one instant: the later one first. Sorting is stable. */
export const newestFirst = (name: ListName, oldestFirst: ReadonlyArray<JsonRow>): ReadonlyArray<JsonRow> =>
  [...oldestFirst].sort((a, b) => timeOf(name, a) - timeOf(name, b)).reverse()
