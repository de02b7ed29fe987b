/** One country's book of a history, and the parts of it that a report prints. */
import type { Book, Sale } from "../lots/Book.ts"
import type { Entry } from "../lots/Entry.ts"
import { keepBook } from "../lots/keepBook.ts"
import { readLedger } from "../lots/Ledger.ts"
import type { LotEvent } from "../lots/Event.ts"
import type { Policy } from "../lots/Policy.ts"
import { type DisposalReport, reader, report, type RestReport } from "../lots/Report.ts"
import { add, type Decimal, decimal, sum } from "../number/Decimal.ts"
import { dayText, parseDay } from "../time/CivilDay.ts"
import { parseInstant } from "../time/Instant.ts"

/** A disposal with what it fetched before its fee. */
export interface Disposed extends DisposalReport {
  readonly account: string
  /** The type of its first event. */
  readonly type: LotEvent["type"]
  readonly subtype: string | null
  /** Null: unknown. */
  readonly gross: Decimal | null
  readonly fee: Decimal
  /** Lots that it took were named for it: in time, or only after it. */
  readonly named: "inTime" | "late" | null
}

export interface Received {
  readonly event: string
  readonly date: string
  readonly account: string
  readonly asset: string
  readonly quantity: Decimal
  readonly value: Decimal | null
  readonly subtype: string | null
}

export interface Year {
  readonly label: string
  readonly from: string
  readonly until: string
}

const within = (dateText: string, { from, until }: Year): boolean => from <= dateText && dateText <= until

const namedWhen = ({ entry: { event, at }, slices }: Sale): Disposed["named"] => {
  if (!slices.some(({ rule }) => rule === "named")) return null
  return "identified" in event && event.identified !== undefined && parseInstant(event.identified).ms > at.ms ? "late" : "inTime"
}

export class Books {
  readonly book: Book
  readonly year: Year
  readonly disposals: ReadonlyArray<Disposed>
  readonly income: ReadonlyArray<Received>
  readonly #events: ReadonlyArray<LotEvent>
  readonly #policy: Partial<Policy>
  readonly #dayOf: (entry: Entry) => string

  constructor(events: ReadonlyArray<LotEvent>, policy: Partial<Policy>, year: Year) {
    this.book = keepBook(readLedger(events, policy.assetAliases), policy)
    this.year = year
    this.#events = events
    this.#policy = policy
    const { ledger } = this.book
    const read = reader(this.book)
    this.#dayOf = ({ at }) => dayText(read.dayOf(at))
    this.disposals = this.book.sales
      .map((sale): Disposed => {
        const entries = [sale.entry, ...sale.further]
        const totals = entries.map(({ event, total, fee }) => (event.type === "transfer" ? fee : total))
        const fees = entries.reduce((all, { event, fee }) => all + (event.type === "transfer" ? 0n : (fee ?? 0n)), 0n)
        return {
          ...read.disposal(sale),
          account: ledger.accounts[sale.entry.account]!,
          type: sale.entry.event.type,
          subtype: sale.entry.event.subtype ?? null,
          named: namedWhen(sale),
          gross: totals.includes(null) ? null : sum(totals.map((units) => decimal(units!, ledger.moneyScale))),
          fee: decimal(fees, ledger.moneyScale)
        }
      })
      .filter((disposal) => within(disposal.date, year))
    this.income = this.book.incomes
      .map((entry): Received => ({
        event: entry.event.id,
        date: this.#dayOf(entry),
        account: ledger.accounts[entry.account]!,
        asset: ledger.assets[entry.asset]!,
        quantity: read.quantity(entry.quantity, entry.asset),
        value: read.money(entry.total),
        subtype: entry.event.subtype ?? null
      }))
      .filter((received) => within(received.date, year))
  }

  /** What was held at the end of a day by these rules: for methods that do not look ahead. */
  heldAt(date: string): ReadonlyArray<RestReport> {
    const day = parseDay(date)
    const read = reader(this.book)
    const ids = new Set(this.book.ledger.entries.filter(({ at }) => read.dayOf(at) <= day).map(({ event }) => event.id))
    const until = this.#events.filter(({ id }) => ids.has(id))
    return report(keepBook(readLedger(until, this.#policy.assetAliases), this.#policy)).remaining
  }

  /** Pools at the end of a day, of methods that keep them step by step; cost null where a part of it is unknown. */
  poolsAt(date: string): ReadonlyArray<{ readonly asset: string; readonly quantity: Decimal; readonly cost: Decimal | null }> {
    const read = reader(this.book)
    const last = new Map<number, Book["steps"][number]>()
    for (const step of this.book.steps) if (this.#dayOf(step.entry) <= date) last.set(step.asset, step)
    return [...last.values()]
      .map(({ asset, quantity, unknown, cost }) => ({
        asset: this.book.ledger.assets[asset]!,
        quantity: read.quantity(quantity, asset),
        cost: unknown > 0n ? null : read.money(cost)
      }))
      .filter((pool) => pool.quantity !== "0")
      .sort((a, b) => (a.asset < b.asset ? -1 : 1))
  }

  entriesUntil(date: string): ReadonlyArray<Entry> {
    return this.book.ledger.entries.filter((entry) => this.#dayOf(entry) <= date)
  }

  dateOf(entry: Entry): string {
    return this.#dayOf(entry)
  }
}

/** Cost of what is held, by asset; null as soon as one part is unknown. */
export const byAsset = (
  rests: ReadonlyArray<RestReport>
): ReadonlyArray<{ readonly asset: string; readonly quantity: Decimal; readonly cost: Decimal | null }> =>
  [...Map.groupBy(rests, ({ asset }) => asset)].map(([asset, parts]) => ({
    asset,
    quantity: sum(parts.map(({ quantity }) => quantity)),
    cost: parts.reduce<Decimal | null>(
      (all, { costBasis }) => (all === null || costBasis === null ? null : add(all, costBasis)),
      "0" as Decimal
    )
  }))
