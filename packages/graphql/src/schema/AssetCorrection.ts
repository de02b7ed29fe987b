/** The owner's word on what a code stands for. */
import type { AssetCorrection as Shape } from "@caudal/engine"
import { AssetCorrectionId, Assets, Exchanges, UnknownExchange } from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { correctionIdOf, keyOf } from "../globalId.ts"
import { forgetIdentities } from "../identities.ts"
import { type ChangeError, type Problem, problemOf } from "../problems.ts"
import { KnownAsset } from "./AssetRelation.ts"
import { AssetKind } from "./enums.ts"
import * as problems from "./Problem.ts"

export const AssetCorrection = builder.objectRef<Shape>("AssetCorrection")
builder.node(AssetCorrection, {
  description: "What a code stands for in your accounts, because you say so. It wins over every rule, for past rows as well.",
  id: { resolve: ({ id }) => id, description: "Global id." },
  loadOne: (id: string, { owner, read }) => {
    const key = keyOf(id)
    if (key === undefined) return null
    return read(
      Assets.use((assets) => assets.correction(owner, AssetCorrectionId(key))).pipe(
        Effect.catchTag("CorrectionNotFound", () => Effect.succeed(null))
      )
    )
  },
  fields: (t) => ({
    exchange: t.exposeString("exchange", { description: "Slug of the exchange that prints the code." }),
    code: t.exposeString("code", { description: "The code, as it prints it." }),
    from: t.expose("from", { type: "DateTime", nullable: true, description: "Since when; null for always before `to`." }),
    to: t.expose("to", { type: "DateTime", nullable: true, description: "Until when (exclusive); null for ever since `from`." }),
    asset: t.field({ type: KnownAsset, description: "What it stands for.", resolve: ({ asset }) => asset }),
    correctedAt: t.expose("correctedAt", { type: "DateTime", description: "When you said so." })
  })
})

type Success = { readonly correction: Shape }

const AssetCorrectionSuccess = builder.objectRef<Success>("AssetCorrectionSuccess").implement({
  description: "It worked, and holds for every answer from now on.",
  fields: (t) => ({
    correction: t.field({
      type: AssetCorrection,
      description: "The correction; as it was, when it was removed.",
      resolve: ({ correction }) => correction
    })
  })
})

const resolveType = (value: Success | Problem) => ("correction" in value ? "AssetCorrectionSuccess" : value.type)

const CorrectAssetResult = builder.unionType("CorrectAssetResult", {
  description: "The correction, or why it was not made.",
  types: [AssetCorrectionSuccess, problems.UnknownExchange, problems.AssetNotFound, problems.EmptyInterval, problems.CorrectionOverlaps],
  resolveType
})

const RemoveAssetCorrectionResult = builder.unionType("RemoveAssetCorrectionResult", {
  description: "The correction that was removed, or why it was not.",
  types: [AssetCorrectionSuccess, problems.CorrectionNotFound],
  resolveType
})

const OwnAssetInput = builder.inputType("OwnAssetInput", {
  description: "An asset that only you know by name.",
  fields: (t) => ({
    symbol: t.string({ required: true, description: "Its symbol: codes that you give the same symbol are one asset." }),
    name: t.string({ required: true, description: "Its name." }),
    kind: t.field({ type: AssetKind, required: true, description: "What kind of thing it is." })
  })
})

const CorrectAssetInput = builder.inputType("CorrectAssetInput", {
  description: "What a code stands for. Give `asset` or `ownAsset`.",
  fields: (t) => ({
    exchange: t.string({ required: true, description: "Slug of the exchange that prints the code." }),
    code: t.string({ required: true, description: "The code, as it prints it." }),
    from: t.field({ type: "DateTime", description: "Since when; always when omitted." }),
    to: t.field({ type: "DateTime", description: "Until when (exclusive); for ever when omitted." }),
    asset: t.id({ description: "Id of a known asset: see `viewer { knownAssets }`." }),
    ownAsset: t.field({ type: OwnAssetInput, description: "An asset of your own, when nothing known fits." })
  })
})

const longest = { code: 64, symbol: 20, name: 100 } as const

const bounded = (field: keyof typeof longest, text: string): string => {
  const trimmed = field === "code" ? text : text.trim()
  if (trimmed === "" || trimmed.length > longest[field]) throw badInput(`\`${field}\` takes 1 to ${longest[field]} characters.`)
  return trimmed
}

const assetOf = ({ asset, ownAsset }: typeof CorrectAssetInput.$inferInput) => {
  if ((asset == null) === (ownAsset == null)) throw badInput("Give `asset` or `ownAsset`, not both.")
  return ownAsset == null
    ? String(asset)
    : { symbol: bounded("symbol", ownAsset.symbol), name: bounded("name", ownAsset.name), kind: ownAsset.kind }
}

const settle = <E extends ChangeError, R>(effect: Effect.Effect<Shape, E, R>): Effect.Effect<Success | Problem, never, R> =>
  Effect.match(effect, { onSuccess: (correction) => ({ correction }), onFailure: problemOf })

builder.mutationFields((t) => ({
  correctAsset: t.field({
    type: CorrectAssetResult,
    description: `Says what a code stands for at an exchange, for ever or in an interval. Past rows are resolved anew at once.

Idempotent: the same code and interval again replaces what was said before.`,
    args: { input: t.arg({ type: CorrectAssetInput, required: true, description: "The code and the asset." }) },
    resolve: async (_root, { input }, context) => {
      const { exchange, from, to } = input
      const wanted = { exchange, code: bounded("code", input.code), from: from ?? null, to: to ?? null, asset: assetOf(input) }
      const result = await context.change(
        settle(
          Effect.gen(function* () {
            if ((yield* Exchanges).get(exchange) === undefined) return yield* new UnknownExchange({ exchange })
            return yield* Assets.use((assets) => assets.correct(context.owner, wanted))
          })
        )
      )
      forgetIdentities(context)
      return result
    }
  }),
  removeAssetCorrection: t.field({
    type: RemoveAssetCorrectionResult,
    description: "Takes a correction back. What the rules say holds again at once, for past rows as well.",
    args: { correction: t.arg.id({ required: true, description: "Id of the correction." }) },
    resolve: async (_root, { correction }, context) => {
      const id = correctionIdOf(correction)
      const result = await context.change(
        settle(
          Effect.gen(function* () {
            const assets = yield* Assets
            const removed = yield* assets.correction(context.owner, id)
            yield* assets.remove(context.owner, id)
            return removed
          })
        )
      )
      forgetIdentities(context)
      return result
    }
  })
}))
