/**
 * Every trade of a book, oldest first, as one list that is never written out: the account's own fills, and from a fixed
 * day on what others trade as well. Before that day nobody else traded, so the account's prices are the market's.
 */
import { amountText, parseWire, readExact, formatExact, type JsonRow, type RowStore } from "@caudal/exchange/simulator"
import { books, type Book } from "./Books.ts"
import { dayMs, dayOf } from "./MarketDay.ts"

export interface Trade {
  readonly at: number
  readonly tid: string
  readonly price: string
  readonly amount: string
  readonly makerSide: string
}

export interface Tape {
  readonly at: (index: number) => Trade
  /** The number of trades before an instant, which is the index of the first one from then on. */
  readonly before: (at: number) => number
  /** `undefined`: no trade has this id. */
  readonly indexOf: (tid: string) => number | undefined
}

/** Others trade from here on. */
export const marketOpens = Date.UTC(2026, 0, 1)

/** Ids rise with time over all books, and stay above those of the personas. */
const firstTid = 190_000_000

/** Of a sorted list, how many come before the first for which `reached` holds. */
const countBefore = (length: number, reached: (index: number) => boolean): number => {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (reached(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** A user trade as everybody sees it; `undefined` where it cannot be read. */
const publicTrade = (row: JsonRow): Trade | undefined => {
  const at = Date.parse(String(row["created_at"]).replace(/\+0000$/, "Z"))
  const tid = amountText(row["tid"])
  const price = amountText(row["price"])
  const major = readExact(amountText(row["major"]))
  if (Number.isNaN(at) || tid === undefined || readExact(price) === undefined || major === undefined) return undefined
  const amount = formatExact(major.units < 0n ? { ...major, units: -major.units } : major)
  // Rows of old do not say who rested; a fill then counts as the taker's.
  const rested = amountText(row["maker_side"]) ?? (row["side"] === "buy" ? "sell" : "buy")
  return { at, tid, price: price!, amount, makerSide: rested }
}

const ownFills = (userTrades: RowStore, book: string): ReadonlyArray<Trade> => {
  const rows = userTrades.page({ ascending: true, limit: Infinity }, JSON.stringify([["book", book]]), (row) => row["book"] === book) ?? []
  const trades = rows.map((text) => publicTrade(parseWire(text) as JsonRow)).filter((trade) => trade !== undefined)
  return trades.sort((a, b) => a.at - b.at)
}

const tapeOf = (book: Book | undefined, own: ReadonlyArray<Trade>): Tape => {
  const day = book === undefined ? [] : dayOf(book)
  const place = book === undefined ? 0 : books.indexOf(book)

  const othersBefore = (at: number): number => {
    if (day.length === 0 || at <= marketOpens) return 0
    const days = Math.floor((at - marketOpens) / dayMs)
    const rest = (at - marketOpens) % dayMs
    return days * day.length + countBefore(day.length, (index) => day[index]!.offset >= rest)
  }
  const other = (index: number): Trade => {
    const { offset, ...trade } = day[index % day.length]!
    const at = marketOpens + Math.floor(index / day.length) * dayMs + offset
    return { ...trade, at, tid: String(firstTid + index * books.length + place) }
  }
  /** Where own fills stand in the whole list. */
  const positions = own.map((trade, index) => othersBefore(trade.at) + index)
  const byTid = new Map(own.map((trade, index) => [trade.tid, positions[index]!]))

  return {
    at: (index) => {
      const ownBefore = countBefore(positions.length, (one) => positions[one]! >= index)
      return positions[ownBefore] === index ? own[ownBefore]! : other(index - ownBefore)
    },
    before: (at) => othersBefore(at) + countBefore(own.length, (index) => own[index]!.at >= at),
    indexOf: (tid) => {
      const known = byTid.get(tid)
      if (known !== undefined) return known
      const number = /^\d{1,15}$/.test(tid) ? Number(tid) - firstTid - place : -1
      if (day.length === 0 || number < 0 || number % books.length !== 0) return undefined
      const index = number / books.length
      // The fills that stand before the other trade with this number.
      return index + countBefore(positions.length, (one) => positions[one]! - one > index)
    }
  }
}

/** Tapes by book, made when asked for and again when the account has traded since. */
export const makeTapes = (userTrades: RowStore): ((book: string) => Tape) => {
  const tapes = new Map<string, { readonly size: number; readonly tape: Tape }>()
  return (book) => {
    const known = tapes.get(book)
    if (known !== undefined && known.size === userTrades.size()) return known.tape
    const listed = books.find((one) => one.book === book)
    const tape = tapeOf(listed, ownFills(userTrades, book))
    if (listed !== undefined) tapes.set(book, { size: userTrades.size(), tape })
    return tape
  }
}
