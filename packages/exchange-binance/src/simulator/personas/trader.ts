/**
 * Two busy years: 4,000 fills in seven markets, several to an instant, with fees in BNB; and before them a few in two markets
 * that have been closed since, of which the catalogue has forgotten one.
 */
import { paidThen, divide } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { traded } from "../Markets.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

const fillCount = 4_000
const start = instant("2022-01-03 14:00:00")
const end = instant("2024-01-02 14:00:00")
const month = 30 * 86_400_000

/** What a usual order is. */
const markets = [
  { market: ["BTC", "USDT"], size: units("0.02") },
  { market: ["ETH", "USDT"], size: units("0.2") },
  { market: ["ETH", "BTC"], size: units("0.2") },
  { market: ["SOL", "USDT"], size: units("6") },
  { market: ["XRP", "USDT"], size: units("900") },
  { market: ["ADA", "USDT"], size: units("600") },
  { market: ["BNB", "USDT"], size: units("1.5") }
] as const

export const trader = (): Account => {
  const build = makeAccountBuilder("trader", 58_204_417, { unlisted: ["VENBTC"] })
  const { random } = build
  const old = (at: string, base: string, side: "buy" | "sell", quantity: string, price: string): void =>
    build.fill({
      at: instant(at),
      market: [base, "BTC"],
      side,
      quantity: units(quantity),
      price: units(price),
      feePpm: 1_000n,
      order: build.newOrder()
    })
  build.deposit(instant("2017-12-01 08:00:00"), "BTC", units("1.5"), "BTC")
  build.market("BCC", "BTC", "BREAK")
  build.market("VEN", "BTC", "BREAK")
  old("2017-12-02 10:00:00.5", "BCC", "buy", "2", "0.14402")
  old("2018-01-09 11:30:00.001", "VEN", "buy", "800", "0.0003")
  old("2018-03-02 12:00:00.25", "VEN", "sell", "799.2", "0.00052")
  old("2018-04-17 09:00:00.9", "BCC", "sell", "1.998", "0.1101")

  let at = start
  let nextDeposit = start + month
  let fills = 0
  const pause = Math.floor((end - start) / (fillCount / 5.5)) * 2
  build.deposit(at++, "USDT", units("250000"), "TRX")
  build.deposit(at++, "BNB", units("40"), "BSC")
  at += 3_600_000

  while (fills < fillCount) {
    if (at >= nextDeposit) {
      build.deposit(at, "USDT", units("6000"), "TRX")
      build.deposit(at + 1, "BNB", units("8"), "BSC")
      nextDeposit += month
      at += 120_000
    }
    if (random.int(1, 200) === 1 && build.holding("BTC") > units("0.2")) build.withdrawal(at++, "BTC", units("0.1"), units("0.0002"), "BTC")
    // The first market as often as four others: it has more fills than fit a page.
    const index = Math.max(0, random.int(-3, markets.length - 1))
    const { market, size } = markets[index]!
    const [base, quote] = market
    // What others pay that day, give or take half a percent.
    const price = BigInt(Math.round(paidThen(traded(base + quote)!, at) * (0.995 + random.next() * 0.01) * 100_000)) * 1_000n
    const wanted = (divide(size * BigInt(random.int(10, 200)), 100n) / 1_000n) * 1_000n
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
    const rate = quote === "BTC" ? units("80") : units("0.002")
    const paysInBnb = base !== "BNB" && build.holding("BNB") > units("3")
    const parts = random.int(1, 10)
    for (let part = 0; part < parts && fills < fillCount; part++) {
      const quantity = (divide(wanted, BigInt(parts)) / 1_000n) * 1_000n
      build.fill({ at, market, side, quantity, price, feePpm: paysInBnb ? 750n : 1_000n, order, ...(paysInBnb ? { bnb: rate } : {}) })
      fills++
      if (random.int(0, 2) === 0) at += random.int(1, 2_000)
    }
    at += random.int(1, pause)
  }
  build.openOrder("USDT", "300")
  return build.account()
}
