/** The last 24 hours of each book in one row, in the shape of the 2026 wire. */
import { dayOf, highest, lowest, priceOf, vwapOf } from "@caudal/exchange/simulator"
import { bookNamed, books, type Book } from "./Books.ts"

const tickerRow = (one: Book, createdAt: string) => {
  const { book, places, volume } = one
  return {
    high: priceOf(one, highest),
    last: priceOf(one, 1),
    created_at: createdAt,
    book,
    volume,
    vwap: vwapOf(dayOf(one), places + 8),
    low: priceOf(one, lowest),
    ask: priceOf(one, 1.0006),
    bid: priceOf(one, 0.9994),
    // Every day ends where it began.
    change_24: (0).toFixed(places),
    rolling_average_change: { "6": "0.0000" }
  }
}

/** `created_at` is the time of the reply, the same on every row. `undefined`: no such book. */
export const ticker = (name: string | null, now: number): string | undefined => {
  const createdAt = new Date(now).toISOString().replace(/\.\d+Z$/, "+00:00")
  if (name === null) return JSON.stringify(books.map((one) => tickerRow(one, createdAt)))
  const found = bookNamed(name)
  return found === undefined ? undefined : JSON.stringify(tickerRow(found, createdAt))
}
