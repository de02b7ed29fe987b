import { type Decimal, subtract } from "../../number/Decimal.ts"
import type { Books, Disposed } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, isAbove, largest } from "../Context.ts"
import { argentinaRules, type ArgentinaParameters } from "../rules/argentina.ts"
import { formLines, section, type Section } from "../Section.ts"
import { holdingsAtCost, incomeSection, sliceColumns, sliceRow } from "./parts.ts"

type ArContext = Context<ArgentinaParameters>

const isForeign = (context: ArContext, { account }: Disposed): boolean => {
  const choice = context.choice("source")
  if (choice !== "custodian") return choice === "foreign"
  const { custody, country } = context.facts(account)
  if (custody === "self") return false
  if (custody === undefined || country === undefined) context.lacks("who keeps this account, and where, is not said", "", account)
  return country !== "AR"
}

const sections = (context: ArContext, books: Books): ReadonlyArray<Section> => {
  const { argentine, foreignSource } = context.rules.parameters
  const rows = books.disposals.flatMap((disposed) =>
    context.slices(disposed).map((one) => ({ foreign: isForeign(context, disposed), row: sliceRow(context, disposed, one) }))
  )
  const part = (id: string, title: string, foreign: boolean): Section =>
    section(
      id,
      title,
      sliceColumns,
      rows.filter((each) => each.foreign === foreign).map(({ row }) => row)
    )
  const result = (id: string, title: string, sales: Section, deduction: Decimal, rate: string): Section => {
    const net = sales.totals["gain"]!
    const base = largest(subtract(net, deduction), "0" as Decimal)
    return formLines(
      id,
      title,
      [
        ["", "Net result", net],
        ["", "Special deduction", isAbove(net, "0") ? deduction : "0"],
        ["", "Base", base],
        ["", `Tax, ${rate} %`, context.percent(base, rate)]
      ],
      ["A loss lessens only gains of the same kind and source."]
    )
  }
  const home = part("argentine", "Argentine source", false)
  const abroad = part("foreign", "Foreign source", true)
  return [
    home,
    result(
      "argentine-result",
      "Argentine source: result",
      home,
      context.asked("specialDeduction"),
      argentine[context.choice("currencyClause") as "pesos"]
    ),
    abroad,
    result("foreign-result", "Foreign source: result", abroad, "0" as Decimal, foreignSource),
    incomeSection(context, books, "Received (staking, interest, rewards) at market value"),
    holdingsAtCost(context, books, context.year.until, "Holdings on 31 December at cost (Bienes Personales)")
  ]
}

export const argentina: CountryReport<ArgentinaParameters> = {
  rules: argentinaRules,
  title: "Impuesto cedular on digital currencies",
  yearOf: calendarYear,
  policy: (context) => ({ scope: context.choice("scope") === "all" ? "global" : "account", gifts: "noGain" }),
  sections
}
