/** Two busy years: 4,000 fills, several to a second, in markets of three quotes; 8,000 rows in ten wallets. */
import { paidThen, divide } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { productNamed } from "../Products.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

const fillCount = 4_000
const start = instant("2022-01-03 14:00:00")
const end = instant("2024-01-02 14:00:00")
const month = 30 * 86_400_000

/** What a usual order is. */
const markets = [
  { product: ["BTC", "USD"], size: units("0.02") },
  { product: ["BTC", "EUR"], size: units("0.02") },
  { product: ["ETH", "USD"], size: units("0.2") },
  { product: ["ETH", "BTC"], size: units("0.2") },
  { product: ["SOL", "USD"], size: units("6") },
  { product: ["ADA", "USD"], size: units("600") },
  { product: ["DOGE", "USD"], size: units("4000") },
  { product: ["CGLD", "USD"], size: units("150") }
] as const

export const trader = (): Account => {
  const build = makeAccountBuilder("trader", "Diego")
  const { random } = build
  const pause = Math.floor((end - start) / (fillCount / 5.5) / 1000) * 2
  let at = start
  let nextDeposit = start + month
  let fills = 0

  build.bank(at, "USD", units("250000"))
  build.bank(at + 1_000, "EUR", units("120000"))
  at += 3_600_000

  while (fills < fillCount) {
    if (at >= nextDeposit) {
      build.bank(at, "USD", units("6000"))
      nextDeposit += month
      at += 120_000
    }
    if (random.int(1, 200) === 1 && build.holding("BTC") > units("0.2")) build.send(at, "BTC", units("0.1"), units("0.0002"))
    const index = random.int(0, markets.length - 1)
    const { product, size } = markets[index]!
    const [base, quote] = product
    // What others pay that day, give or take half a percent.
    const paid = paidThen(productNamed(`${base}-${quote}`)!, at) * (0.995 + random.next() * 0.01)
    const price = BigInt(Math.round(paid * 100_000)) * 100_000n
    const wanted = (divide(size * BigInt(random.int(10, 200)), 100n) / 100n) * 100n
    const value = divide(wanted * price, units("1"))
    // Buys need the quote with room for fee and rounding; otherwise what is held is sold.
    const affordable = build.holding(quote) > value * 2n
    const sellable = build.holding(base) > wanted
    if (!affordable && !sellable) {
      at += 60_000
      continue
    }
    const side = sellable && (!affordable || random.int(0, 1) === 1) ? "sell" : "buy"
    const order = build.newOrder()
    const feePpm = random.int(1, 20) === 1 ? 0n : random.int(0, 2) === 0 ? 2_500n : 4_000n
    const parts = random.int(1, 10)
    for (let part = 0; part < parts && fills < fillCount; part++) {
      build.fill({ at, product, side, size: (divide(wanted, BigInt(parts)) / 100n) * 100n, price, feePpm, order })
      fills++
      if (random.int(0, 2) === 0) at += random.int(1, 2) * 1_000
    }
    at += random.int(1, pause) * 1_000
  }
  build.openOrder("USD", "300")
  return build.account()
}
