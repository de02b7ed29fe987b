import type { LotEvent } from "@caudal/accounting"
import type { Random } from "./Random.ts"

/** Purchases and sales of one asset, never more sold than held, a fee on each. Of 52 purchases in a hundred about a third stays. */
export const lotEvents = (random: Random, count: number, purchases = 52): ReadonlyArray<LotEvent> => {
  let held = 0
  return Array.from({ length: count }, (_, i): LotEvent => {
    const incoming = held < 1_000_000 || random.below(100) < purchases
    const units = 10_000 + random.below(incoming ? 990_000 : Math.min(held - 20_000, 990_000))
    held += incoming ? units : -units
    const cents = 100 + random.below(1_000_000)
    const fee = (1 + random.below(200)) / 100
    return {
      id: `e${i}`,
      time: new Date(Date.UTC(2015, 0, 1) + i * 600_000).toISOString(),
      type: incoming ? "buy" : "sell",
      asset: "BTC",
      quantity: (units / 1e6).toFixed(6),
      total: (cents / 100).toFixed(2),
      fee: { asset: "USD", quantity: fee.toFixed(2), value: fee.toFixed(2) }
    }
  })
}
