/** What anybody may ask: the market, without a key. */
import { bendCandles, type Answer } from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { availableBooks, bookNamed } from "./Books.ts"
import { bucketSizes, bucketsOf, mostBuckets } from "./Candles.ts"
import { catalogues } from "./Catalogues.ts"
import { badBucket, badPaging, success, unknownOrderBook, unknownTickerBook } from "./Errors.ts"
import { bent, limitOf, type Read, type ReadRequest } from "./Read.ts"
import { orderBook } from "./OrderBook.ts"
import { bookTapes, type Tape, type Trade } from "./Tape.ts"
import { ticker } from "./Ticker.ts"

const tradeRow = (book: string, { at, amount, makerSide, price, tid }: Trade): string =>
  JSON.stringify({
    book,
    created_at: new Date(at).toISOString().replace(/\.\d+Z$/, "+0000"),
    amount,
    maker_side: makerSide,
    price,
    tid
  })

/** An unknown book has no trades, which is no failure here. */
const trades = (book: string, tape: Tape, { query, faults, now }: ReadRequest): Answer => {
  const limit = limitOf(query, 25, 100)
  const sort = query.get("sort") ?? "desc"
  if (limit === undefined || (sort !== "asc" && sort !== "desc")) return badPaging
  const ascending = sort === "asc"
  const length = tape.before(now + 1)
  const marker = query.get("marker") ?? ""
  const at = marker === "" ? (ascending ? -1 : length) : tape.indexOf(marker)
  if (at === undefined || at > length) return badPaging
  const count = Math.max(0, Math.min(limit, ascending ? length - at - 1 : at))
  const rows = Array.from({ length: count }, (_, index) => tradeRow(book, tape.at(ascending ? at + 1 + index : at - 1 - index)))
  return success(bent(rows, !ascending, faults), true)
}

/** Times are milliseconds; seconds ask for 1970, where there is nothing. */
const candles = (tape: Tape, { query, faults, now }: ReadRequest): Answer => {
  const asked = query.get("time_bucket") ?? ""
  const size = bucketSizes.find((seconds) => String(seconds) === asked)
  if (size === undefined) return badBucket(asked)
  const sizeMs = size * 1000
  const instant = (name: string, otherwise: number): number => {
    const text = query.get(name) ?? ""
    return /^\d{1,15}$/.test(text) ? Number(text) : otherwise
  }
  const end = instant("end", now + 1)
  const start = instant("start", end - mostBuckets * sizeMs)
  return success(`[${bendCandles(bucketsOf(tape, { sizeMs, start, end, now }), false, faults)}]`)
}

const orderBookOf = (state: AccountState, { query, now }: ReadRequest): Answer => {
  const name = query.get("book") ?? "missing"
  const book = bookNamed(name)
  if (book === undefined) return unknownOrderBook(name)
  return success(orderBook(book, state.openOrders(), query.get("aggregate") !== "false", now))
}

const tickerOf = ({ query, now }: ReadRequest): Answer => {
  const book = query.get("book")
  const payload = ticker(book, now)
  return payload === undefined ? unknownTickerBook(book ?? "") : success(payload)
}

/** By the path after `/v3/`. */
export const publicReads = (state: AccountState): ReadonlyArray<readonly [name: string, read: Read]> => {
  const tapes = bookTapes(state.lists.user_trades)
  const bookOf = ({ query }: ReadRequest): string => query.get("book") ?? ""
  const answers: Readonly<Record<string, Read["answer"]>> = {
    available_books: () => success(availableBooks),
    catalogues: () => success(catalogues, true),
    ticker: tickerOf,
    order_book: (request) => orderBookOf(state, request),
    trades: (request) => trades(bookOf(request), tapes(bookOf(request)), request),
    ohlc: (request) => candles(tapes(bookOf(request)), request)
  }
  return Object.entries(answers).map(([name, answer]) => [name, { signed: false, permission: name, answer }])
}
