import { add, compare, type Decimal } from "../../number/Decimal.ts"
import type { Books } from "../Books.ts"
import { calendarYear, type Context, type CountryReport } from "../Context.ts"
import { germanyRules, type GermanyParameters } from "../rules/germany.ts"
import { stepOn } from "../Rules.ts"
import { formLines, section, type Section } from "../Section.ts"
import { holdingsAtCost, incomeSection, sliceColumns, sliceRow } from "./parts.ts"

const sections = (context: Context<GermanyParameters>, books: Books): ReadonlyArray<Section> => {
  const { parameters } = context.rules
  const rows = books.disposals.flatMap((disposed) =>
    context.slices(disposed).map((one) => ({ free: one.term === "long", row: sliceRow(context, disposed, one) }))
  )
  const part = (id: string, title: string, free: boolean): Section =>
    section(
      id,
      title,
      sliceColumns,
      rows.filter((each) => each.free === free).map(({ row }) => row)
    )
  const taxable = part("anlage-so", "Anlage SO: private sales within a year", false)
  const free = part("free", "Held more than a year: free, and losses do not count", true)
  const income = incomeSection(context, books, "Income of s22 no. 3 EStG (staking, lending)")
  const limitOf = (steps: GermanyParameters["saleLimit"]): Decimal => stepOn(steps, context.year.from)!.value as Decimal
  const sales = add(taxable.totals["gain"]!, context.asked("otherPrivateSales"))
  const services = add(income.totals["value"]!, context.asked("otherServices"))
  const saleLimit = limitOf(parameters.saleLimit)
  const incomeLimit = limitOf(parameters.incomeLimit)
  // From the limit on everything counts, not only what is above it. A loss stays a loss: it may lessen other private sales.
  const counted = (total: Decimal, limit: Decimal): Decimal =>
    compare(total, "0") > 0 && compare(total, limit) < 0 ? ("0" as Decimal) : total
  return [
    taxable,
    free,
    formLines("limits", "Limits of the year", [
      ["s23", "Net gain of all private sales", sales],
      ["s23", `Limit: free below`, saleLimit],
      ["s23", "Taxable", counted(sales, saleLimit)],
      ["s22", "Income of s22 no. 3", services],
      ["s22", "Limit: free below", incomeLimit],
      ["s22", "Taxable", counted(services, incomeLimit)]
    ]),
    income,
    holdingsAtCost(context, books, context.year.until, "Holdings at the end of the year at cost")
  ]
}

export const germany: CountryReport<GermanyParameters> = {
  rules: germanyRules,
  title: "Private sales (Anlage SO)",
  yearOf: calendarYear,
  policy: (context) => ({
    scope: context.choice("scope") === "wallet" ? "account" : "global",
    longTerm: "moreThanOneYear",
    gifts: "noGain"
  }),
  sections
}
