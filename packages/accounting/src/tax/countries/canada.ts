import { add, type Decimal, decimal, subtract } from "../../number/Decimal.ts"
import type { Books } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, isAbove, largest } from "../Context.ts"
import { canadaRules, type CanadaParameters } from "../rules/canada.ts"
import { stepOn } from "../Rules.ts"
import { amount, date, formLines, money, quantity, section, type Section, text } from "../Section.ts"
import { incomeSection, unitsAt } from "./parts.ts"

type CaContext = Context<CanadaParameters>

/** The most that all pools cost together at any time of the year. */
const highestCost = ({ book, year, dateOf }: { book: Books["book"]; year: Books["year"]; dateOf: Books["dateOf"] }): Decimal => {
  const costs = new Map<number, bigint>()
  let total = 0n
  let highest = 0n
  for (const { entry, asset, cost } of book.steps) {
    const day = dateOf(entry)
    if (day > year.until) break
    // What was there when the year began counts too.
    if (day >= year.from && total > highest) highest = total
    total += cost - (costs.get(asset) ?? 0n)
    costs.set(asset, cost)
    if (day >= year.from && total > highest) highest = total
  }
  return decimal(total > highest ? total : highest, book.ledger.moneyScale)
}

const foreign = (context: CaContext, books: Books): Section => {
  const abroad: Array<string> = []
  for (const { account, asset } of unitsAt(books, context.year.until)) {
    const { custody, country } = context.facts(account)
    if (custody === undefined || (custody === "custodian" && country === undefined))
      context.lacks("who keeps this account, and where, is not said", "", account)
    else if (custody === "custodian" && country !== "CA" && !abroad.includes(asset)) abroad.push(asset)
  }
  const all = context.round(highestCost({ book: books.book, year: books.year, dateOf: (entry) => books.dateOf(entry) }))
  const limit = context.rules.parameters.foreignPropertyCost
  const asked = context.choice("foreign") === "yes"
  return formLines("t1135", "Form T1135: specified foreign property", [
    ["", "Highest cost of all coins together in the year", all],
    ["", "Coins kept abroad at the end of the year", abroad.sort().join(" ") || "none by the accounts' facts"],
    ["", `Has to be looked at (cost abroad above ${limit} at any time)`, !asked ? "no, by choice" : isAbove(all, limit) ? "yes" : "no"]
  ])
}

const sections = (context: CaContext, books: Books): ReadonlyArray<Section> => {
  const disposals = section(
    "schedule-3",
    "Schedule 3: crypto-assets",
    [
      text("asset", "Coin"),
      quantity("quantity", "Quantity"),
      date("sold", "Disposed of"),
      text("acquired", "(1) Year of acquisition"),
      money("proceeds", "(2) Proceeds"),
      money("acb", "(3) Adjusted cost base"),
      money("outlays", "(4) Outlays and expenses"),
      money("gain", "(5) Gain or loss"),
      money("denied", "Superficial loss denied"),
      money("counted", "Gain or loss that counts"),
      text("events", "Events")
    ],
    books.disposals.map((disposed) => {
      const proceeds = context.cell(disposed.gross)
      const acb = context.cell(disposed.costBasis)
      const outlays = context.round(disposed.fee)
      const denied = context.round(disposed.denied)
      const gain = proceeds === null || acb === null ? null : subtract(subtract(proceeds, acb), outlays)
      return {
        asset: disposed.asset,
        quantity: disposed.quantity,
        sold: disposed.date,
        acquired: "various",
        proceeds,
        acb,
        outlays,
        gain,
        denied,
        counted: gain === null ? null : add(gain, denied),
        events: disposed.events.join(" ")
      }
    })
  )
  const net = disposals.totals["counted"]!
  const rate = context.choice("nature") === "business" ? "100" : stepOn(context.rules.parameters.inclusion, context.year.from)!.value
  const brought = context.asked("lossesBroughtForward")
  const after = isAbove(net, "0") ? largest(subtract(net, brought), "0" as Decimal) : net
  return [
    disposals,
    formLines("result", "Result of these lines alone", [
      ["", "Gains less losses of the year", net],
      ["", "Losses of other years used", isAbove(net, "0") ? subtract(net, after) : "0"],
      ["", "Inclusion rate, percent", rate],
      ["12700", "Taxable capital gain", isAbove(after, "0") ? context.percent(after, rate) : "0"],
      ["", "Net capital loss (to be carried)", isAbove("0", after) ? context.percent(after, rate) : "0"]
    ]),
    foreign(context, books),
    section(
      "pools",
      "Adjusted cost base at the end of the year",
      [text("asset", "Coin"), quantity("quantity", "Quantity"), amount("cost", "Adjusted cost base")],
      books.poolsAt(context.year.until).map(({ asset, quantity: units, cost }) => ({ asset, quantity: units, cost: context.cell(cost) }))
    ),
    incomeSection(context, books, "Income at receipt (staking, interest, rewards)")
  ]
}

export const canada: CountryReport<CanadaParameters> = {
  rules: canadaRules,
  title: "Schedule 3",
  yearOf: calendarYear,
  policy: (context) => ({
    method: "CA_ACB",
    scope: "global",
    superficialLossDays: context.choice("superficial") === "denied" ? context.rules.parameters.superficialDays : null
  }),
  sections
}
