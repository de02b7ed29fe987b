/** Somebody's first months: money in, a few buys, staking and its rewards, a conversion, a withdrawal of each kind. */
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"
import { pairs } from "./pairs.ts"

export const beginner = (): Account => {
  const build = makeAccountBuilder("beginner", "AA41N84GWFP23EYA")
  const taker = { feePpm: 2600n }
  const maker = { feePpm: 1600n }

  build.deposit(instant("2023-01-10 15:04:05"), 3_600, "ZUSD", units("5000"), build.bank("Bank Frick (SWIFT)"), units("4"))
  build.fill({
    at: instant("2023-01-10 17:20:41.1787"),
    pair: pairs.xbtUsd,
    side: "buy",
    volume: units("0.05"),
    price: units("17443.2"),
    order: build.newOrder(),
    ...taker
  })
  // One order, three fills; two in the same instant.
  const order = build.newOrder()
  build.fill({
    at: instant("2023-02-03 02:11:09.5521"),
    pair: pairs.ethUsd,
    side: "buy",
    volume: units("0.5"),
    price: units("1644.12"),
    order,
    ...taker
  })
  build.fill({
    at: instant("2023-02-03 02:11:09.5521"),
    pair: pairs.ethUsd,
    side: "buy",
    volume: units("0.25"),
    price: units("1644.2"),
    order,
    ...taker
  })
  build.fill({
    at: instant("2023-02-03 02:11:10.0004"),
    pair: pairs.ethUsd,
    side: "buy",
    volume: units("0.1"),
    price: units("1644.2"),
    order,
    ...maker
  })
  build.fill({
    at: instant("2023-03-02 14:45:33.09"),
    pair: pairs.dotUsd,
    side: "buy",
    volume: units("120"),
    price: units("6.2841"),
    order: build.newOrder(),
    ...maker
  })
  build.move(instant("2023-03-02 15:00:00.0121"), "transfer", ["spottostaking", "stakingfromspot"], "DOT", "DOT.S", units("100"))
  for (const [day, reward] of [
    ["07", "0.21170001"],
    ["14", "0.21214477"],
    ["21", "0.21259033"]
  ] as const) {
    build.post(instant(`2023-03-${day} 00:48:12.3345`), "staking", "", build.newReference(), "DOT.S", units(reward))
  }
  build.convert(instant("2023-04-01 09:00:00.4411"), ["ZUSD", units("150"), units("2.25")], ["XXRP", units("280.55")])
  build.withdrawal(instant("2023-05-20 22:44:11"), "XXBT", units("0.01"), units("0.0002"), build.chain("Bitcoin"))
  build.move(instant("2023-06-01 10:00:00.9"), "transfer", ["stakingtospot", "spotfromstaking"], "DOT.S", "DOT", units("40"))
  build.fill({
    at: instant("2023-06-01 10:05:27.7101"),
    pair: pairs.dotUsd,
    side: "sell",
    volume: units("30"),
    price: units("5.5012"),
    order: build.newOrder(),
    ...taker
  })
  build.deposit(instant("2023-06-08 12:02:49"), 1_133, "XXBT", units("0.008"), build.chain("Bitcoin"))
  build.move(instant("2024-03-01 06:00:00.25"), "earn", ["autoallocation", "autoallocation"], "XXBT", "XBT.F", units("0.02"))
  build.post(instant("2024-03-08 06:00:01.5"), "earn", "reward", build.newReference(), "XBT.F", units("0.00000192"))
  build.withdrawal(instant("2024-04-12 16:30:00"), "ZUSD", units("200"), units("5"), build.bank("Bank transfer"))
  build.openOrder("ZUSD", "310.25")
  build.openOrder("XXRP", "100")
  return build.account()
}
