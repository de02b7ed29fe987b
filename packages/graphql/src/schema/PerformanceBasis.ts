/** What answers about performance rest on: the same fields on each of them. */
import type { AssetRef, Basis } from "@caudal/engine"
import { builder } from "../builder.ts"
import { partArguments, partOf } from "../partOf.ts"
import { Asset } from "./Asset.ts"
import { FlowGapCode } from "./accountingEnums.ts"
import { PriceGap } from "./HistoricPrice.ts"

const shown = (identity: AssetRef) => ({ code: identity.symbol, identity })

const FlowGap = builder.objectRef<Basis["gaps"][number]>("FlowGap").implement({
  description: "Rows of a day of which something is not known. They are counted all the same.",
  fields: (t) => ({
    code: t.field({ type: FlowGapCode, description: "What is not known.", resolve: ({ code }) => code }),
    asset: t.field({ type: Asset, description: "The asset; its `code` is its symbol.", resolve: ({ identity }) => shown(identity) }),
    date: t.exposeString("date", { description: "The civil day, in the time zone asked for." }),
    count: t.exposeInt("count", { description: "How many operations." })
  })
})

export const PerformanceBasis = builder.objectRef<Basis>("PerformanceBasis").implement({
  description: "What an answer rests on. Whether rows are missing is what `certificate` says.",
  fields: (t) => ({
    from: t.string({ description: "First day; the period begins at the close of the day before.", resolve: ({ period }) => period.from }),
    to: t.string({ description: "Last day: as asked, or today.", resolve: ({ period }) => period.to }),
    currency: t.field({
      type: Asset,
      description: "The currency of all money.",
      resolve: ({ currencyIdentity }) => shown(currencyIdentity)
    }),
    timeZone: t.exposeString("timeZone", { description: "Whose midnight ends a day." }),
    gapCount: t.int({ description: "How many gaps there are.", resolve: ({ gaps }) => gaps.length }),
    gaps: t.field({
      type: [FlowGap],
      args: partArguments,
      description: "Rows of which something is not known, up to the period's end, a part at a time.",
      resolve: ({ gaps }, part) => partOf(gaps, part)
    }),
    missingPrices: t.field({
      type: [PriceGap],
      description: "Prices that were needed and that nobody knows. What needed one has a reason beside it.",
      resolve: ({ priceGaps }) => [...priceGaps]
    }),
    inputHash: t.exposeString("inputHash", {
      description: "SHA-256 in hex over all that the figures depend on besides the arguments: the same hash, the same figures."
    }),
    projectionVersion: t.exposeInt("projectionVersion", {
      description: "Version of the rules that read transactions as movements of days."
    })
  })
})
