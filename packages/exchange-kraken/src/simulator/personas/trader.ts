/** Two busy years: 10,000 fills, several to an instant, in pairs of two currencies; 20,000 ledger rows, 400 pages. */
import { paidThen, divide } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { pairNamed } from "../Pairs.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"
import { pairs } from "./pairs.ts"

const fillCount = 10_000
const start = instant("2022-01-03 14:00:00")
const end = instant("2024-01-02 14:00:00")
const month = 30 * 86_400

/** What a usual order is. */
const markets = [
  { pair: pairs.xbtUsd, size: units("0.02") },
  { pair: pairs.xbtEur, size: units("0.02") },
  { pair: pairs.ethUsd, size: units("0.2") },
  { pair: pairs.ethXbt, size: units("0.2") },
  { pair: pairs.xrpUsd, size: units("900") },
  { pair: pairs.dotUsd, size: units("30") },
  { pair: pairs.solUsd, size: units("6") },
  { pair: pairs.adaEur, size: units("600") }
]

export const trader = (): Account => {
  const build = makeAccountBuilder("trader", "AA05P7V2LMD48HQS")
  const { random } = build
  let at = start
  let nextDeposit = start + month
  let fills = 0
  const pause = Math.floor((end - start) / (fillCount / 5.5)) * 2

  build.deposit(at++, 60, "ZUSD", units("250000"), build.bank("Bank transfer"))
  build.deposit(at++, 60, "ZEUR", units("120000"), build.bank("SEPA"))
  at += 3_600

  while (fills < fillCount) {
    if (at >= nextDeposit) {
      build.deposit(at, 60, "ZUSD", units("6000"), build.bank("Bank transfer"))
      nextDeposit += month
      at += 120
    }
    if (random.int(1, 400) === 1 && build.holding("XXBT") > units("0.2"))
      build.withdrawal(at++, "XXBT", units("0.1"), units("0.0002"), build.chain("Bitcoin"))
    const index = random.int(0, markets.length - 1)
    const { pair, size } = markets[index]!
    const [name, base, quote] = pair
    // What others pay that day, give or take half a percent.
    const price = BigInt(Math.round(paidThen(pairNamed(name)!, at * 1000) * (0.995 + random.next() * 0.01) * 100_000)) * 100_000n
    const wanted = (divide(size * BigInt(random.int(10, 200)), 100n) / 100n) * 100n
    const value = divide(wanted * price, units("1"))
    // Buys need the quote with room for fee and rounding; otherwise what is held is sold.
    const affordable = build.holding(quote) > value * 2n
    const sellable = build.holding(base) > wanted
    if (!affordable && !sellable) {
      at += 60
      continue
    }
    const side = sellable && (!affordable || random.int(0, 1) === 1) ? "sell" : "buy"
    const order = build.newOrder()
    const feePpm = random.int(1, 20) === 1 ? 0n : random.int(0, 2) === 0 ? 1600n : 2600n
    const parts = random.int(1, 10)
    for (let part = 0; part < parts && fills < fillCount; part++) {
      build.fill({ at, pair, side, volume: (divide(wanted, BigInt(parts)) / 100n) * 100n, price, feePpm, order })
      fills++
      // Four decimals, as Kraken prints them.
      if (random.int(0, 2) === 0) at = Math.round((at + random.int(1, 20_000) / 10_000) * 10_000) / 10_000
    }
    at = Math.floor(at) + random.int(1, pause)
  }
  build.openOrder("ZUSD", "300")
  return build.account()
}
