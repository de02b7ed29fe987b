/** An asset as an exchange names it, and what it is. */
import { builder } from "../builder.ts"
import { identityOf, type ShownAsset } from "../identities.ts"
import { AssetRelation, relationsOf } from "./AssetRelation.ts"
import { AssetKind, AssetStatus } from "./enums.ts"

export const Asset = builder.objectRef<ShownAsset>("Asset").implement({
  description: `A currency or token: the code that the exchange prints, and what it stands for.

The ledger keeps codes as printed; what they stand for is resolved anew for every answer, so a correction holds for the past as well. There is no \`id\` on purpose: clients that cache by \`id\` would mix up codes of one asset. Compare \`assetId\`.`,
  fields: (t) => ({
    code: t.string({ description: "The code exactly as the exchange prints it, such as `btc`.", resolve: ({ code }) => code }),
    symbol: t.string({
      description: "For people: `BTC`, also where the exchange prints `XXBT`. The code in upper case while the asset is unknown.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).symbol
    }),
    assetId: t.id({
      description:
        "What the code stands for, here and then: equal for equal assets, over all exchanges. Opaque; `unknown:…` while nothing names it.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).id
    }),
    name: t.string({
      description: "Name of the asset; the code while it is unknown.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).name
    }),
    kind: t.field({
      type: AssetKind,
      nullable: true,
      description:
        "What kind of thing it is under this code: `RECEIPT` for staked `DOT28.S`, whose `assetId` is Polkadot's. Null while unknown.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).kind
    }),
    status: t.field({
      type: AssetStatus,
      description: "Whether we know what it is.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).status
    }),
    via: t.string({
      description: "The rule that decided: `exchange:code` (`*`: any exchange), `correction:…`, or `none`.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).via
    }),
    reason: t.string({
      nullable: true,
      description: "Why it is unknown; null when it is known.",
      resolve: async (asset, _args, context) => (await identityOf(asset, context)).reason
    }),
    relations: t.field({
      type: [AssetRelation],
      description: "What became of it, what it came from, what it stands for.",
      resolve: async (asset, _args, context) => relationsOf((await identityOf(asset, context)).id, context)
    })
  })
})
