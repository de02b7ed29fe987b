/** Two busy years: 100,000 fills of some 20,000 orders, several to a second, in books of two minor currencies. */
import { paidThen, divide } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { bookNamed } from "../Books.ts"
import { instant, makeAccountBuilder, units, unitsPerOne } from "./AccountBuilder.ts"

const fillCount = 100_000
const start = instant("2022-01-03 14:00:00")
const end = instant("2024-01-02 14:00:00")
const month = 30 * 86_400

/** How many units of the major one a usual order has. */
const markets = [
  { book: "btc_mxn", size: units("0.02") },
  { book: "eth_mxn", size: units("0.2") },
  { book: "xrp_mxn", size: units("900") },
  { book: "ltc_mxn", size: units("5") },
  { book: "usd_mxn", size: units("700") },
  { book: "btc_usd", size: units("0.02") },
  { book: "eth_usd", size: units("0.2") },
  { book: "sol_usd", size: units("6") }
]

export const trader = (): Account => {
  const build = makeAccountBuilder("trader", "570913")
  const { random } = build
  let at = start
  let nextDeposit = start
  let fills = 0
  const pause = Math.floor((end - start) / (fillCount / 5.5)) * 2

  build.speiDeposit(at++, units("2500000"))
  build.chainDeposit(at++, 1_200, "usd", units("150000"))
  at += 1_800

  while (fills < fillCount) {
    if (at >= nextDeposit) {
      build.speiDeposit(at++, units("60000"))
      nextDeposit += month
    }
    if (random.int(1, 2_000) === 1 && build.holding("btc") > units("0.2")) {
      build.chainWithdrawal(at, 300, "btc", units("0.1"), units("0.0001"))
      at += 301
    }
    const index = random.int(0, markets.length - 1)
    const { book, size } = markets[index]!
    const [major = "", minor = ""] = book.split("_")
    // What others pay that day, give or take half a percent.
    const price = paidThen(bookNamed(book)!, at * 1000) * (0.995 + random.next() * 0.01)
    const cents = BigInt(Math.max(1, Math.round(price * 100)))
    const wanted = divide(size * BigInt(random.int(10, 200)), 100n)
    const value = divide(wanted * cents, 100n)
    // Buys need the minor currency with room for rounding; otherwise what is held is sold.
    const affordable = build.holding(minor) > value * 2n
    const sellable = build.holding(major) > wanted
    if (!affordable && !sellable) {
      at += 60
      continue
    }
    const side = sellable && (!affordable || random.int(0, 1) === 1) ? "sell" : "buy"
    const oid = build.newOid()
    const maker = random.int(0, 2) === 0
    const feePpm = random.int(1, 20) === 1 ? 0n : maker ? 5000n : 6500n
    const parts = random.int(1, 10)
    for (let part = 0; part < parts && fills < fillCount; part++) {
      build.fill({ at, book, side, major: divide(wanted, BigInt(parts)), cents, feePpm, oid, maker })
      fills++
      if (random.int(0, 2) === 0) at++
    }
    at += random.int(1, pause)
  }
  build.openOrder(at, "btc_usd", "buy", "30000.00", unitsPerOne / 100n, unitsPerOne / 100n)
  return build.account()
}
