/** Somebody's first months: SPEI deposits, a few buys, a Bitso Transfer each way, a withdrawal of each kind. */
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

export const beginner = (): Account => {
  const build = makeAccountBuilder("beginner", "204871")
  const taker = { feePpm: 6500n, maker: false }
  const maker = { feePpm: 5000n, maker: true }

  build.speiDeposit(instant("2023-01-10 15:04:05"), units("5000"))
  build.fill({
    at: instant("2023-01-10 15:20:41"),
    book: "btc_mxn",
    side: "buy",
    major: units("0.00500000"),
    cents: 32_841_057n,
    oid: build.newOid(),
    ...taker
  })
  build.speiDeposit(instant("2023-02-01 18:30:00"), units("12000"))
  // One order, two fills in the same second and a third a moment later.
  const oid = build.newOid()
  build.fill({
    at: instant("2023-02-03 02:11:09"),
    book: "eth_mxn",
    side: "buy",
    major: units("0.08210000"),
    cents: 3_105_220n,
    oid,
    ...taker
  })
  build.fill({
    at: instant("2023-02-03 02:11:09"),
    book: "eth_mxn",
    side: "buy",
    major: units("0.04113377"),
    cents: 3_105_890n,
    oid,
    ...taker
  })
  build.fill({
    at: instant("2023-02-03 02:11:10"),
    book: "eth_mxn",
    side: "buy",
    major: units("0.02676623"),
    cents: 3_105_890n,
    oid,
    ...maker
  })
  build.transferIn(instant("2023-02-14 20:00:12"), "mxn", units("500"))
  build.fill({
    at: instant("2023-03-02 14:45:33"),
    book: "xrp_mxn",
    side: "buy",
    major: units("250.75000000"),
    cents: 687n,
    oid: build.newOid(),
    ...maker
  })
  build.transferOut(instant("2023-03-09 03:17:55"), "btc", units("0.0005"))
  build.fill({
    at: instant("2023-04-12 16:02:27"),
    book: "eth_mxn",
    side: "sell",
    major: units("0.03000000"),
    cents: 3_468_141n,
    oid: build.newOid(),
    ...taker
  })
  build.speiWithdrawal(instant("2023-04-12 16:30:00"), units("900.50"))
  build.chainWithdrawal(instant("2023-05-20 22:44:11"), 353, "eth", units("0.05000000"), units("0.00120000"))
  build.chainDeposit(instant("2023-06-08 12:02:49"), 1133, "btc", units("0.00080000"))
  build.speiDeposit(instant("2023-06-15 17:00:01"), units("3000"))
  build.fill({
    at: instant("2023-06-15 17:21:48"),
    book: "btc_mxn",
    side: "buy",
    major: units("0.00321000"),
    cents: 43_511_200n,
    oid: build.newOid(),
    ...taker
  })
  build.openOrder(instant("2023-06-16 09:00:00"), "btc_mxn", "buy", "400000.00", units("0.00500000"), units("0.00400000"))
  build.openOrder(instant("2023-06-16 09:05:00"), "xrp_mxn", "sell", "12.50", units("100.00000000"), units("100.00000000"))
  return build.account()
}
