/**
 * An account whose ledger has a hole: a few days of rows were lost at the exchange. Balance, trades and deposits still know
 * what happened; the sum of the ledger, and its running balances, do not.
 */
import type { JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { secondsOf } from "../TimedRows.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"
import { pairs } from "./pairs.ts"

const lost = { from: instant("2022-09-05 00:00:00"), to: instant("2022-09-09 00:00:00") }

const isLost = (row: JsonRow): boolean => secondsOf(row) >= lost.from && secondsOf(row) < lost.to

export const gap = (): Account => {
  const build = makeAccountBuilder("gap", "AA72K31QZBX09RTW")
  const taker = { feePpm: 2500n }
  const buy = (at: string, pair: keyof typeof pairs, volume: string, price: string): void =>
    build.fill({
      at: instant(at),
      pair: pairs[pair],
      side: "buy",
      volume: units(volume),
      price: units(price),
      order: build.newOrder(),
      ...taker
    })
  build.deposit(instant("2022-08-01 10:00:00"), 60, "ZUSD", units("20000"), build.bank("Bank transfer"))
  buy("2022-08-02 11:00:00.4", "xbtUsd", "0.1", "23120")
  buy("2022-08-20 13:10:05.9917", "ethUsd", "1.5", "1602")
  // The five rows that are lost: a deposit and two trades of two rows each.
  build.deposit(instant("2022-09-05 16:40:10"), 120, "ZUSD", units("7500"), build.bank("Bank transfer"))
  buy("2022-09-06 09:12:44.1", "xbtUsd", "0.12", "19880")
  build.fill({
    at: instant("2022-09-08 19:30:01.77"),
    pair: pairs.ethUsd,
    side: "sell",
    volume: units("0.5"),
    price: units("1628"),
    order: build.newOrder(),
    ...taker
  })
  build.deposit(instant("2022-09-12 12:00:00"), 60, "ZUSD", units("1000"), build.bank("Bank transfer"))
  buy("2022-10-01 00:00:59.0001", "xrpUsd", "750", "0.48")
  build.withdrawal(instant("2022-10-15 21:14:03"), "XXBT", units("0.05"), units("0.00015"), build.chain("Bitcoin"))
  const whole = build.account()
  return { ...whole, ledger: whole.ledger.filter((row) => !isLost(row)), ledger_missing: whole.ledger.filter(isLost) }
}
