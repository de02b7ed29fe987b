/** Tables that several countries print alike. */
import { balances } from "../../lots/balances.ts"
import { type Books, byAsset, type Disposed } from "../Books.ts"
import type { Context, SlicePart } from "../Context.ts"
import { type Column, date, money, quantity, type Row, section, type Section, text } from "../Section.ts"

export const incomeSection = <P>(context: Context<P>, books: Books, title: string): Section =>
  section(
    "income",
    title,
    [
      date("date", "Received"),
      text("kind", "Kind"),
      text("asset", "Coin"),
      quantity("quantity", "Quantity"),
      money("value", "Value at receipt"),
      text("account", "Account"),
      text("event", "Event")
    ],
    books.income.map(({ date: day, subtype, asset, quantity: units, value, account, event }) => ({
      date: day,
      kind: subtype ?? "income",
      asset,
      quantity: units,
      value: context.cell(value),
      account: context.nameOf(account),
      event
    }))
  )

/** Holdings of a day at what they cost. */
export const holdingsAtCost = <P>(context: Context<P>, books: Books, day: string, title: string): Section =>
  section(
    "holdings",
    title,
    [text("asset", "Coin"), quantity("quantity", "Quantity"), money("cost", "Cost")],
    byAsset(books.heldAt(day)).map(({ asset, quantity: units, cost }) => ({ asset, quantity: units, cost: context.cell(cost) }))
  )

/** One line for each lot that a disposal took from: what most laws ask for. */
export const sliceColumns: ReadonlyArray<Column> = [
  text("asset", "Coin"),
  quantity("quantity", "Quantity"),
  date("acquired", "Acquired"),
  date("sold", "Disposed of"),
  money("proceeds", "Proceeds"),
  money("cost", "Cost"),
  money("fee", "Costs of disposal"),
  money("gain", "Gain or loss"),
  text("account", "Account"),
  text("event", "Event")
]

/** What {@link sliceColumns} show of such a line. */
export const sliceRow = <P>(context: Context<P>, disposed: Disposed, part: SlicePart): Row => ({
  asset: disposed.asset,
  quantity: part.quantity,
  acquired: part.acquired,
  sold: disposed.date,
  proceeds: part.gross,
  cost: part.cost,
  fee: part.fee,
  gain: part.gain,
  account: context.nameOf(disposed.account),
  event: disposed.event
})

/** Units in each account at the end of a day, by the events alone. */
export const unitsAt = (books: Books, day: string) =>
  balances({ ...books.book.ledger, entries: books.entriesUntil(day) }, books.book.policy).filter(({ quantity: units }) => units !== "0")
