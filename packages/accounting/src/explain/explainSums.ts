/** Sums over a book, a page of their parts at a time. */
import type { Book } from "../lots/Book.ts"
import { carries, leavesWithBasis } from "../lots/movements.ts"
import { gainOf, proceedsOf, reader } from "../lots/Report.ts"
import { type Decimal, decimal, decimalsOf, sum, unitsAt } from "../number/Decimal.ts"
import { heldBy, type PnlScope, profitAndLoss, unexplained } from "../pnl/profitAndLoss.ts"
import { explained, type Explanation, type Expression, input, ofEvent, ref, type Step } from "./Expression.ts"

export interface Page {
  /** The first part to list, from 0 on. */
  readonly offset: number
  /** At most 500. */
  readonly limit: number
}

export interface ExplainedSum extends Explanation {
  readonly page: Page
  /** Parts in all. */
  readonly count: number
}

/** One part of a sum: a figure, or an event's own amount. */
interface Part {
  readonly units: bigint
  readonly of: Expression
  readonly event: string
}

const most = 500

/** One part of a sum that somebody else worked out. */
export interface SumPart {
  readonly value: string
  readonly of: Expression
  readonly event: string
}

/** The parts that a page lists, and what all others come to. */
export interface SumPage {
  readonly before: string
  readonly shown: ReadonlyArray<SumPart>
  readonly after: string
  /** Parts in all. */
  readonly count: number
}

/** A sum of which only one page was looked at; every page gives the whole. */
export const explainSumPage = (figure: string, formula: string, { before, shown, after, count }: SumPage, page: Page): ExplainedSum => {
  if (page.offset < 0 || page.limit < 1 || page.limit > most) throw new RangeError(`a page has 1 to ${most} parts, from 0 on`)
  const rest = (name: string, value: string): Expression => input(name, value, { kind: "state", of: figure })
  const step: Step = {
    name: figure,
    formula,
    expression: {
      op: "add",
      of: [rest("parts before this page", before), ...shown.map(({ of }) => of), rest("parts after this page", after)]
    }
  }
  const value = sum([before, ...shown.map((part) => part.value), after])
  const events = shown.map(({ event }) => event)
  return { ...explained(figure, value, "", [step], [], events), page, count }
}

const sumOf = (figure: string, formula: string, parts: ReadonlyArray<Part>, scale: number, page: Page): ExplainedSum => {
  const text = (some: ReadonlyArray<Part>): Decimal =>
    decimal(
      some.reduce((total, { units }) => total + units, 0n),
      scale
    )
  const until = page.offset + page.limit
  const shown = parts.slice(page.offset, until).map((part): SumPart => ({ ...part, value: decimal(part.units, scale) }))
  const [before, after] = [text(parts.slice(0, page.offset)), text(parts.slice(until))]
  return explainSumPage(figure, formula, { before, shown, after, count: parts.length }, page)
}

/** Any sum, a page of its parts at a time; every page gives the whole. */
export const explainSum = (figure: string, formula: string, parts: ReadonlyArray<SumPart>, page: Page): ExplainedSum => {
  const scale = parts.reduce((most, { value }) => Math.max(most, decimalsOf(value)), 0)
  return sumOf(
    figure,
    formula,
    parts.map(({ value, of, event }) => ({ units: unitsAt(value, scale), of, event })),
    scale,
    page
  )
}

const figureInput = (figure: string, units: bigint, scale: number): Expression =>
  input(figure, decimal(units, scale), { kind: "figure", figure })

/** Gains of disposals whose gain is known: their sum is `totals(book).realizedGain`. */
export const explainRealizedGain = (book: Book, page: Page): ExplainedSum => {
  const { moneyScale } = book.ledger
  const parts = book.sales.flatMap((sale): ReadonlyArray<Part> => {
    const units = gainOf(sale)
    const event = sale.entry.event.id
    return units === null ? [] : [{ units, event, of: figureInput(`disposals/${event}/gain`, units, moneyScale) }]
  })
  return sumOf("totals/realizedGain", "sum of the known gains of all disposals", parts, moneyScale, page)
}

/** Gains of slices of one term: `totals(book).short.gain` or `long.gain`. */
export const explainTermGain = (book: Book, term: "short" | "long", page: Page): ExplainedSum => {
  const { moneyScale } = book.ledger
  const read = reader(book)
  const parts = book.sales.flatMap((sale) => {
    const proceeds = proceedsOf(sale)
    const event = sale.entry.event.id
    return sale.slices.flatMap((slice, i): ReadonlyArray<Part> => {
      const fetched = proceeds[i] ?? null
      if (fetched === null || slice.cost === null || read.term(slice, sale) !== term) return []
      const units = fetched - slice.cost
      return [{ units, event, of: figureInput(`disposals/${event}/allocations/${i}/gain`, units, moneyScale) }]
    })
  })
  return sumOf(`totals/${term}/gain`, `sum of the known gains of ${term}-term slices`, parts, moneyScale, page)
}

/** Income at its value on receipt: `totals(book).income`. */
export const explainIncome = (book: Book, page: Page): ExplainedSum => {
  const { moneyScale } = book.ledger
  const parts = book.incomes.flatMap(({ event, total }): ReadonlyArray<Part> =>
    total === null ? [] : [{ units: total, event: event.id, of: ofEvent(event.id, "total", decimal(total, moneyScale)) }]
  )
  return sumOf("totals/income", "sum of the known values of income at receipt", parts, moneyScale, page)
}

