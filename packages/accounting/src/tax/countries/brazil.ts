import type { LotEvent } from "../../lots/Event.ts"
import { add, compare, type Decimal, subtract, sum } from "../../number/Decimal.ts"
import { taxByBands } from "../bands.ts"
import { type Books, byAsset, type Disposed } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, isAbove, largest, smallest } from "../Context.ts"
import { brazilRules, type BrazilParameters } from "../rules/brazil.ts"
import { stepOn } from "../Rules.ts"
import { date, formLines, money, quantity, type Row, section, type Section, text } from "../Section.ts"
import { incomeSection } from "./parts.ts"

type BrContext = Context<BrazilParameters>

const zero = "0" as Decimal

/** Custody decides: the books are kept for `domestic` and `foreign`, not for each account. */
const custodyOf = (context: BrContext, account: string): "domestic" | "foreign" => {
  const { custody, country } = context.facts(account)
  if (custody === "self") return context.choice("selfCustody") as "domestic"
  if (custody === "custodian" && country !== undefined) return country === "BR" ? "domestic" : "foreign"
  context.lacks("who keeps this account, and where, is not said", "", account)
  return context.choice("unstatedAccount") as "domestic"
}

const byCustody = (context: BrContext): ReadonlyArray<LotEvent> =>
  context.input.events.map((event): LotEvent => {
    const account = custodyOf(context, event.account ?? "")
    return event.type === "transfer"
      ? { ...event, account, toAccount: custodyOf(context, event.toAccount ?? event.account ?? "") }
      : { ...event, account }
  })

const columns = [
  text("asset", "Coin"),
  quantity("quantity", "Quantity"),
  date("sold", "Disposed of"),
  money("proceeds", "Sale"),
  money("fee", "Fees"),
  money("cost", "Average cost"),
  money("gain", "Gain or loss"),
  text("event", "Event")
]

const rowOf = (context: BrContext, disposed: Disposed): Row => {
  const proceeds = context.cell(disposed.gross)
  const cost = context.cell(disposed.costBasis)
  const fee = context.round(disposed.fee)
  return {
    asset: disposed.asset,
    quantity: disposed.quantity,
    sold: disposed.date,
    proceeds,
    fee,
    cost,
    gain: proceeds === null || cost === null ? null : subtract(subtract(proceeds, fee), cost),
    event: disposed.event
  }
}

