import { type Decimal, sum } from "../../number/Decimal.ts"
import { parseDay } from "../../time/CivilDay.ts"
import type { Books } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, isAbove, largest } from "../Context.ts"
import { colombiaRules, type ColombiaParameters } from "../rules/colombia.ts"
import { stepOn } from "../Rules.ts"
import { type Column, formLines, section, type Section, text } from "../Section.ts"
import { holdingsAtCost, incomeSection, sliceColumns, sliceRow } from "./parts.ts"

const columns: ReadonlyArray<Column> = [...sliceColumns.slice(0, 4), text("days", "Days held"), ...sliceColumns.slice(4)]

const sections = (context: Context<ColombiaParameters>, books: Books): ReadonlyArray<Section> => {
  const rows = books.disposals.flatMap((disposed) =>
    context.slices(disposed).map((one) => ({
      occasional: one.term === "long" && context.choice("fixedAsset") === "fixed",
      row: {
        ...sliceRow(context, disposed, one),
        days: one.acquired === null ? null : String(parseDay(disposed.date) - parseDay(one.acquired))
      }
    }))
  )
  const part = (id: string, title: string, occasional: boolean): Section =>
    section(
      id,
      title,
      columns,
      rows.filter((each) => each.occasional === occasional).map(({ row }) => row)
    )
  const ordinary = part("ordinary", "Ordinary income: held less than two years", false)
  const occasional = part("occasional", "Ganancias ocasionales: held two years or more", true)
  const gains = ordinary.rows.map(({ gain }) => gain).filter((gain) => gain != null)
  const net = context.choice("losses") === "netted" ? ordinary.totals["gain"]! : sum(gains.filter((gain) => isAbove(gain, "0")))
  const rate = stepOn(context.rules.parameters.occasionalPercent, context.year.from)!.value
  const base = largest(occasional.totals["gain"]!, "0" as Decimal)
  return [
    ordinary,
    occasional,
    formLines("result", "Form 210: result of these lines alone", [
      ["", "Ordinary income from coins", net],
      ["", "Ganancias ocasionales", base],
      ["", `Tax on ganancias ocasionales, ${rate} %`, context.percent(base, rate)]
    ]),
    incomeSection(context, books, "Received (staking, interest, rewards) at market value"),
    holdingsAtCost(context, books, context.year.until, "Net worth on 31 December at cost")
  ]
}

export const colombia: CountryReport<ColombiaParameters> = {
  rules: colombiaRules,
  title: "Form 210: coins",
  yearOf: calendarYear,
  policy: (context) => ({
    scope: context.choice("scope") === "all" ? "global" : "account",
    longTerm: `years>=${context.rules.parameters.occasionalYears}`,
    gifts: "noGain"
  }),
  sections
}
