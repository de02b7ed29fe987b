/** The trades of {@link dailyTrades} as a ledger's events and a table of closes. */
import { type ClosePrice, type LotEvent, PriceTable } from "@caudal/accounting"
import type { TightTrades } from "./DailyTrades.ts"

const dayMs = 86_400_000
export const firstDay = Date.UTC(2015, 0, 1) / dayMs

export const dateOf = (place: number): string => new Date((firstDay + place) * dayMs).toISOString().slice(0, 10)

export interface DayTrade {
  readonly id: string
  readonly place: number
  readonly asset: number
  /** In millionths, > 0 bought. */
  readonly quantity: number
  /** In cents. */
  readonly total: number
}

export const tradesOf = ({ days, assets, quantities, totals }: TightTrades): ReadonlyArray<DayTrade> =>
  days.map((place, i) => ({ id: `e${i}`, place, asset: assets[i]!, quantity: quantities[i]!, total: totals[i]! }))

export const eventOf = ({ id, place, asset, quantity, total }: DayTrade): LotEvent => ({
  id,
  time: new Date((firstDay + place) * dayMs + 3_600_000).toISOString(),
  type: quantity > 0 ? "buy" : "sell",
  asset: `A${asset}`,
  quantity: (Math.abs(quantity) / 1e6).toFixed(6),
  total: (total / 100).toFixed(2)
})

/** Closes in cents, or with these digits behind them. */
export const tableOf = ({ prices }: TightTrades, furtherDigits = ""): PriceTable =>
  new PriceTable(
    prices.flatMap((column, asset) =>
      column.map((cents, place): ClosePrice => ({
        asset: `A${asset}`,
        date: dateOf(place),
        price: (cents / 100).toFixed(2) + furtherDigits
      }))
    )
  )
