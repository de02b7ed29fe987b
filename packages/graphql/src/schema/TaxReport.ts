/** A country's tax report: settings, tables, what is not settled, and the hashes of all that it was made from. */
import type {
  Standing,
  TaxColumn,
  TaxReport as ReportShape,
  TaxRow as RowShape,
  TaxSection as SectionShape,
  TaxSetting as SettingShape,
  TaxSource as SourceShape,
  TaxUnresolved
} from "@caudal/accounting"
import type { TaxAnswer, TaxRequest } from "@caudal/engine"
import { builder } from "../builder.ts"
import { taxPath } from "../export/taxPath.ts"
import { partArguments, partOf } from "../partOf.ts"
import { TaxColumnKind, TaxCountry, TaxStanding } from "./accountingEnums.ts"

export const TaxSetting = builder.objectRef<SettingShape>("TaxSetting").implement({
  description: "A choice that figures rest on.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "What was to be chosen." }),
    value: t.exposeString("value", { description: "What holds." }),
    standing: t.field({
      type: TaxStanding,
      nullable: true,
      description: "Of a contested point: how sure its usual answer is. Null for what is not contested.",
      resolve: ({ standing }) => standing
    }),
    chosen: t.exposeBoolean("chosen", { description: "Whether somebody chose it; false: it is what is usual." })
  })
})

export const LotYear = builder.objectRef<ReportShape["year"]>("LotYear").implement({
  description: "A year as it is counted: not every tax year begins in January.",
  fields: (t) => ({
    label: t.exposeString("label", { description: "Its name: `2023`, `2023/24`." }),
    from: t.exposeString("from", { description: "Its first civil day." }),
    until: t.exposeString("until", { description: "Its last civil day." })
  })
})

const TaxSource = builder.objectRef<SourceShape>("TaxSource").implement({
  description: "Where a rule was read.",
  fields: (t) => ({
    title: t.exposeString("title", { description: "What it is." }),
    standing: t.field({ type: TaxStanding, description: "How sure it is.", resolve: ({ standing }: { standing: Standing }) => standing })
  })
})

const Column = builder.objectRef<TaxColumn>("TaxColumn").implement({
  description: "A column of a table.",
  fields: (t) => ({
    name: t.exposeString("id", { description: "Its name for programs." }),
    title: t.exposeString("title", { description: "Its name for people." }),
    kind: t.field({ type: TaxColumnKind, description: "What its cells are.", resolve: ({ kind }) => kind }),
    summed: t.boolean({ description: "Whether it has a total.", resolve: ({ sum }) => sum === true })
  })
})

const Row = builder.objectRef<{ readonly row: RowShape; readonly columns: ReadonlyArray<TaxColumn> }>("TaxRow").implement({
  description: "A line of a table.",
  fields: (t) => ({
    cells: t.field({
      type: ["String"],
      nullable: { list: false, items: true },
      description: "In the order of the columns; null is unknown, never zero.",
      resolve: ({ row, columns }) => columns.map(({ id }) => row[id] ?? null)
    })
  })
})

const Total = builder.objectRef<{ readonly column: string; readonly value: string }>("TaxTotal").implement({
  description: "The sum of a column, over the lines that lack no summed cell.",
  fields: (t) => ({
    column: t.exposeString("column", { description: "Name of the column." }),
    value: t.expose("value", { type: "Decimal", description: "The sum." })
  })
})

const Section = builder.objectRef<SectionShape>("TaxSection").implement({
  description: "One table of a report.",
  fields: (t) => ({
    name: t.exposeString("id", { description: "Its name for programs: `8949-i`, `disposals`." }),
    title: t.exposeString("title", { description: "Its name for people." }),
    columns: t.field({ type: [Column], description: "Its columns.", resolve: ({ columns }) => [...columns] }),
    rowCount: t.int({ description: "How many lines it has.", resolve: ({ rows }) => rows.length }),
    rows: t.field({
      type: [Row],
      args: partArguments,
      description: "Its lines, a part at a time.",
      resolve: ({ rows, columns }, part) => partOf(rows, part).map((row) => ({ row, columns }))
    }),
    totals: t.field({
      type: [Total],
      description: "Sums of its columns.",
      resolve: ({ totals }) => Object.entries(totals).map(([column, value]) => ({ column, value }))
    }),
    unknownRows: t.exposeInt("unknownRows", { description: "Lines that lack a summed cell: they are in no total." }),
    notes: t.field({ type: ["String"], description: "What belongs to it.", resolve: ({ notes }) => [...notes] })
  })
})

