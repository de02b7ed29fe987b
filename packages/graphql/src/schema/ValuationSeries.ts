/** Values over time as a Relay connection. */
import type { AssetRef, Basis, ItemPage, ValuationPoint as Point } from "@caudal/engine"
import { builder } from "../builder.ts"
import { relayPage } from "../relayPage.ts"
import { MoneyMeasure } from "./Measure.ts"
import { PerformanceBasis } from "./PerformanceBasis.ts"

type NamedPoint = Point & { readonly assets: ReadonlyMap<string, AssetRef> }

const ValuationPoint = builder.objectRef<NamedPoint>("ValuationPoint").implement({
  description: "What was held at the close of a day, in the currency asked for.",
  fields: (t) => ({
    date: t.exposeString("date", { description: "The civil day, `2021-05-31`." }),
    value: t.field({
      type: MoneyMeasure,
      description: "Value at its close.",
      resolve: ({ value, assets }) => ({ measure: value, assets })
    }),
    flow: t.field({
      type: MoneyMeasure,
      description: "What came in from outside since the point before, less what went out.",
      resolve: ({ flow, assets }) => ({ measure: flow, assets })
    }),
    carried: t.exposeInt("carried", { description: "Held assets whose price is from an earlier day." })
  })
})

export const seriesOf = ({ items, ...page }: ItemPage<Point> & { readonly count: number; readonly basis: Basis }) => ({
  ...relayPage({ ...page, items: items.map(({ cursor, item }) => ({ cursor, item: { ...item, assets: page.basis.assets } })) }),
  count: page.count,
  basis: page.basis
})

const Edge = builder.edgeObject({ type: ValuationPoint, name: "ValuationEdge", description: "A point and its place in the series." })

export const ValuationSeries = builder.connectionObject<typeof ValuationPoint, ReturnType<typeof seriesOf>>(
  {
    type: ValuationPoint,
    name: "ValuationSeries",
    description: "A page of values over time, oldest first.",
    fields: (t) => ({
      totalCount: t.int({ description: "How many points, on all pages.", resolve: ({ count }) => count }),
      basis: t.field({ type: PerformanceBasis, description: "What the series rests on.", resolve: ({ basis }) => basis })
    })
  },
  Edge
)
