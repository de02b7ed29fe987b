/** Assets known by name, and how they are related. */
import type { KnownAsset as Known, KnownRelation } from "@caudal/engine"
import { Assets } from "@caudal/engine"
import { builder } from "../builder.ts"
import type { GraphQLContext } from "../context.ts"
import { AssetKind, RelationKind } from "./enums.ts"

export const KnownAsset = builder.objectRef<Known>("KnownAsset").implement({
  description: "An asset that we know by name, whatever exchanges print for it.",
  fields: (t) => ({
    id: t.id({ description: "What `Asset.assetId` answers. Not a global id.", resolve: ({ id }) => id }),
    symbol: t.exposeString("symbol", { description: "For people. Not unique." }),
    name: t.exposeString("name", { description: "Its name." }),
    kind: t.field({ type: AssetKind, description: "What kind of thing it is.", resolve: ({ kind }) => kind })
  })
})

export const AssetRelation = builder.objectRef<KnownRelation>("AssetRelation").implement({
  description: "How one asset came from, stands for or wraps another.",
  fields: (t) => ({
    kind: t.field({ type: RelationKind, description: "How they are related.", resolve: ({ kind }) => kind }),
    from: t.field({ type: KnownAsset, description: "The older asset, the receipt or the wrapper …", resolve: ({ from }) => from }),
    to: t.field({ type: KnownAsset, description: "… and the newer one, or the one it stands for.", resolve: ({ to }) => to }),
    ratio: t.expose("ratio", {
      type: "Decimal",
      nullable: true,
      description: "Exactly so many `to` for one `from`; null where there is no fixed ratio."
    }),
    date: t.exposeString("date", { nullable: true, description: "Since when, as far as it is known: `2020-11-19`, `2018-07`." }),
    continues: t.exposeBoolean("continues", { description: "The old asset is counted as the new one: they are one line in holdings." }),
    checked: t.exposeBoolean("checked", { description: "Read at its source. Otherwise check it before money rests on it." }),
    source: t.exposeString("source", { description: "Where it was read." })
  })
})

export const relationsOf = async (id: string, { read }: GraphQLContext): Promise<Array<KnownRelation>> =>
  (await read(Assets.useSync((assets) => assets.relations))).filter(({ from, to }) => from.id === id || to.id === id)

builder.queryField("assetRelations", (t) =>
  t.field({
    type: [AssetRelation],
    description: "Every migration, redenomination, fork, receipt and wrapper that we know of.",
    resolve: async (_root, _args, { read }) => [...(await read(Assets.useSync((assets) => assets.relations)))]
  })
)