const Unresolved = builder.objectRef<TaxUnresolved>("TaxUnresolved").implement({
  description: "Something to settle before anybody files the report.",
  fields: (t) => ({
    event: t.exposeString("event", { description: "Id of the event; empty where it is not about one." }),
    subject: t.exposeString("asset", { description: "The coin or account; empty where it is about neither." }),
    what: t.exposeString("what", { description: "What is not settled." }),
    missing: t.expose("missing", { type: "Decimal", nullable: true, description: "How much of it, where it can be said." })
  })
})

export interface TaxReportShape extends TaxAnswer {
  readonly request: TaxRequest
  readonly portfolio: string
}

export const TaxReport = builder.objectRef<TaxReportShape>("TaxReport").implement({
  description:
    "A country's report on a tax year: the same hashes, the same bytes. Not advice on taxes: rules are dated data with sources, and what is contested is a setting.",
  fields: (t) => ({
    country: t.field({ type: TaxCountry, description: "The country.", resolve: ({ report }) => report.country }),
    title: t.string({ description: "Its title.", resolve: ({ report }) => report.title }),
    period: t.field({ type: LotYear, description: "The tax year.", resolve: ({ report }) => report.year }),
    currency: t.string({ description: "Code of the currency that its money is in.", resolve: ({ report }) => report.currency }),
    rulesVersion: t.string({ description: "Version of the rules.", resolve: ({ report }) => report.rules.version }),
    rulesCheckedOn: t.string({
      description: "The day on which their sources were last looked at.",
      resolve: ({ report }) => report.rules.checkedOn
    }),
    rulesHash: t.string({ description: "SHA-256 of the rules, in hex, as are all hashes.", resolve: ({ report }) => report.rules.hash }),
    sources: t.field({ type: [TaxSource], description: "Where the rules were read.", resolve: ({ report }) => [...report.rules.sources] }),
    inputHash: t.string({ description: "Of events, prices, settings and what is not settled.", resolve: ({ report }) => report.inputHash }),
    eventsHash: t.string({ description: "Of the events.", resolve: ({ report }) => report.hashes.events }),
    pricesHash: t.string({ description: "Of the closing prices.", resolve: ({ report }) => report.hashes.prices }),
    settingsHash: t.string({ description: "Of the settings.", resolve: ({ report }) => report.hashes.settings }),
    ledgerHash: t.exposeString("ledgerHash", {
      description: "Of the transactions and prices that the events were read from: `inputHash` of `gains`."
    }),
    projectionVersion: t.exposeInt("projectionVersion", { description: "Version of the rules that read transactions as events." }),
    settings: t.field({
      type: [TaxSetting],
      description: "Every choice, contested points included.",
      resolve: ({ report }) => [...report.settings]
    }),
    sections: t.field({ type: [Section], description: "Its tables.", resolve: ({ report }) => [...report.sections] }),
    unresolvedCount: t.int({ description: "How many things are not settled.", resolve: ({ report }) => report.unresolved.length }),
    unresolved: t.field({
      type: [Unresolved],
      args: partArguments,
      description: "What is not settled, a part at a time: gaps of the ledger, books that are not proved, what the rules want to know.",
      resolve: ({ report }, part) => partOf(report.unresolved, part)
    }),
    notes: t.field({ type: ["String"], description: "What belongs to the whole.", resolve: ({ report }) => [...report.notes] }),
    csvPath: t.string({
      description: "Where `GET` gives it as CSV, with the same token.",
      resolve: ({ portfolio, request }) => taxPath(portfolio, request, "csv")
    }),
    htmlPath: t.string({
      description: "Where `GET` gives it as a page that prints, with the same token.",
      resolve: ({ portfolio, request }) => taxPath(portfolio, request, "html")
    })
  })
})
