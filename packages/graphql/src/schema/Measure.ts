/** Figures that may rest on missing data: exact, between bounds, or not to be had, and then why. */
import type { AssetRef, MoneyMeasure as MoneyShape, RateMeasure as RateShape } from "@caudal/engine"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"

/** With the identities that its causes name. */
export interface Shown<A> {
  readonly measure: A
  readonly assets: ReadonlyMap<string, AssetRef>
}

const Cause = builder
  .objectRef<{ readonly code: string; readonly asset: string; readonly identity: AssetRef | undefined }>("MissingCause")
  .implement({
    description: "What would have to be known for a figure to be exact.",
    fields: (t) => ({
      code: t.exposeString("code", { description: "What is missing: `price missing`, `basis unknown`, `value unknown`, `rows missing`." }),
      assetId: t.exposeString("asset", { description: "`assetId` of the asset that it is of." }),
      asset: t.field({
        type: Asset,
        nullable: true,
        description: "The asset; null where no row moves it, such as the currency of a rate.",
        resolve: ({ identity }) => (identity === undefined ? null : { code: identity.symbol, identity })
      })
    })
  })

/** Each cause once. */
const causesOf = ({ measure: { causes }, assets }: Shown<MoneyShape | RateShape>) => [
  ...new Map(causes.map(({ code, asset }) => [`${code} ${asset}`, { code, asset, identity: assets.get(asset) }])).values()
]

const texts = {
  reason: "Why there is no value; null where there is one.",
  bound: "What holds the true value where only that is known; null where there is a value, or nothing is known.",
  causes: "What is missing, each once.",
  low: "The true value is not below it; null: nothing is known on this side.",
  high: "The true value is not above it; null: nothing is known on this side."
}

type MoneyBound = NonNullable<MoneyShape["bound"]>
const MoneyBound = builder.objectRef<MoneyBound>("MoneyBound").implement({
  description: "Money between two ends.",
  fields: (t) => ({
    low: t.expose("low", { type: "Decimal", nullable: true, description: texts.low }),
    high: t.expose("high", { type: "Decimal", nullable: true, description: texts.high })
  })
})

export const MoneyMeasure = builder.objectRef<Shown<MoneyShape>>("MoneyMeasure").implement({
  description: "Money in the currency asked for: exact, between bounds, or not to be had.",
  fields: (t) => ({
    value: t.field({
      type: "Decimal",
      nullable: true,
      description: "The exact value; never zero for unknown.",
      resolve: ({ measure }) => measure.value
    }),
    reason: t.string({ nullable: true, description: texts.reason, resolve: ({ measure }) => measure.reason }),
    bound: t.field({ type: MoneyBound, nullable: true, description: texts.bound, resolve: ({ measure }) => measure.bound }),
    causes: t.field({ type: [Cause], description: texts.causes, resolve: causesOf })
  })
})

type RateBound = NonNullable<RateShape["bound"]>
const RateBound = builder.objectRef<RateBound>("RateBound").implement({
  description: "A rate between two ends.",
  fields: (t) => ({
    low: t.exposeFloat("low", { nullable: true, description: texts.low }),
    high: t.exposeFloat("high", { nullable: true, description: texts.high })
  })
})

export const RateMeasure = builder.objectRef<Shown<RateShape>>("RateMeasure").implement({
  description: "A rate or statistic, 0.1 is 10 %: known, between bounds, or undefined for a reason.",
  fields: (t) => ({
    value: t.float({
      nullable: true,
      description: "The value; never NaN, infinite, or zero for unknown.",
      resolve: ({ measure }) => measure.value
    }),
    reason: t.string({ nullable: true, description: texts.reason, resolve: ({ measure }) => measure.reason }),
    bound: t.field({ type: RateBound, nullable: true, description: texts.bound, resolve: ({ measure }) => measure.bound }),
    causes: t.field({ type: [Cause], description: texts.causes, resolve: causesOf })
  })
})
