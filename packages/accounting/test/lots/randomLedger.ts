import fc from "fast-check"
import type { LotEvent } from "../../src/index.ts"

/** Two accounts, three assets, quantities and values with awkward digits. */
const asset = fc.constantFrom("BTC", "ETH", "SOL")
const account = fc.constantFrom("x", "y")
const quantity = fc.bigInt({ min: 1n, max: 50_000n }).map((units) => `${units / 1000n}.${String(units % 1000n).padStart(3, "0")}`)
const money = fc.bigInt({ min: 0n, max: 10_000_000n }).map((cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`)
const smallMoney = fc.bigInt({ min: 0n, max: 900n }).map((cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`)

const body = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("buy" as const),
      asset,
      account,
      quantity,
      total: money,
      fee: fc.option(smallMoney, { nil: undefined })
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("sell" as const),
      asset,
      account,
      quantity,
      total: money,
      fee: fc.option(smallMoney, { nil: undefined })
    })
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("income" as const), asset, account, quantity, total: money }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("gift_out" as const), asset, account, quantity, total: money }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("fee" as const), asset, account, quantity, total: smallMoney }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("opening" as const), asset, account, quantity, total: fc.option(money, { nil: null }) })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("conversion" as const),
      from: asset,
      to: asset,
      account,
      quantity,
      into: quantity,
      value: money
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("transfer" as const),
      asset,
      account,
      quantity,
      kept: fc.integer({ min: 90, max: 100 }),
      feeValue: smallMoney
    })
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("split" as const), asset, ratio: fc.constantFrom("2", "10", "0.5") }) }
)

const eventOf = (
  given: fc.Arbitrary<unknown> extends never ? never : typeof body extends fc.Arbitrary<infer B> ? B : never,
  index: number
): LotEvent => {
  const common = { id: `e${index}`, time: new Date(Date.UTC(2022, 0, 1) + index * 7 * 3_600_000).toISOString() }
  switch (given.type) {
    case "buy":
    case "sell": {
      const { fee, ...rest } = given
      return { ...common, ...rest, ...(fee === undefined ? {} : { fee: { asset: "USD", quantity: fee, value: fee } }) }
    }
    case "conversion":
      return {
        ...common,
        type: "conversion",
        account: given.account,
        from: { asset: given.from, quantity: given.quantity },
        to: { asset: given.to === given.from ? "OTHER" : given.to, quantity: given.into },
        value: given.value
      }
    case "transfer": {
      const units = BigInt(given.quantity.replace(".", ""))
      const received = (units * BigInt(given.kept)) / 100n
      return {
        ...common,
        type: "transfer",
        asset: given.asset,
        account: given.account,
        toAccount: given.account === "x" ? "y" : "x",
        quantity: given.quantity,
        received: `${received / 1000n}.${String(received % 1000n).padStart(3, "0")}`,
        feeValue: given.feeValue
      }
    }
    default:
      return { ...common, ...given }
  }
}

/** Ledgers that sell more than they have, too. */
export const ledgers = fc.array(body, { minLength: 1, maxLength: 60 }).map((bodies) => bodies.map(eventOf))

/** Purchases and sales of one asset, never more sold than held. */
export const covered = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 0, max: 900_000 })), { minLength: 1, maxLength: 80 })
  .map((rows) => {
    let held = 0
    return rows.map(([buy, size, value], index): LotEvent => {
      const units = buy || held === 0 ? size : 1 + (size % held)
      const incoming = buy || held === 0
      held += incoming ? units : -units
      return {
        id: `e${index}`,
        time: new Date(Date.UTC(2022, 0, 1) + index * 86_400_000).toISOString(),
        type: incoming ? "buy" : "sell",
        asset: "BTC",
        quantity: (units / 1000).toFixed(3),
        total: (value / 100).toFixed(2)
      }
    })
  })
