/** A book as text: what leaves this package. Made when asked for; the book itself stays in scaled integers. */
import { type Decimal, decimal } from "../number/Decimal.ts"
import { dayText } from "../time/CivilDay.ts"
import { type Term, termBy } from "../time/Term.ts"
import { dayIn } from "../time/Zone.ts"
import type { Book, Finding, Rest, Rule, Sale, Slice } from "./Book.ts"

/** Where units of a disposal came from. Money in the base currency; null is unknown, never zero. */
export interface AllocationReport {
  readonly rule: Rule
  /** Id of the event that brought the lot; `missing` where nothing is known of the units; null from a pool. */
  readonly lot: string | null
  /** Civil date of acquisition; null from a pool, or unknown. */
  readonly acquired: string | null
  readonly quantity: Decimal
  readonly proceeds: Decimal | null
  readonly costBasis: Decimal | null
  readonly gain: Decimal | null
  readonly term: Term | null
}

export interface DisposalReport {
  /** The event; of a day's disposals that count as one, the first. */
  readonly event: string
  readonly events: ReadonlyArray<string>
  readonly asset: string
  readonly date: string
  readonly quantity: Decimal
  readonly proceeds: Decimal | null
  readonly costBasis: Decimal | null
  /** `proceeds − costBasis + denied`. */
  readonly gain: Decimal | null
  /** Part of a loss that does not count. */
  readonly denied: Decimal
  readonly allocations: ReadonlyArray<AllocationReport>
}

export interface RestReport {
  readonly asset: string
  readonly account: string | null
  /** Null: a pool. */
  readonly lot: string | null
  readonly acquired: string | null
  readonly quantity: Decimal
  readonly costBasis: Decimal | null
}

export interface FindingReport {
  readonly event: string
  readonly code: Finding["code"]
  readonly asset: string
  readonly missing: Decimal | null
}

/** Sums null as soon as one part is. */
export const sumKnown = (parts: Iterable<bigint | null>): bigint | null => {
  let sum = 0n
  for (const part of parts) {
    if (part === null) return null
    sum += part
  }
  return sum
}

export const costOf = ({ slices }: Pick<Sale, "slices">): bigint | null => sumKnown(slices.map(({ cost }) => cost))

export const gainOf = (sale: Sale, slices = sale.slices): bigint | null => {
  const cost = costOf({ slices })
  const { proceeds } = sale
  return cost === null || proceeds === null ? null : proceeds - cost + sale.denied
}

/** Proceeds by units; the last slice takes the rest, so that they add up. */
export const proceedsOf = (sale: Sale, slices = sale.slices): ReadonlyArray<bigint | null> => {
  const { proceeds, quantity: all } = sale
  let units = 0n
  let given = 0n
  return slices.map(({ quantity }, i) => {
    if (proceeds === null) return null
    units += quantity
    const until = i === slices.length - 1 ? proceeds : (proceeds * units) / all
    const share = until - given
    given = until
    return share
  })
}

/** Reads parts of a book (its sales, rests and findings) as text and dates: a page of them, where {@link report} reads all. */
export const reader = ({ ledger, policy }: Book) => {
  const dayOf = dayIn(policy.dayBoundary)
  const termOf = termBy(policy.longTerm, dayOf)
  const money = (units: bigint | null): Decimal | null => (units === null ? null : decimal(units, ledger.moneyScale))
  const quantity = (units: bigint, asset: number): Decimal => decimal(units, ledger.scales[asset]!)

  const term = ({ lot, match, rule }: Slice, sale: Sale): Term | null => {
    // Units that nobody saw come in cannot claim an age.
    if (rule === "missing") return "short"
    const acquired = lot?.acquired ?? match?.acquired
    return acquired === undefined ? null : termOf(acquired, sale.entry.at)
  }

  const acquired = ({ lot, match }: Pick<Slice, "lot" | "match">): string | null => {
    const at = lot?.acquired ?? match?.acquired
    return at === undefined ? null : dayText(dayOf(at))
  }

  const allocation = (slice: Slice, sale: Sale, proceeds: bigint | null): AllocationReport => ({
    rule: slice.rule,
    lot: slice.rule === "missing" ? "missing" : (slice.lot?.origin.event.id ?? slice.match?.event.id ?? null),
    acquired: acquired(slice),
    quantity: quantity(slice.quantity, sale.asset),
    proceeds: money(proceeds),
    costBasis: money(slice.cost),
    gain: money(proceeds === null || slice.cost === null ? null : proceeds - slice.cost),
    term: term(slice, sale)
  })

  const disposal = (sale: Sale): DisposalReport => {
    const proceeds = proceedsOf(sale)
    return {
      event: sale.entry.event.id,
      events: [sale.entry, ...sale.further].map(({ event }) => event.id),
      asset: ledger.assets[sale.asset]!,
      date: dayText(dayOf(sale.entry.at)),
      quantity: quantity(sale.quantity, sale.asset),
      proceeds: money(sale.proceeds),
      costBasis: money(costOf(sale)),
      gain: money(gainOf(sale)),
      denied: decimal(sale.denied, ledger.moneyScale),
      allocations: sale.slices.map((slice, i) => allocation(slice, sale, proceeds[i]!))
    }
  }

  const rest = ({ asset, account, lot, quantity: units, cost }: Rest): RestReport => ({
    asset: ledger.assets[asset]!,
    account: account === null ? null : ledger.accounts[account]!,
    lot: lot?.origin.event.id ?? null,
    acquired: acquired({ lot, match: null }),
    quantity: quantity(units, asset),
    costBasis: money(cost)
  })

  const finding = ({ entry, code, asset, missing }: Finding): FindingReport => ({
    event: entry.event.id,
    code,
    asset: ledger.assets[asset]!,
    missing: missing === null ? null : quantity(missing, asset)
  })

  return { money, quantity, disposal, rest, finding, term, dayOf }
}

export interface BookReport {
  readonly disposals: ReadonlyArray<DisposalReport>
  readonly remaining: ReadonlyArray<RestReport>
  readonly errors: ReadonlyArray<FindingReport>
}

const byName = (a: string | null, b: string | null): number => (a === b ? 0 : (a ?? "") < (b ?? "") ? -1 : 1)

/** Disposals and errors by time; what remains by asset, account and age. */
export const report = (book: Book): BookReport => {
  const read = reader(book)
  const remaining = book.rests.filter(({ quantity }) => quantity > 0n).map(read.rest)
  return {
    disposals: book.sales.map(read.disposal),
    remaining: remaining.sort((a, b) => byName(a.asset, b.asset) || byName(a.account, b.account)),
    errors: book.findings.map(read.finding)
  }
}