/** Fees that are in no cost and lessen no proceeds: `totals(book).feesExpensed`. */
export const explainFeesExpensed = (book: Book, page: Page): ExplainedSum => {
  const { moneyScale, entries } = book.ledger
  const { acquisitionFee, disposalFee } = book.policy
  const counts = (event: (typeof entries)[number]["event"]): boolean => {
    const { type } = event
    if (type === "transfer" || type === "split") return false
    if (type === "conversion") return disposalFee === "expense" && !carries(event, book.policy)
    if (type === "sell" || type === "fee" || type === "gift_out") return disposalFee === "expense" && !leavesWithBasis(event, book.policy)
    return acquisitionFee === "expense"
  }
  const parts = entries.flatMap(({ event, fee }): ReadonlyArray<Part> =>
    fee === null || fee === 0n || !counts(event)
      ? []
      : [{ units: fee, event: event.id, of: ofEvent(event.id, "fee", decimal(fee, moneyScale)) }]
  )
  return sumOf("totals/feesExpensed", "sum of the fees that are expenses of their own", parts, moneyScale, page)
}

/** What is held is worth: lot by lot, each units × price, at cost where there is no price. */
export const explainMarketValue = (
  book: Book,
  prices: Readonly<Record<string, string>>,
  page: Page
): Explanation & { readonly page: Page; readonly count: number } => {
  const { assets, scales, moneyScale } = book.ledger
  const rests = book.rests.filter(({ quantity, cost }) => quantity !== 0n || (cost ?? 0n) !== 0n)
  const valueOf = (some: typeof rests): Decimal => heldBy(book, some, prices).marketValue
  const until = page.offset + page.limit
  const parts = rests.slice(page.offset, until).map(({ asset, account, lot, quantity, cost }): Expression => {
    const name = assets[asset]!
    const of = [
      lot === null ? "pool" : `lot ${lot.origin.event.id}`,
      name,
      ...(account === null ? [] : [book.ledger.accounts[account]!])
    ].join(" ")
    if (!Object.hasOwn(prices, name)) return input("cost, for want of a price", decimal(cost ?? 0n, moneyScale), { kind: "state", of })
    return {
      op: "multiply",
      of: [
        input("units", decimal(quantity, scales[asset]!), { kind: "state", of }),
        input(`price of ${name}`, prices[name]!, { kind: "price", asset: name })
      ]
    }
  })
  const rest = (name: string, some: typeof rests): Expression => input(name, valueOf(some), { kind: "state", of: "pnl/marketValue" })
  const step: Step = {
    name: "pnl/marketValue",
    formula: "sum of units × price",
    expression: {
      op: "add",
      of: [rest("lots before this page", rests.slice(0, page.offset)), ...parts, rest("lots after this page", rests.slice(until))]
    }
  }
  const lots = rests.slice(page.offset, until).flatMap(({ lot }) => (lot === null ? [] : [lot.origin.event.id]))
  return { ...explained("pnl/marketValue", valueOf(rests), "", [step], lots), page, count: rests.length }
}

/** The residual of the identity of {@link ProfitAndLoss}, and each line as a figure of its own: `pnl/unexplained` is zero. */
export const explainUnexplained = (book: Book, prices: Readonly<Record<string, string>>, scope: PnlScope = {}): Explanation => {
  const pnl = profitAndLoss(book, prices, scope)
  const line = (name: string, value: string): Expression => input(name, value, { kind: "figure", figure: `pnl/${name}` })
  const plus = [line("marketValue", pnl.marketValue), line("feesExpensed", pnl.feesExpensed), line("unvaluedCost", pnl.unvaluedCost)]
  const minus = [
    line("netInflow", pnl.netInflow),
    line("realised", pnl.realised),
    line("unrealised", pnl.unrealised),
    line("income", pnl.income),
    line("withoutBasis.value", pnl.withoutBasis.value),
    line("withoutBasis.proceeds", pnl.withoutBasis.proceeds)
  ]
  const steps: ReadonlyArray<Step> = [
    {
      name: "what is there",
      formula: "market value + fees that are expenses + cost of what went out at no known value",
      expression: { op: "add", of: plus }
    },
    {
      name: "where it came from",
      formula: "net inflow + realised + unrealised + income + value and proceeds without basis",
      expression: { op: "add", of: minus }
    },
    {
      name: "pnl/unexplained",
      formula: "what is there − where it came from",
      expression: { op: "subtract", of: [ref("what is there"), ref("where it came from")] }
    }
  ]
  return explained("pnl/unexplained", unexplained(pnl), "", steps)
}

/** Unrealised gain of one lot or pool that is held, by its place in the book's rests. */
export const explainUnrealised = (book: Book, place: number, price: string): Explanation => {
  const { asset, lot, quantity, cost } = book.rests[place]!
  const name = book.ledger.assets[asset]!
  const of = lot === null ? `pool ${name}` : `lot ${lot.origin.event.id}`
  const figure = `holdings/${place}/unrealised`
  if (cost === null) return explained(figure, null, "the cost of its units is unknown", [])
  const value: Expression = {
    op: "multiply",
    of: [
      input("units", decimal(quantity, book.ledger.scales[asset]!), { kind: "state", of }),
      input(`price of ${name}`, price, { kind: "price", asset: name })
    ]
  }
  const basis = input("cost", decimal(cost, book.ledger.moneyScale), { kind: "state", of })
  const shown = heldBy(book, [book.rests[place]!], { [name]: price }).unrealised
  return explained(
    figure,
    shown,
    "",
    [{ name: figure, formula: "units × price − cost", expression: { op: "subtract", of: [value, basis] } }],
    lot === null ? [] : [lot.origin.event.id]
  )
}
