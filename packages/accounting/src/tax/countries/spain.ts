import { multiply, subtract } from "../../number/Decimal.ts"
import { taxByBands } from "../bands.ts"
import type { Books, Disposed } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, isAbove, largest } from "../Context.ts"
import { spainRules, type SpainParameters } from "../rules/spain.ts"
import { stepOn } from "../Rules.ts"
import { type Column, formLines, money, quantity, section, type Section, text } from "../Section.ts"
import type { Decimal } from "../../number/Decimal.ts"
import { incomeSection, sliceColumns, sliceRow, unitsAt } from "./parts.ts"

type EsContext = Context<SpainParameters>

const received = ({ type, subtype }: Disposed): string =>
  type === "gift_out"
    ? "nothing (gift)"
    : type === "conversion"
      ? "other virtual currency"
      : type === "fee" || type === "transfer"
        ? "services"
        : (subtype ?? "legal tender")

const columns: ReadonlyArray<Column> = [...sliceColumns.slice(0, 4), text("received", "Received"), ...sliceColumns.slice(4)]

/** Coins that somebody abroad keeps, on 31 December. Self-custody is outside. */
const modelo721 = (context: EsContext, books: Books): Section => {
  const rows = unitsAt(books, context.year.until).flatMap(({ account, asset, quantity: units }) => {
    const { custody, country, taxId } = context.facts(account)
    if (custody === undefined || (custody === "custodian" && country === undefined)) {
      context.lacks("who keeps this account, and where, is not said", "", account)
      return []
    }
    if (custody === "self" || country === "ES") return []
    const price = context.price(asset, context.year.until)
    return [
      {
        custodian: context.nameOf(account),
        taxId: taxId ?? null,
        country: country!,
        asset,
        quantity: units,
        value: price === null ? null : context.round(multiply(units, price.price)),
        source: price?.source ?? null
      }
    ]
  })
  const { limit, again } = context.rules.parameters.modelo721
  const table = section(
    "modelo-721",
    `Modelo 721: kept abroad on ${context.year.until}`,
    [
      text("custodian", "Custodian"),
      text("taxId", "Tax number"),
      text("country", "Country"),
      text("asset", "Coin"),
      quantity("quantity", "Units"),
      money("value", "Value"),
      text("source", "Price source")
    ],
    rows
  )
  const total = table.totals["value"]!
  const declared = context.asked("declared721")
  const due = declared === "0" ? isAbove(total, limit) : isAbove(subtract(total, declared), again)
  const note = due
    ? `Has to be handed in: ${declared === "0" ? `more than ${limit} together` : `more than ${again} above the last one`}.`
    : table.unknownRows > 0
      ? "Not above the limit by what is known; some values are not."
      : "Not above the limit."
  return { ...table, notes: [note] }
}

const sections = (context: EsContext, books: Books): ReadonlyArray<Section> => {
  const sales = section(
    "modelo-100",
    "Modelo 100: virtual currencies",
    columns,
    books.disposals.flatMap((disposed) =>
      context.slices(disposed).map((one) => ({ ...sliceRow(context, disposed, one), received: received(disposed) }))
    )
  )
  const net = sales.totals["gain"]!
  const after = isAbove(net, "0") ? largest(subtract(net, context.asked("lossesBroughtForward")), "0" as Decimal) : net
  const scale = stepOn(context.rules.parameters.savingsScale, context.year.from)!.value
  return [
    sales,
    formLines(
      "savings",
      "Savings base: these gains alone",
      [
        ["", "Gains less losses", net],
        ["", "Losses of the four years before, used", isAbove(net, "0") ? subtract(net, after) : "0"],
        ["", "In the savings base", after],
        ["", "Tax on it by the scale", taxByBands(after, scale, 2)]
      ],
      ["A loss may lessen up to 25 % of income from savings, and is carried for four years."]
    ),
    incomeSection(context, books, "Income from movable capital (staking, lending)"),
    modelo721(context, books)
  ]
}

export const spain: CountryReport<SpainParameters> = {
  rules: spainRules,
  title: "Modelo 100 and Modelo 721",
  yearOf: calendarYear,
  policy: () => ({ scope: "global", gifts: "disposedAtMarketValue" }),
  sections
}
