import { add, compare, type Decimal, subtract, sum } from "../../number/Decimal.ts"
import { civilOf, parseDay } from "../../time/CivilDay.ts"
import type { Books, Disposed } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, isAbove, largest, type SlicePart } from "../Context.ts"
import { mexicoRules, type MexicoParameters } from "../rules/mexico.ts"
import { share } from "../rounding.ts"
import { stepOn } from "../Rules.ts"
import { type Column, date, formLines, money, quantity, type Row, section, type Section, text } from "../Section.ts"
import { holdingsAtCost, incomeSection } from "./parts.ts"

type MxContext = Context<MexicoParameters>

const columns: ReadonlyArray<Column> = [
  text("asset", "Coin"),
  quantity("quantity", "Quantity"),
  date("acquired", "Bought"),
  date("sold", "Sold"),
  money("cost", "Cost"),
  text("indexBought", "Index of the month bought"),
  text("indexSold", "Index of the month before the sale"),
  text("factor", "Factor"),
  money("updated", "Updated cost"),
  money("fee", "Commissions"),
  money("proceeds", "Sale"),
  money("gain", "Gain or loss"),
  text("years", "Years held"),
  money("accumulable", "Accumulable"),
  money("other", "Not accumulable"),
  text("account", "Account"),
  text("event", "Event")
]

/** Whole years between two days. */
const wholeYears = (from: string, until: string): number => {
  const a = civilOf(parseDay(from))
  const b = civilOf(parseDay(until))
  return b.year - a.year - (b.month < a.month || (b.month === a.month && b.day < a.day) ? 1 : 0)
}

const monthBefore = (day: string): string => {
  const { year, month } = civilOf(parseDay(day))
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`
}

const factorOf = (context: MxContext, bought: string, sold: string, event: string) => {
  const of = (month: string): string | null => context.input.settings.indices?.[month] ?? null
  if (context.choice("costUpdate") === "none" || bought.slice(0, 7) === sold.slice(0, 7))
    return { first: null, last: null, factor: "1" as Decimal }
  const first = of(bought.slice(0, 7))
  const last = of(monthBefore(sold))
  if (first !== null && last !== null) {
    // A factor has four decimals and never lessens a cost (CFF art. 17-A).
    return { first, last, factor: largest(share(last, "1", first, 4), "1" as Decimal) }
  }
  context.lacks(`no consumer price index of ${first === null ? bought.slice(0, 7) : monthBefore(sold)}: the cost is not updated`, event)
  return { first, last, factor: "1" as Decimal }
}

const rowOf = (context: MxContext, disposed: Disposed, { acquired, quantity: units, gross, fee, cost }: SlicePart): Row => {
  const { mostYears, costReductionPercent } = context.rules.parameters
  const held = acquired === null ? null : wholeYears(acquired, disposed.date)
  // A gain is divided by the years held, by one below a year.
  const years = held === null ? null : Math.min(Math.max(held, 1), mostYears)
  const { first, last, factor } =
    acquired === null ? { first: null, last: null, factor: null } : factorOf(context, acquired, disposed.date, disposed.event)
  const worn = context.choice("costReduction") === "none" ? 0 : (held ?? 0)
  const kept = String(Math.max(100 - Number(costReductionPercent) * worn, 0))
  const updated = cost === null || factor === null ? cost : context.round(share(share(cost, kept, "100", 12), factor, "1", 12))
  const gain = gross === null || updated === null ? null : subtract(subtract(gross, fee), updated)
  const accumulable =
    gain === null ? null : isAbove(gain, "0") && years !== null ? context.round(share(gain, "1", String(years), 12)) : gain
  return {
    asset: disposed.asset,
    quantity: units,
    acquired,
    sold: disposed.date,
    cost,
    indexBought: first ?? "",
    indexSold: last ?? "",
    factor,
    updated,
    fee,
    proceeds: gross,
    gain,
    years: years === null ? null : String(years),
    accumulable,
    other: gain === null || accumulable === null ? null : subtract(gain, accumulable),
    account: context.nameOf(disposed.account),
    event: disposed.event
  }
}

const result = (context: MxContext, ledger: Section): Section => {
  const { parameters } = context.rules
  const known = ledger.rows.filter(({ gain }) => gain != null)
  const gains = sum(known.map(({ accumulable }) => accumulable!).filter((each) => isAbove(each, "0")))
  const losses = sum(known.map(({ accumulable }) => accumulable!).filter((each) => isAbove("0", each)))
  const uma = stepOn(parameters.annualUma, context.year.from)
  const exempt = uma === undefined ? null : context.round(share(uma.value, parameters.exemptUmas, "1", 12))
  if (uma === undefined) context.lacks("no annual UMA of this year in the rules")
  const net = context.choice("losses") === "netted" ? add(gains, losses) : gains
  const applied = context.choice("exemption") === "applied" && exempt !== null ? exempt : ("0" as Decimal)
  return formLines("result", "Annual return: enajenación de bienes", [
    ["", "Accumulable gains", gains],
    ["", "Losses", losses],
    ["", "Gains that are not accumulable (taxed at the average rate)", ledger.totals["other"]!],
    ["", "Three annual UMA (art. 93 XIX b)", exempt],
    ["", "Of it applied", applied],
    ["", "Accumulable", isAbove(net, "0") ? largest(subtract(net, applied), "0" as Decimal) : net]
  ])
}

const provisional = (context: MxContext, books: Books): Section => {
  const { provisionalFrom, provisionalPercent } = context.rules.parameters
  return section(
    "provisional",
    `Operations of ${provisionalFrom} or more: provisional payment of ${provisionalPercent} % within fifteen days, unless the buyer withheld it`,
    [
      date("date", "Sold"),
      text("asset", "Coin"),
      quantity("quantity", "Quantity"),
      money("amount", "Operation"),
      money("payment", "Provisional payment"),
      text("event", "Event")
    ],
    books.disposals
      .filter(({ gross }) => gross !== null && compare(gross, provisionalFrom) >= 0)
      .map(({ date: day, asset, quantity: units, gross, event }) => ({
        date: day,
        asset,
        quantity: units,
        amount: context.round(gross!),
        payment: context.percent(gross!, provisionalPercent),
        event
      }))
  )
}

const sections = (context: MxContext, books: Books): ReadonlyArray<Section> => {
  const rows = books.disposals.flatMap((disposed) => context.slices(disposed).map((part) => rowOf(context, disposed, part)))
  const ledger = section("operations", "Operations of the year", columns, rows)
  return [
    ledger,
    result(context, ledger),
    provisional(context, books),
    incomeSection(context, books, "Received (staking, interest, rewards) at market value"),
    holdingsAtCost(context, books, context.year.until, "Holdings at the end of the year at cost")
  ]
}

export const mexico: CountryReport<MexicoParameters> = {
  rules: mexicoRules,
  title: "Operations with virtual assets",
  yearOf: calendarYear,
  policy: (context) => ({ scope: context.choice("scope") === "all" ? "global" : "account", gifts: "noGain" }),
  sections
}
