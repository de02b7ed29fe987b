import { add, compare, type Decimal, subtract, sum } from "../../number/Decimal.ts"
import type { Books, Disposed } from "../Books.ts"
import { calendarYear, type Context, type CountryReport, type SlicePart, smallest } from "../Context.ts"
import { unitedStatesRules, type UnitedStatesParameters } from "../rules/unitedStates.ts"
import { stepOn } from "../Rules.ts"
import { amount, type Column, date, formLines, money, quantity, type Row, section, type Section, text } from "../Section.ts"
import { incomeSection } from "./parts.ts"

type UsContext = Context<UnitedStatesParameters>

const columns: ReadonlyArray<Column> = [
  text("description", "(a) Description"),
  date("acquired", "(b) Date acquired"),
  date("sold", "(c) Date sold"),
  money("proceeds", "(d) Proceeds"),
  money("cost", "(e) Cost basis"),
  text("code", "(f) Code"),
  money("adjustment", "(g) Adjustment"),
  money("gain", "(h) Gain or loss"),
  text("box", "Box"),
  text("wallet", "Wallet"),
  text("event", "Event")
]

const boxOf = (context: UsContext, disposed: Disposed, long: boolean): string => {
  const reported = context.facts(disposed.account).form1099 ?? (context.choice("unstatedBroker") as "none")
  return stepOn(context.rules.parameters.boxes, disposed.date)!.value[reported][long ? 1 : 0]
}

const rowOf = (context: UsContext, disposed: Disposed, part: SlicePart): Row => ({
  description: `${part.quantity} ${disposed.asset}`,
  acquired: part.acquired,
  sold: disposed.date,
  proceeds: part.gross === null ? null : subtract(part.gross, part.fee),
  cost: part.cost,
  code: "",
  adjustment: "0",
  gain: part.gain,
  box: boxOf(context, disposed, part.term === "long"),
  wallet: context.nameOf(disposed.account),
  event: disposed.event
})

/** Named lots that the law may not take as named: units then leave first in, first out in their account. */
const checkNamed = (context: UsContext, { named, date: sold, account, event, asset }: Disposed): void => {
  if (named === null) return
  const { namedInTimeFrom, brokerToldFrom } = context.rules.parameters
  if (named === "late" && sold >= namedInTimeFrom)
    context.lacks("its lots were named after the sale: units count as identified only by then, else first in, first out", event, asset)
  else if (sold >= brokerToldFrom && context.facts(account).custody !== "self")
    context.lacks(
      "its lots count as named only if the broker was told by the time of the sale, unless the coins were in self-custody",
      event,
      asset
    )
}

/** Lines of Schedule D by the box of the rows. */
const scheduleLines: ReadonlyArray<readonly [line: string, boxes: ReadonlyArray<string>]> = [
  ["1b", ["A", "G"]],
  ["2", ["B", "H"]],
  ["3", ["C", "I"]],
  ["8b", ["D", "J"]],
  ["9", ["E", "K"]],
  ["10", ["F", "L"]]
]

const scheduleD = (parts: ReadonlyArray<Section>): Section => {
  const rows = parts.flatMap((part) => part.rows).filter(({ proceeds, cost, gain }) => proceeds != null && cost != null && gain != null)
  const totals = scheduleLines.map(([line, boxes]) => {
    const its = rows.filter(({ box }) => boxes.includes(box!))
    const of = (column: string): Decimal => sum(its.map((row) => row[column]!))
    return {
      line,
      boxes: boxes.join(" or "),
      proceeds: of("proceeds"),
      cost: of("cost"),
      adjustment: of("adjustment"),
      gain: of("gain")
    }
  })
  return section(
    "schedule-d",
    "Schedule D: totals by box",
    [
      text("line", "Line"),
      text("boxes", "Box"),
      money("proceeds", "(d) Proceeds"),
      money("cost", "(e) Cost"),
      money("adjustment", "(g) Adjustment"),
      money("gain", "(h) Gain or loss")
    ],
    totals
  )
}

const results = (context: UsContext, short: Section, long: Section): Section => {
  const line7 = subtract(short.totals["gain"]!, context.asked("shortCarryover"))
  const line15 = subtract(long.totals["gain"]!, context.asked("longCarryover"))
  const line16 = add(line7, line15)
  const limit = context.rules.parameters.lossLimit[context.choice("filing")]! as Decimal
  const lost = compare(line16, "0") < 0 ? subtract("0", line16) : ("0" as Decimal)
  return formLines("schedule-d-result", "Schedule D: result of these lines alone", [
    ["6", "Short-term loss carried over", subtract("0", context.asked("shortCarryover"))],
    ["7", "Net short-term gain or loss", line7],
    ["14", "Long-term loss carried over", subtract("0", context.asked("longCarryover"))],
    ["15", "Net long-term gain or loss", line15],
    ["16", "Lines 7 and 15", line16],
    ["21", "Loss that may lessen other income", subtract("0", smallest(lost, limit))]
  ])
}

const sections = (context: UsContext, books: Books): ReadonlyArray<Section> => {
  for (const disposed of books.disposals) checkNamed(context, disposed)
  const rows = books.disposals.flatMap((disposed) =>
    context.slices(disposed).map((part) => ({ long: part.term === "long", row: rowOf(context, disposed, part) }))
  )
  const part = (id: string, title: string, long: boolean): Section =>
    section(
      id,
      title,
      columns,
      rows.filter((each) => each.long === long).map(({ row }) => row)
    )
  const short = part("8949-i", "Form 8949 Part I: held one year or less", false)
  const long = part("8949-ii", "Form 8949 Part II: held more than one year", true)
  const asked = books.disposals.length + books.income.length > 0
  return [
    short,
    long,
    scheduleD([short, long]),
    results(context, short, long),
    incomeSection(context, books, "Schedule 1: digital assets received as ordinary income"),
    section(
      "1040",
      "Form 1040: digital assets question",
      [text("question", "Question"), text("answer", "Answer")],
      [
        {
          question: "Received as reward, award or payment, or disposed of digital assets in the year?",
          answer: asked ? "Yes" : "No by this ledger"
        }
      ]
    ),
    section(
      "holdings",
      "Lots open at the end of the year",
      [
        text("asset", "Coin"),
        text("wallet", "Wallet"),
        date("acquired", "Acquired"),
        quantity("quantity", "Quantity"),
        amount("cost", "Basis")
      ],
      books.heldAt(context.year.until).map(({ asset, account, acquired, quantity: units, costBasis }) => ({
        asset,
        wallet: account === null ? "" : context.nameOf(account),
        acquired,
        quantity: units,
        cost: context.cell(costBasis)
      }))
    )
  ]
}

export const unitedStates: CountryReport<UnitedStatesParameters> = {
  rules: unitedStatesRules,
  title: "Form 8949 and Schedule D",
  yearOf: calendarYear,
  policy: ({ rules }) => ({
    scope: [
      { from: "2009-01-01", value: "global" },
      { from: rules.parameters.perWalletFrom, value: "account" }
    ],
    longTerm: "moreThanOneYear",
    gifts: "noGain"
  }),
  sections
}
