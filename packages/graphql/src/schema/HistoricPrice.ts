/** A price of the past, with every step and source that it rests on. */
import type { HistoricPrice as PriceShape, PriceGap as GapShape, PriceHop as HopShape } from "@caudal/engine"
import { builder } from "../builder.ts"
import { PriceGapReason, RateKind } from "./enums.ts"

const PriceHop = builder.objectRef<HopShape>("PriceHop").implement({
  description: "One source's word on one pair.",
  fields: (t) => ({
    from: t.exposeString("from", { description: "`assetId` of what is priced …" }),
    to: t.exposeString("to", { description: "… and of what it is priced in." }),
    stated: t.expose("stated", { type: "Decimal", description: "As the source states it: `to` for one `from`." }),
    inverted: t.exposeBoolean("inverted", { description: "The source states it the other way round: `from` for one `to`." }),
    source: t.exposeString("source", { description: "Who says so." }),
    kind: t.field({ type: RateKind, description: "Who makes the rate.", resolve: ({ kind }) => kind }),
    statedAt: t.expose("at", { type: "DateTime", description: "The instant that it states: where a candle ends, or the day of a rate." }),
    carriedDays: t.exposeInt("carriedDays", { description: "How many days it was carried forward; 0: it speaks of that very time." })
  })
})

export const HistoricPrice = builder.objectRef<PriceShape>("HistoricPrice").implement({
  description: `What one unit was worth. The product of what the hops state, inverted ones as divisors, rounded once to 18 significant digits where anything is divided.`,
  fields: (t) => ({
    amount: t.expose("amount", { type: "Decimal", description: "Of the currency, for one unit." }),
    source: t.exposeString("source", { description: "Who says so: every hop's source, joined by ` × `." }),
    kind: t.field({
      type: RateKind,
      description: "Who makes the rate: the last hop's that is not a market's.",
      resolve: ({ kind }) => kind
    }),
    statedAt: t.expose("at", { type: "DateTime", description: "The oldest instant that a hop states." }),
    carriedDays: t.exposeInt("carriedDays", { description: "The most days that a hop was carried forward." }),
    path: t.field({ type: [PriceHop], description: "Every hop; none for the currency itself.", resolve: ({ path }) => [...path] })
  })
})

export const PriceGap = builder.objectRef<GapShape>("PriceGap").implement({
  description: "Prices that are not known, and what would close the gap.",
  fields: (t) => ({
    asset: t.exposeString("asset", { description: "`assetId` of the asset." }),
    reason: t.field({ type: PriceGapReason, description: "Why.", resolve: ({ reason }) => reason }),
    from: t.expose("from", { type: "DateTime", description: "The first instant that was looked for in vain." }),
    to: t.expose("to", { type: "DateTime", description: "The last one." }),
    count: t.exposeInt("count", { description: "How many." }),
    closedBy: t.exposeString("closedBy", { description: "What would close it, in English." })
  })
})
