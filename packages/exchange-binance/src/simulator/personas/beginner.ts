/**
 * Somebody's first years: pesos in, a few buys, a product of each kind with what it pays, a conversion, small change swept
 * up, a P2P purchase and what became of it, a withdrawal of each kind.
 */
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

export const beginner = (): Account => {
  const build = makeAccountBuilder("beginner", 354_937_868)
  const taker = { feePpm: 1_000n }

  build.money(instant("2023-01-10 15:04:05"), "in", "MXN", units("19985"), units("15"), "BankAccount")
  build.fill({
    at: instant("2023-01-10 15:20:41.178"),
    market: ["USDT", "MXN"],
    side: "buy",
    quantity: units("700"),
    price: units("19.12"),
    order: build.newOrder(),
    ...taker
  })
  build.payment(instant("2023-01-12 09:30:00"), "buy", ["MXN", units("4000")], ["BTC", units("0.0112")], units("40"), "Cash Balance")
  build.payment(instant("2023-01-13 18:00:12"), "buy", ["EUR", units("50")], ["ETH", units("0.0342")], units("1.1"), "Credit Card")
  // One order, three fills; two in the same instant.
  const order = build.newOrder()
  for (const [at, quantity] of [
    ["2023-02-03 02:11:09.552", "0.1"],
    ["2023-02-03 02:11:09.552", "0.05"],
    ["2023-02-03 02:11:10.000", "0.02"]
  ] as const) {
    build.fill({
      at: instant(at),
      market: ["ETH", "USDT"],
      side: "buy",
      quantity: units(quantity),
      price: units("1644.2"),
      order,
      ...taker
    })
  }
  build.fill({
    at: instant("2023-02-04 12:00:00.001"),
    market: ["BNB", "USDT"],
    side: "buy",
    quantity: units("0.5"),
    price: units("331.1"),
    order: build.newOrder(),
    ...taker
  })
  // From now on fees are paid in BNB.
  build.fill({
    at: instant("2023-02-05 08:15:00.77"),
    market: ["LDO", "USDT"],
    side: "buy",
    quantity: units("20"),
    price: units("2.31"),
    bnb: units("0.003"),
    feePpm: 750n,
    order: build.newOrder()
  })
  build.subscribe(instant("2023-03-02 15:00:00.012"), "flexible", "BTC", units("0.008"))
  for (const [day, amount] of [
    ["03", "0.00000021"],
    ["04", "0.00000022"],
    ["05", "0.00000022"]
  ] as const) {
    build.interest(instant(`2023-03-${day} 00:05:00`), "BTC", units(amount), "REALTIME")
  }
  build.interest(instant("2023-03-05 00:10:00"), "BTC", units("0.00000100"), "BONUS")
  build.dividend(instant("2023-03-05 00:10:00"), "BTC", units("0.00000100"), "Simple Earn Flexible Interest")
  build.subscribe(instant("2023-03-10 10:00:00"), "locked", "ETH", units("0.1"))
  build.reward(instant("2023-03-11 00:40:00"), "ETH", units("0.00003100"))
  build.reward(instant("2023-03-12 00:40:00"), "ETH", units("0.00003100"))
  build.dividend(instant("2023-03-12 00:40:00"), "ETH", units("0.00003100"), "Simple Earn Locked Rewards")
  build.convert(instant("2023-04-01 09:00:00.441"), ["USDT", units("50")], ["SOL", units("2.4137")])
  build.dividend(instant("2023-04-20 06:00:00"), "EDU", units("1.75"), "Launchpool")
  build.dividend(instant("2023-04-21 06:00:00"), "BNB", units("0.0004"), "Commission rebate")
  build.redeem(instant("2023-05-01 11:00:00"), "flexible", "BTC", units("0.003"))
  build.redeem(instant("2023-05-09 02:00:00"), "locked", "ETH", units("0.1"))
  build.sweep(instant("2023-05-10 12:00:00"), [["EDU", units("1.75"), units("0.0058")]])
  build.withdrawal(instant("2023-05-20 22:44:11"), "ETH", units("0.05"), units("0.0012"), "ETH")
  build.deposit(instant("2023-06-08 12:02:49.5"), "BTC", units("0.008"), "BTC")
  build.payment(instant("2023-07-01 10:00:00"), "sell", ["MXN", units("2610")], ["BTC", units("0.005")], units("26.1"), "")
  build.money(instant("2023-07-03 16:30:00"), "out", "MXN", units("2500"), units("15"), "BankAccount")
  build.p2p(instant("2026-08-04 17:00:00"), "BUY", "USDT", units("150"), "18.62", "CANCELLED")
  build.p2p(instant("2026-08-04 17:20:00"), "BUY", "USDT", units("150"), "18.6")
  build.transfer(instant("2026-08-04 18:00:00"), "FUNDING_MAIN", "USDT", units("120"))
  build.transfer(instant("2026-08-05 18:00:00"), "MAIN_UMFUTURE", "USDT", units("20"))
  build.transfer(instant("2026-08-09 18:00:00"), "UMFUTURE_MAIN", "USDT", units("31.5"))
  build.openOrder("USDT", "100.25")
  build.openOrder("SOL", "1")
  return build.account()
}