const months = (year: string): ReadonlyArray<string> => Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`)

const isFee = ({ type }: Disposed): boolean => type === "fee" || type === "transfer"

const monthly = (context: BrContext, domestic: ReadonlyArray<Disposed>): Section => {
  const { exemptSales, bands } = context.rules.parameters
  const counted = context.choice("feesAsSales") === "counted" ? domestic : domestic.filter((each) => !isFee(each))
  const rows = months(context.year.label).map((month): Row => {
    const its = counted.filter((each) => each.date.startsWith(month)).map((disposed) => rowOf(context, disposed))
    const sales = its.some(({ proceeds }) => proceeds == null) ? null : sum(its.map(({ proceeds }) => proceeds!))
    const known = !its.some(({ gain }) => gain == null)
    const of = (positive: boolean): Decimal => sum(its.map(({ gain }) => gain!).filter((gain) => isAbove(gain, "0") === positive))
    const gains = known ? of(true) : null
    const losses = known ? of(false) : null
    const exempt = sales !== null && compare(sales, exemptSales) <= 0
    const base =
      gains === null || losses === null ? null : context.choice("lossesOfMonth") === "netted" ? largest(add(gains, losses), zero) : gains
    const tax = exempt ? zero : sales === null || base === null ? null : taxByBands(base, bands, 2)
    return { month, sales, exempt: sales === null ? null : exempt ? "yes" : "no", gains, losses, tax }
  })
  return section(
    "months",
    `Domestic custody, by month: exempt up to ${exemptSales} of sales`,
    [
      text("month", "Month"),
      money("sales", "Sales"),
      text("exempt", "Exempt"),
      money("gains", "Gains"),
      money("losses", "Losses"),
      money("tax", "Tax (DARF 4600)")
    ],
    rows
  )
}

const abroad = (context: BrContext, sales: Section): Section => {
  const { foreignPercent, foreignFrom } = context.rules.parameters
  const net = sales.totals["gain"]!
  const used = isAbove(net, "0") ? smallest(net, context.asked("foreignLossCarry")) : zero
  const base = largest(subtract(net, used), zero)
  const notes =
    context.year.from < foreignFrom ? ["The law on coins abroad holds from 2024; an earlier year followed the domestic rule."] : []
  return formLines(
    "foreign-result",
    "Foreign custody: the year together (Lei 14.754/2023)",
    [
      ["", "Net gain of the year", net],
      ["", "Losses carried from years before, used", used],
      ["", "Base", base],
      ["", `Tax, ${foreignPercent} %`, context.percent(base, foreignPercent)],
      ["", "Loss to be carried", isAbove("0", net) ? subtract("0", net) : "0"]
    ],
    notes
  )
}

/** Bens e Direitos, group 08. */
const declared = (context: BrContext, books: Books): Section => {
  const { stablecoins, declaredFrom } = context.rules.parameters
  const codeOf = (asset: string): string => (asset === "BTC" ? "01" : stablecoins.includes(asset) ? "03" : "02")
  return section(
    "bens",
    `Bens e Direitos, group 08, on ${context.year.until}: declared from ${declaredFrom} of cost`,
    [
      text("code", "Code"),
      text("asset", "Coin"),
      text("custody", "Custody"),
      quantity("quantity", "Quantity"),
      money("cost", "Cost"),
      text("declared", "To be declared")
    ],
    ["domestic", "foreign"].flatMap((custody) =>
      byAsset(books.heldAt(context.year.until).filter(({ account }) => account === custody)).map(({ asset, quantity: units, cost }) => ({
        code: codeOf(asset),
        asset,
        custody,
        quantity: units,
        cost: context.cell(cost),
        declared: cost === null ? null : compare(cost, declaredFrom) >= 0 ? "yes" : "no"
      }))
    )
  )
}

const operations = (context: BrContext, books: Books): Section => {
  const original = new Map(context.input.events.map((event) => [event.id, event.account ?? ""]))
  const { ledger } = books.book
  const rows = books
    .entriesUntil(context.year.until)
    .map((entry) => ({ entry, day: books.dateOf(entry) }))
    .filter(
      ({ day, entry }) =>
        day >= context.year.from && entry.event.type !== "split" && context.facts(original.get(entry.event.id)!).country !== "BR"
    )
    .map(({ entry, day }) => {
      const { event } = entry
      const given = "total" in event ? event.total : event.type === "conversion" ? event.value : null
      const asset = ledger.assets[entry.asset]!
      return {
        month: day.slice(0, 7),
        date: day,
        kind: event.subtype ?? event.type,
        asset,
        quantity: event.type === "conversion" ? event.from.quantity : "quantity" in event ? event.quantity : "0",
        value: context.cell(given),
        fee: context.cell(("fee" in event ? event.fee?.value : event.type === "transfer" ? event.feeValue : undefined) ?? "0"),
        platform: context.nameOf(original.get(event.id)!),
        event: event.id
      }
    })
  const due = [...Map.groupBy(rows, ({ month }) => month)].filter(([month, its]) => {
    const step = stepOn(context.rules.parameters.reporting, `${month}-01`)
    return step !== undefined && isAbove(sum(its.map(({ value }) => value ?? "0")), step.value.limit)
  })
  return section(
    "decripto",
    "Operations without a Brazilian provider, of months above the limit",
    [
      text("month", "Month"),
      date("date", "Date"),
      text("kind", "Operation"),
      text("asset", "Coin"),
      quantity("quantity", "Quantity"),
      money("value", "Value"),
      money("fee", "Fees"),
      text("platform", "Platform or wallet"),
      text("event", "Event")
    ],
    due.flatMap(([, its]) => its),
    due.map(([month]) => {
      const { limit, form } = stepOn(context.rules.parameters.reporting, `${month}-01`)!.value
      return `${month}: above ${limit}, ${form}.`
    })
  )
}

const sections = (context: BrContext, books: Books): ReadonlyArray<Section> => {
  const of = (custody: string): ReadonlyArray<Disposed> => books.disposals.filter(({ account }) => account === custody)
  const sales = section(
    "foreign",
    "Foreign custody: disposals",
    columns,
    of("foreign").map((disposed) => rowOf(context, disposed))
  )
  return [
    monthly(context, of("domestic")),
    section(
      "domestic",
      "Domestic custody: disposals (GCAP)",
      columns,
      of("domestic").map((disposed) => rowOf(context, disposed))
    ),
    sales,
    abroad(context, sales),
    operations(context, books),
    declared(context, books),
    incomeSection(context, books, "Received (staking, airdrops) at market value")
  ]
}

export const brazil: CountryReport<BrazilParameters> = {
  rules: brazilRules,
  title: "Monthly gains, coins abroad and DeCripto",
  yearOf: calendarYear,
  policy: () => ({ scope: "account", gifts: "noGain" }),
  events: byCustody,
  sections
}
