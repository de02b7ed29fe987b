/** The stored ledger with prices, and the service over both. */
import { Decimal } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { Exchanges } from "../../src/Exchanges.ts"
import { Performance, PriceBook, type PriceLookup } from "../../src/index.ts"
import { HistoryFailures } from "../../src/market/HistoryFailures.ts"
import { WantedInstants } from "../../src/market/WantedInstants.ts"
import { layer as performanceLayer } from "../../src/returns/performanceLayer.ts"
import { sha256 } from "../../src/vault/digest.ts"
import { world } from "./storedRows.ts"

/** `changes`: of prices; every fifth day then has another one. `loads`: how often they were loaded. */
export const priced = { changes: 0, loads: 0 }

const lookup = (currency: string): PriceLookup => ({
  currency,
  daily: (asset, date) => {
    const day = Date.parse(date) / 86_400_000
    if (priced.changes > 0 && (day + priced.changes) % 40 === 0 && asset !== currency) return null
    const other = day % 5 === priced.changes % 5 ? priced.changes : 0
    const amount = asset === currency ? "1" : `${((day * 7919 + asset.length * 104_729 + other) % 1000) + 1}.${currency.length}3`
    return { amount: Decimal.make(amount), currency, source: "made up", kind: "market", at: day * 86_400_000, carriedDays: 0, path: [] }
  },
  missing: (asset, days) => ({
    asset,
    reason: "too-old",
    from: Date.parse(days[0]!),
    to: Date.parse(days.at(-1)!),
    count: days.length,
    closedBy: ""
  }),
  // At every other hour nobody traded.
  justBefore: (asset, at) => {
    if (Math.floor(at / 3_600_000) % 2 === 1 && asset !== currency) return null
    const amount = asset === currency ? "1" : `${((Math.floor(at / 3_600_000) * 7919 + asset.length) % 1000) + 1}.${currency.length}`
    return { amount: Decimal.make(amount), currency, source: "made up, hourly", kind: "market", at, carriedDays: 0, path: [] }
  },
  at: () => null,
  gaps: [],
  carried: [],
  hash: ""
})

const prices = Layer.mock(PriceBook)({
  load: (_owner, { currency }) => Effect.sync(() => (priced.loads++, lookup(currency))),
  mark: () => Effect.sync(() => String(priced.changes))
})

export const pricedWorld = (dataDir: string) =>
  Layer.mergeAll(world(dataDir), prices, HistoryFailures.layer, WantedInstants.layer, Exchanges.layer([]))

export type PricedWorld = Layer.Success<ReturnType<typeof pricedWorld>>

/** One that has kept nothing yet. */
export const started = Effect.map(Layer.build(Layer.fresh(performanceLayer(sha256))), (context) => Context.get(context, Performance))
