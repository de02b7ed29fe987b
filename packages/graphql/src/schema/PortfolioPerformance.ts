/** What a portfolio can be asked about how it did. */
import { Performance as Performances } from "@caudal/engine"
import { builder } from "../builder.ts"
import { pageArgs, queryOf } from "../relayPage.ts"
import { ValuationInterval } from "./accountingEnums.ts"
import { Explanation, partArgs, partsOf } from "./Explanation.ts"
import { Performance } from "./Performance.ts"
import { conventionArgs, conventionsOf, performanceArgs, settingsOf } from "./performanceArgs.ts"
import { Portfolio } from "./Portfolio.ts"
import { seriesOf, ValuationSeries } from "./ValuationSeries.ts"

builder.objectFields(Portfolio, (t) => ({
  performance: t.field({
    type: Performance,
    description: "How it did over a period: returns, profit, contributions, benchmarks, risk.",
    args: { ...performanceArgs, ...conventionArgs },
    resolve: async ({ id }, args, { owner, read }) => {
      const settings = settingsOf(args)
      const query = { ...settings, conventions: conventionsOf(args) }
      return { answer: await read(Performances.use((performances) => performances.performance(owner, id, query))), portfolio: id, settings }
    }
  }),
  valuationSeries: t.field({
    type: ValuationSeries,
    description: "What it was worth over time, oldest first.",
    args: {
      ...pageArgs,
      ...performanceArgs,
      interval: t.arg({ type: ValuationInterval, defaultValue: "day", description: "How far apart points are." })
    },
    resolve: async ({ id }, { interval, first, after, last, before, ...args }, { owner, read }) => {
      const query = { ...settingsOf(args), ...queryOf({ first, after, last, before }), interval: interval ?? "day" } as const
      return seriesOf(await read(Performances.use((performances) => performances.valuationSeries(owner, id, query))))
    }
  }),
  explainPerformance: t.field({
    type: Explanation,
    description:
      "How a figure of `performance` came about, or the value or flow of a day. Ask with the arguments of the answer that it stood in, then for the figures that its inputs name, until only postings and prices are left. A figure that is not there is the error NOT_FOUND.",
    args: {
      figure: t.arg.string({
        required: true,
        description:
          "`startValue`, `endValue`, `netFlow`, `gain`, `timeWeighted`, `modifiedDietz`, `moneyWeighted`; `days/<date>/value` and `days/<date>/flow`; `units/<assetId>/<date>`: held at the close; `index/<date>`: what 1 had become, time-weighted, over `first` parts from what it was before them; of a day whose large flows were valued, `days/<date>/flows/<place>/value`, `…/flow` and `…/units/<assetId>`: just before each flow, what flowed and what was held, and `index/<date>/<place>`; where `scope` is an asset, `trades/<assetId>/<date>`: what was paid for it less what it fetched."
      }),
      ...partArgs,
      ...performanceArgs,
      ...conventionArgs
    },
    resolve: ({ id }, { figure, ...args }, { owner, read }) => {
      const query = { ...settingsOf(args), ...partsOf(args), conventions: conventionsOf(args), figure }
      return read(Performances.use((performances) => performances.explain(owner, id, query)))
    }
  })
}))
