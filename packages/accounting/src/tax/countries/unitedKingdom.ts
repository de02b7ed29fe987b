import { add, type Decimal, subtract, sum } from "../../number/Decimal.ts"
import type { Books, Disposed } from "../Books.ts"
import { type Context, type CountryReport, isAbove, largest, smallest } from "../Context.ts"
import { unitedKingdomRules, type UnitedKingdomParameters } from "../rules/unitedKingdom.ts"
import { stepOn } from "../Rules.ts"
import { amount, date, formLines, money, quantity, type Row, section, type Section, text } from "../Section.ts"
import { incomeSection } from "./parts.ts"

type UkContext = Context<UnitedKingdomParameters>

const zero = "0" as Decimal

const disposalRow = (context: UkContext, disposed: Disposed): Row => {
  const proceeds = context.cell(disposed.gross)
  const costs = disposed.costBasis === null ? null : context.round(add(disposed.costBasis, disposed.fee))
  return {
    date: disposed.date,
    asset: disposed.asset,
    quantity: disposed.quantity,
    proceeds,
    costs,
    gain: proceeds === null || costs === null ? null : subtract(proceeds, costs),
    events: disposed.events.join(" ")
  }
}

const matching = (context: UkContext, books: Books): Section =>
  section(
    "matching",
    "Which units went out",
    [
      date("date", "Disposed of"),
      text("asset", "Token"),
      text("rule", "Rule"),
      date("matched", "Matched with"),
      quantity("quantity", "Quantity"),
      money("cost", "Cost")
    ],
    books.disposals.flatMap(({ date: day, asset, allocations }) =>
      allocations.map(({ rule, acquired, quantity: units, costBasis }) => ({
        date: day,
        asset,
        rule,
        matched: rule === "same-day" || rule === "30-day" ? acquired : rule === "s104" ? "pool" : null,
        quantity: units,
        cost: context.cell(costBasis)
      }))
    )
  )

/** Gains less this year's losses by the rate of their day; last what is taxed highest. */
const byRate = (context: UkContext, rows: ReadonlyArray<Row>) => {
  const { rates } = context.rules.parameters
  const groups = Map.groupBy(rows, (row) => stepOn(rates, row["date"]!)?.from ?? "")
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, its]) => ({ from, gains: sum(its.map(({ gain }) => gain!).filter((gain) => isAbove(gain, "0"))) }))
}

/** Takes deductions from the gains taxed highest first: what the law lets a taxpayer choose. */
const afterDeductions = (groups: ReturnType<typeof byRate>, deductions: Decimal): ReturnType<typeof byRate> => {
  let left = deductions
  return [...groups]
    .reverse()
    .map(({ from, gains }) => {
      const taken = smallest(gains, left)
      left = subtract(left, taken)
      return { from, gains: subtract(gains, taken) }
    })
    .reverse()
}

const taxOf = (context: UkContext, groups: ReturnType<typeof byRate>): Decimal => {
  let band = context.asked("basicRateBand")
  return sum(
    groups.map(({ from, gains }) => {
      const { basic, higher } = stepOn(context.rules.parameters.rates, from)!.value
      const inBand = smallest(gains, largest(band, zero))
      band = subtract(band, inBand)
      return add(context.percent(inBand, basic), context.percent(subtract(gains, inBand), higher))
    })
  )
}

const result = (context: UkContext, disposals: Section): Section => {
  const known = disposals.rows.filter(({ gain }) => gain != null)
  const gains = sum(known.map(({ gain }) => gain!).filter((gain) => isAbove(gain, "0")))
  const losses = subtract("0", sum(known.map(({ gain }) => gain!).filter((gain) => isAbove("0", gain))))
  const { parameters } = context.rules
  const exempt = (stepOn(parameters.annualExemptAmount, context.year.from)?.value ?? "0") as Decimal
  const limit = stepOn(parameters.reportingProceeds, context.year.from)?.value
  const net = subtract(gains, losses)
  const brought = smallest(context.asked("lossesBroughtForward"), largest(subtract(net, exempt), zero))
  const taxable = largest(subtract(subtract(net, brought), exempt), zero)
  const groups = afterDeductions(byRate(context, known), subtract(gains, taxable))
  const box = context.choice("sa108Boxes")
  const boxes = box === "13" ? ["13.1", "13.2", "13.3", "13.4", "13.5"] : ["14", "14.1", "14.2", "14.3", "14.4"]
  const report = isAbove(gains, exempt) || (limit !== undefined && isAbove(disposals.totals["proceeds"]!, limit))
  return formLines(
    "sa108",
    "SA108: cryptoassets",
    [
      [boxes[0]!, "Number of disposals", String(disposals.rows.length)],
      [boxes[1]!, "Disposal proceeds", disposals.totals["proceeds"]!],
      [boxes[2]!, "Allowable costs", disposals.totals["costs"]!],
      [boxes[3]!, "Gains in the year, before losses", gains],
      [boxes[4]!, "Losses in the year", losses],
      ["", "Annual exempt amount", exempt],
      ["", "Losses brought forward and used", brought],
      ["", "Taxable gain", taxable],
      ...groups.map(({ from, gains: part }) => ["", `Taxable at the rates from ${from}`, part] as const),
      ["", "Tax at these rates, with the basic rate band given", taxOf(context, groups)],
      ["", "Has to be reported in Self Assessment", report ? "yes" : "no by these lines alone"]
    ],
    ["Losses have to be claimed.", "Deductions are set against the gains that are taxed highest."]
  )
}

const sections = (context: UkContext, books: Books): ReadonlyArray<Section> => {
  const disposals = section(
    "disposals",
    "Disposals",
    [
      date("date", "Date"),
      text("asset", "Token"),
      quantity("quantity", "Quantity"),
      money("proceeds", "Proceeds"),
      money("costs", "Allowable costs"),
      money("gain", "Gain or loss"),
      text("events", "Events")
    ],
    books.disposals.map((disposed) => disposalRow(context, disposed))
  )
  return [
    disposals,
    matching(context, books),
    result(context, disposals),
    section(
      "pools",
      "Section 104 pools at the end of the year",
      [text("asset", "Token"), quantity("quantity", "Quantity"), amount("cost", "Pooled cost")],
      books.poolsAt(context.year.until).map(({ asset, quantity: units, cost }) => ({ asset, quantity: units, cost: context.cell(cost) }))
    ),
    incomeSection(context, books, "SA100 box 17: miscellaneous income")
  ]
}

export const unitedKingdom: CountryReport<UnitedKingdomParameters> = {
  rules: unitedKingdomRules,
  title: "Capital gains computation (SA108)",
  yearOf: (year) => ({ label: `${year}/${String((year + 1) % 100).padStart(2, "0")}`, from: `${year}-04-06`, until: `${year + 1}-04-05` }),
  policy: () => ({ method: "UK_S104", scope: "global", gifts: "disposedAtMarketValue" }),
  sections
}
