/**
 * Acts as Binance's rows. There is no ledger: a bare credit is a distribution in the spot wallet, interest in Simple Earn, and
 * in the funding wallet money from another account of Binance; one without an id can only be interest that was paid out.
 */
import { makeRandom, numberToken, pricePaid, type Act, type Activity, type JsonRow } from "@caudal/exchange/simulator"
import type { MarketRow } from "./lists.ts"
import { depositRow, dividendRow, flexibleRewardRow, tradeRow, withdrawalRow } from "./rows.ts"

/** Ids of trades and distributions are numbers that may be longer than a double holds: digits stay, anything else becomes some. */
const numberOf = (seed: string): unknown =>
  numberToken(
    /^\d{1,19}$/.test(seed)
      ? seed
      : `7${makeRandom(seed).int(100_000_000, 999_999_999)}${makeRandom(`${seed}!`).int(100_000_000, 999_999_999)}`
  )

const depositStatus = { arrived: 1, pending: 0, failed: 7 } as const

export const rowsOf = (acts: ReadonlyArray<Act>): Activity => {
  const [deposits, withdrawals, trades, dividends, rewards]: ReadonlyArray<Array<JsonRow>> = [[], [], [], [], []]
  const markets = new Map<string, MarketRow>()
  for (const act of acts) {
    // Of an act's own: what becomes of one does not depend on the others.
    const random = makeRandom(`act:${act.id}`)
    switch (act.act) {
      case "deposit":
        deposits!.push(
          depositRow(
            {
              id: act.id,
              at: act.at,
              coin: act.got.asset,
              amount: act.got.amount,
              funding: act.wallet === "funding",
              status: depositStatus[act.state ?? "arrived"]
            },
            random
          )
        )
        break
      case "withdrawal": {
        const { gave, fee } = act
        if (fee !== undefined && fee.asset !== gave.asset) throw new TypeError("Binance takes the fee of a withdrawal from its own coin")
        const moved = {
          id: act.id,
          at: act.at,
          coin: gave.asset,
          amount: gave.amount,
          fee: fee?.amount ?? "0",
          funding: act.wallet === "funding"
        }
        withdrawals!.push(withdrawalRow(moved, random, act.person))
        break
      }
      case "fill": {
        const { base, quote, fee } = act
        const symbol = base.asset + quote.asset
        const gone = base.asset.startsWith("gone")
        markets.set(symbol, { symbol, baseAsset: base.asset, quoteAsset: quote.asset, status: gone ? "BREAK" : "TRADING" })
        trades!.push(
          tradeRow({
            symbol,
            id: numberOf(act.id),
            orderId: numberOf(`order:${act.id}`),
            price: pricePaid(base.amount, quote.amount).price,
            qty: base.amount,
            quoteQty: quote.amount,
            commission: fee?.amount ?? "0.00000000",
            commissionAsset: fee?.asset ?? base.asset,
            time: act.at,
            isBuyer: act.side === "buy"
          })
        )
        break
      }
      case "credit": {
        const { asset, amount } = act.got
        if (act.wallet === "funding")
          deposits!.push(depositRow({ id: `credit-${act.id}`, at: act.at, coin: asset, amount, funding: true, internal: true }, random))
        else if (act.wallet === "earn") rewards!.push(flexibleRewardRow(act.at, asset, amount, "REALTIME"))
        else if (act.id === null) rewards!.push(flexibleRewardRow(act.at, asset, amount, "BONUS"))
        else
          dividends!.push(
            dividendRow({ id: numberOf(`credit:${act.id}`), at: act.at, asset, amount, enInfo: act.operation ?? "Launchpool" })
          )
        break
      }
      case "unreadable":
        deposits!.push(depositRow({ id: act.id, at: act.at, coin: "USDT", amount: "n/a", funding: false }, random))
    }
  }
  const newestFirst = Object.entries({ deposits, withdrawals, trades, dividends, flexible_rewards: rewards })
  return { ...Object.fromEntries(newestFirst.map(([name, rows]) => [name, [...rows!].reverse()])), markets: [...markets.values()] }
}
