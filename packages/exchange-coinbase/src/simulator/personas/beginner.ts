/** Somebody's first year: money in, buys of both kinds, staking and its rewards, a vault, a conversion, a send of each kind. */
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

export const beginner = (): Account => {
  const build = makeAccountBuilder("beginner", "Carmen")
  const taker = { feePpm: 6_000n }

  build.bank(instant("2023-01-10 15:04:05"), "USD", units("5000"))
  build.post(instant("2023-01-10 17:20:41"), "buy", "BTC", units("0.0143"), {
    more: {
      buy: { id: build.newOrder(), resource: "buy", fee: { amount: "3.84", currency: "USD" }, total: { amount: "253.84", currency: "USD" } }
    }
  })
  // One order, three fills; two in the same second.
  const order = build.newOrder()
  const eth = ["ETH", "USD"] as const
  build.fill({
    at: instant("2023-02-03 02:11:09"),
    product: eth,
    side: "buy",
    size: units("0.5"),
    price: units("1644.12"),
    order,
    ...taker
  })
  build.fill({
    at: instant("2023-02-03 02:11:09"),
    product: eth,
    side: "buy",
    size: units("0.25"),
    price: units("1644.2"),
    order,
    ...taker
  })
  build.fill({
    at: instant("2023-02-03 02:11:10"),
    product: eth,
    side: "buy",
    size: units("0.1"),
    price: units("1644.2"),
    order,
    feePpm: 4_000n
  })
  build.fill({
    at: instant("2023-03-02 14:45:33"),
    product: ["ADA", "USD"],
    side: "buy",
    size: units("1200"),
    price: units("0.3384"),
    order: build.newOrder(),
    ...taker
  })
  build.move(instant("2023-03-02 15:00:00"), "staking_transfer", "ADA", units("1000"), "main", "staked")
  for (const [day, reward] of [
    ["07", "0.41170001"],
    ["14", "0.41214477"],
    ["21", "0.41259033"]
  ] as const)
    build.post(instant(`2023-03-${day} 00:48:12`), "staking_reward", "ADA", units(reward), { wallet: "staked" })
  build.convert(instant("2023-04-01 09:00:00"), ["ETH", units("0.05")], ["USDC", units("89.112")])
  build.post(instant("2023-05-01 00:00:03"), "interest", "USDC", units("0.29704"))
  build.receive(instant("2023-05-08 12:02:49"), "BTC", units("0.08"))
  build.move(instant("2023-05-09 08:00:00"), "transfer", "BTC", units("0.05"), "main", "vault")
  build.send(instant("2023-05-20 22:44:11"), "BTC", units("0.0102"), units("0.0002"))
  build.move(instant("2023-06-01 10:00:00"), "unstaking_transfer", "ADA", units("400"), "staked", "main")
  build.fill({
    at: instant("2023-06-01 10:05:27"),
    product: ["ADA", "USD"],
    // The books of USD and USDC are one.
    settledIn: "USDC",
    side: "sell",
    size: units("300"),
    price: units("0.3712"),
    order: build.newOrder(),
    ...taker
  })
  build.bank(instant("2023-11-12 16:30:00"), "USD", units("-200"))
  build.openOrder("USD", "310.25")
  build.openOrder("ETH", "0.1")
  return build.account()
}
