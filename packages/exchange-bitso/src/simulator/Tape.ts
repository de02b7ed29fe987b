/** A book's trades with their ids: the account's own fills, and what others trade. */
import {
  amountText,
  formatExact,
  makeTapes,
  parseWire,
  readExact,
  tapeOf,
  type JsonRow,
  type MarketTape,
  type MarketTrade,
  type RowStore
} from "@caudal/exchange/simulator"
import { bookNamed, books } from "./Books.ts"

export interface Trade extends MarketTrade {
  readonly tid: string
  readonly makerSide: string
}

export interface Tape extends MarketTape<Trade> {
  /** `undefined`: no trade has this id. */
  readonly indexOf: (tid: string) => number | undefined
}

/** Ids of others rise with time, those of each book, and stay above those of the personas. */
const firstTid = 190_000_000

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

const bookTape = (name: string, own: ReadonlyArray<Trade>): Tape => {
  const book = bookNamed(name)
  const place = book === undefined ? 0 : books.indexOf(book)
  const tape = tapeOf(book, own, (trade, number): Trade => ({ ...trade, tid: String(firstTid + number * books.length + place) }))
  const byTid = new Map(own.map(({ tid }, number) => [tid, tape.placeOfOwn(number)]))
  return {
    ...tape,
    indexOf: (tid) => {
      const known = byTid.get(tid)
      if (known !== undefined) return known
      const number = /^\d{1,15}$/.test(tid) ? Number(tid) - firstTid - place : -1
      return number < 0 || number % books.length !== 0 ? undefined : tape.placeOfOther(number / books.length)
    }
  }
}

/** Tapes by book. */
export const bookTapes = (userTrades: RowStore): ((book: string) => Tape) =>
  makeTapes(userTrades.size, (book) => bookTape(book, ownFills(userTrades, book)))
