/** What rests in a book: invented orders around the picture's price, and the account's own that would not trade at once. */
import {
  addExact,
  amountText,
  formatExact,
  makeRandom,
  priceOf,
  readExact,
  zeroExact,
  type Exact,
  type JsonRow
} from "@caudal/exchange/simulator"
import type { Book } from "./Books.ts"

interface Order {
  readonly price: Exact
  readonly amount: Exact
  readonly oid: string
}

const levels = 80
/** Without `aggregate=false`: price levels, at most so many a side. */
const mostLevels = 50

type Side = "bids" | "asks"

/** From the best price outward, one to three orders at each. */
const invented = (book: Book, side: Side): ReadonlyArray<Order> => {
  const random = makeRandom(`${side}:${book.book}`)
  const best = readExact(priceOf(book, side === "bids" ? 0.9994 : 1.0006))!
  // `readExact` keeps the places that were printed, so one unit is one tick.
  let units = best.units
  const { units: volume, scale } = readExact(book.volume)!
  return Array.from({ length: levels }, () => {
    const price = { units, scale: best.scale }
    units += BigInt(random.int(1, 3)) * (side === "bids" ? -1n : 1n)
    return Array.from({ length: random.int(1, 3) }, () => ({
      price,
      amount: { units: (volume * BigInt(random.int(1, 400))) / 100_000n, scale },
      oid: random.alphanumeric(16)
    }))
  }).flat()
}

const own = (orders: ReadonlyArray<JsonRow>, book: Book, side: Side): ReadonlyArray<Order> => {
  const last = readExact(priceOf(book, 1))!
  const wanted = side === "bids" ? "buy" : "sell"
  return orders.flatMap((row) => {
    const price = readExact(amountText(row["price"]))
    const amount = readExact(amountText(row["unfilled_amount"]))
    if (row["book"] !== book.book || row["side"] !== wanted || price === undefined || amount === undefined) return []
    const rests = side === "bids" ? below(price, last) : below(last, price)
    return rests && amount.units > 0n ? [{ price, amount, oid: String(row["oid"]) }] : []
  })
}

const below = (a: Exact, b: Exact): boolean => addExact(a, { ...b, units: -b.units }).units < 0n

const sideOf = (book: Book, side: Side, openOrders: ReadonlyArray<JsonRow>, aggregate: boolean) => {
  const orders = [...invented(book, side), ...own(openOrders, book, side)].sort((a, b) => {
    const [left, right] = side === "bids" ? [b, a] : [a, b]
    return below(left.price, right.price) ? -1 : below(right.price, left.price) ? 1 : 0
  })
  const print = (price: Exact, amount: Exact) => ({
    book: book.book,
    price: formatExact(price, book.places),
    amount: formatExact(amount, 8)
  })
  if (!aggregate) return orders.map(({ price, amount, oid }) => ({ ...print(price, amount), oid }))
  return [...Map.groupBy(orders, ({ price }) => formatExact(price)).values()]
    .slice(0, mostLevels)
    .map((level) => print(level[0]!.price, level.map(({ amount }) => amount).reduce(addExact, zeroExact)))
}

/** `sequence` is text and never falls; `updated_at` is the time of the reply. */
export const orderBook = (book: Book, openOrders: ReadonlyArray<JsonRow>, aggregate: boolean, now: number): string =>
  JSON.stringify({
    updated_at: new Date(now).toISOString().replace(/\.\d+Z$/, "+00:00"),
    bids: sideOf(book, "bids", openOrders, aggregate),
    asks: sideOf(book, "asks", openOrders, aggregate),
    sequence: String(Math.floor(now / 100))
  })
