/** An account of which Binance shows less than happened: a deposit and two fills are in no list any more. The balances know. */
import type { Account } from "../Account.ts"
import { listNames, timeOf, type ListName } from "../lists.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

const lost = { from: instant("2022-09-05 00:00:00"), to: instant("2022-09-09 00:00:00") }

export const gap = (): Account => {
  const build = makeAccountBuilder("gap", 412_700_031)
  const fill = (at: string, market: readonly [string, string], side: "buy" | "sell", quantity: string, price: string): void =>
    build.fill({
      at: instant(at),
      market,
      side,
      quantity: units(quantity),
      price: units(price),
      feePpm: 1_000n,
      order: build.newOrder()
    })
  build.deposit(instant("2022-08-01 10:00:00"), "USDT", units("20000"), "TRX")
  fill("2022-08-02 11:00:00.4", ["BTC", "USDT"], "buy", "0.1", "23120")
  fill("2022-08-20 13:10:05.991", ["ETH", "USDT"], "buy", "1.5", "1602")
  // The rows that are lost.
  build.deposit(instant("2022-09-05 16:40:10"), "USDT", units("7500"), "TRX")
  fill("2022-09-06 09:12:44.1", ["BTC", "USDT"], "buy", "0.12", "19880")
  fill("2022-09-08 19:30:01.77", ["ETH", "USDT"], "sell", "0.5", "1628")
  build.deposit(instant("2022-09-12 12:00:00"), "USDT", units("1000"), "TRX")
  fill("2022-10-01 00:00:59", ["XRP", "USDT"], "buy", "750", "0.48")
  build.withdrawal(instant("2022-10-15 21:14:03"), "BTC", units("0.05"), units("0.0002"), "BTC")
  const whole = build.account()
  const split = (isLost: boolean) =>
    Object.fromEntries(
      listNames.map((name) => [
        name,
        whole.lists[name].filter((row) => (timeOf(name, row) >= lost.from && timeOf(name, row) < lost.to) === isLost)
      ])
    ) as unknown as Record<ListName, Account["lists"][ListName]>
  // Of all markets there ever were it shows what it has: none can hide the difference.
  return { ...whole, remembersMarkets: true, lists: split(false), missing: split(true) }
}
