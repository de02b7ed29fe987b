/** What a portfolio can be asked about lots, gains and taxes. */
import { Gains, LotChoices, Taxes } from "@caudal/engine"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { pageArgs, queryOf } from "../relayPage.ts"
import { DisposalFilter, disposalFilterOf, DisposalList, disposalListOf } from "./DisposalList.ts"
import { GainMethod, TaxCountry } from "./accountingEnums.ts"
import { Explanation, partArgs, partsOf } from "./Explanation.ts"
import { MethodComparison, OpenLotList, openLotListOf, OpenLots, YearGains } from "./Gains.ts"
import { choiceListOf, LotChoiceList } from "./LotChoice.ts"
import { lotArguments, lotSettingsOf } from "./lotArguments.ts"
import { Portfolio } from "./Portfolio.ts"
import { taxSettingsOf, TaxSettingsInput } from "./taxArguments.ts"
import { TaxReport } from "./TaxReport.ts"

const yearText = "The year, in `timeZone`: the calendar year, or that in which a jurisdiction's tax year begins."

builder.objectFields(Portfolio, (t) => ({
  gains: t.field({
    type: YearGains,
    description: "What was gained in a year by parting with units, lot by lot.",
    args: { year: t.arg.int({ required: true, description: yearText }), ...lotArguments },
    resolve: ({ id }, { year, ...settings }, { owner, read }) =>
      read(Gains.use((gains) => gains.year(owner, id, { ...lotSettingsOf(settings), year: calendarYear(year) })))
  }),
  disposals: t.field({
    type: DisposalList,
    description: "Disposals of all years, oldest first.",
    args: { ...pageArgs, filter: t.arg({ type: DisposalFilter, description: "Which to list; all when omitted." }), ...lotArguments },
    resolve: async ({ id }, { filter, first, after, last, before, ...settings }, { owner, read }) => {
      const query = { ...lotSettingsOf(settings), ...queryOf({ first, after, last, before }), filter: disposalFilterOf(filter) }
      return disposalListOf(await read(Gains.use((gains) => gains.disposals(owner, id, query))))
    }
  }),
  lots: t.field({
    type: OpenLots,
    description: "The lots that are left, with what they cost.",
    args: { asset: t.arg.string({ description: "`assetId` of the asset; all when omitted." }), ...lotArguments },
    resolve: ({ id }, { asset, ...settings }, { owner, read }) =>
      read(Gains.use((gains) => gains.lots(owner, id, { ...lotSettingsOf(settings), asset: asset ?? null })))
  }),
  availableLots: t.field({
    type: OpenLotList,
    description: "Lots that a disposal could take, as they were just before it, oldest first: what `chooseLots` chooses from.",
    args: { ...pageArgs, disposal: t.arg.string({ required: true, description: "Id of the disposal: its `event`." }), ...lotArguments },
    resolve: async ({ id }, { disposal, first, after, last, before, ...settings }, { owner, read }) => {
      const query = { ...lotSettingsOf(settings), ...queryOf({ first, after, last, before }), disposal }
      return openLotListOf(await read(LotChoices.use((choices) => choices.available(owner, id, query))))
    }
  }),
  lotChoices: t.field({
    type: LotChoiceList,
    description: "Lots that you chose for disposals, by the time of those; without what was taken back.",
    args: { ...pageArgs, ...lotArguments },
    resolve: async ({ id }, { first, after, last, before, ...settings }, { owner, read }) => {
      const query = { ...lotSettingsOf(settings), ...queryOf({ first, after, last, before }) }
      return choiceListOf(await read(LotChoices.use((choices) => choices.list(owner, id, query))))
    }
  }),
  compareMethods: t.field({
    type: MethodComparison,
    description: "Totals of a year by several methods, from one reading of the ledger.",
    args: {
      year: t.arg.int({ required: true, description: yearText }),
      methods: t.arg({ type: [GainMethod], description: "Which to compare; when omitted, all that may be chosen." }),
      ...lotArguments
    },
    resolve: ({ id }, { year, methods, ...settings }, { owner, read }) =>
      read(
        Gains.use((gains) => gains.compare(owner, id, { ...lotSettingsOf(settings), year: calendarYear(year), methods: methods ?? null }))
      )
  }),
  explain: t.field({
    type: Explanation,
    description:
      "How a figure came about. Ask with the arguments of the answer that it stood in, then for the figures that its inputs name, until only postings and prices are left. A figure that is not there is the error NOT_FOUND.",
    args: {
      figure: t.arg.string({
        required: true,
        description:
          "`disposals/<event>/gain` (or `proceeds`, `costBasis`, `denied`), `disposals/<event>/allocations/<place>/gain` (or `proceeds`, `costBasis`), `gains/<year>/gain` and `gains/<year>/long/gain` (or `proceeds`, `costBasis`; `short`), `lots/<lot>/costBasis` or `quantity`, `holdings/<assetId>`, `events/<event>/<field>`."
      }),
      ...partArgs,
      ...lotArguments
    },
    resolve: ({ id }, { figure, first, offset, ...settings }, { owner, read }) => {
      const query = { ...lotSettingsOf(settings), ...partsOf({ first, offset }), figure }
      return read(Gains.use((gains) => gains.explain(owner, id, query)))
    }
  }),
  taxReport: t.field({
    type: TaxReport,
    description: "A country's tax report on a year. `taxRules` says what can be set.",
    args: {
      country: t.arg({ type: TaxCountry, required: true, description: "The country." }),
      year: t.arg.int({ required: true, description: "The tax year, by the calendar year in which it begins." }),
      settings: t.arg({ type: TaxSettingsInput, description: "What is to hold instead of what is usual." })
    },
    resolve: async ({ id }, { country, year, settings }, { owner, read }) => {
      const request = { country, settings: taxSettingsOf(year, settings) }
      return { ...(await read(Taxes.use((taxes) => taxes.report(owner, id, request)))), request, portfolio: String(id) }
    }
  })
}))

const calendarYear = (year: number): number => {
  if (year < 1 || year > 9998) throw badInput("A year has at most four digits.")
  return year
}
