/**
 * An account whose wallets have a hole: a few days of rows were lost at the exchange. Balances and fills still know what
 * happened; the sum of the transactions does not.
 */
import type { JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

const lost = { from: instant("2022-09-05 00:00:00"), to: instant("2022-09-09 00:00:00") }

const isLost = ({ created_at: at }: JsonRow): boolean => Date.parse(String(at)) >= lost.from && Date.parse(String(at)) < lost.to

export const gap = (): Account => {
  const build = makeAccountBuilder("gap", "Beto")
  const trade = (at: string, base: string, side: "buy" | "sell", size: string, price: string): void =>
    build.fill({
      at: instant(at),
      product: [base, "USD"],
      side,
      size: units(size),
      price: units(price),
      feePpm: 6_000n,
      order: build.newOrder()
    })
  build.bank(instant("2022-08-01 10:00:00"), "USD", units("20000"))
  trade("2022-08-02 11:00:00", "BTC", "buy", "0.1", "23120")
  trade("2022-08-20 13:10:05", "ETH", "buy", "1.5", "1602")
  // The two trades that are lost, of two rows each.
  trade("2022-09-06 09:12:44", "BTC", "buy", "0.12", "19880")
  trade("2022-09-08 19:30:01", "ETH", "sell", "0.5", "1628")
  build.bank(instant("2022-09-12 12:00:00"), "USD", units("1000"))
  trade("2022-10-01 00:00:59", "SOL", "buy", "12.5", "33.2")
  build.send(instant("2022-10-15 21:14:03"), "BTC", units("0.05"), units("0.00015"))
  const whole = build.account()
  return {
    ...whole,
    transactions: whole.transactions.filter((row) => !isLost(row)),
    transactions_missing: whole.transactions.filter(isLost)
  }
}
