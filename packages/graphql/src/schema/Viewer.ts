/** The owner that the token speaks for: the root of everything that is somebody's. */
import type { OwnerId } from "@caudal/engine"
import { Assets, Connections, OwnPrices, PortfolioNotFound, Portfolios } from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { connectionIdOf, portfolioIdOf } from "../globalId.ts"
import { pageSize } from "../pageSize.ts"
import { AssetCorrection } from "./AssetCorrection.ts"
import { KnownAsset } from "./AssetRelation.ts"
import { Connection } from "./Connection.ts"
import { OwnPrice, PriceSource } from "./OwnPrice.ts"
import { Portfolio } from "./Portfolio.ts"

const Viewer = builder.objectRef<OwnerId>("Viewer").implement({
  description: "You: the owner that the token speaks for.",
  fields: (t) => ({
    id: t.id({ description: "Tells owners apart. Not a global id.", resolve: (owner) => `viewer-${owner}` }),
    portfolios: t.field({
      type: [Portfolio],
      description: "Your portfolios; the first one is the default.",
      resolve: async (owner, _args, { read }) => [...(await read(Portfolios.use((portfolios) => portfolios.list(owner))))]
    }),
    portfolio: t.field({
      type: Portfolio,
      description: "One portfolio. An id that is not one of yours is the error NOT_FOUND.",
      args: { id: t.arg.id({ description: "Its id; the default portfolio when omitted." }) },
      resolve: (owner, { id }, { read }) =>
        read(
          Effect.gen(function* () {
            const portfolios = yield* Portfolios
            if (id != null) return yield* portfolios.get(owner, portfolioIdOf(id))
            const [first] = yield* portfolios.list(owner)
            return first ?? (yield* new PortfolioNotFound())
          })
        )
    }),
    connections: t.field({
      type: [Connection],
      description: "Your connections, disconnected ones included.",
      resolve: async (owner, _args, { read }) => [...(await read(Connections.use((connections) => connections.list(owner))))]
    }),
    connection: t.field({
      type: Connection,
      description: "One connection. An id that is not one of yours is the error NOT_FOUND.",
      args: { id: t.arg.id({ required: true, description: "Its id." }) },
      resolve: (owner, { id }, { read }) => read(Connections.use((connections) => connections.get(owner, connectionIdOf(id))))
    }),
    assetCorrections: t.field({
      type: [AssetCorrection],
      description: "What you said that codes stand for, in the order you said it.",
      resolve: async (owner, _args, { read }) => [...(await read(Assets.use((assets) => assets.corrections(owner))))]
    }),
    ownPrices: t.field({
      type: [OwnPrice],
      description: "The prices that you have set, in the order you set them.",
      resolve: async (owner, _args, { read }) => [...(await read(OwnPrices.use((prices) => prices.all(owner))))]
    }),
    priceSources: t.field({
      type: [PriceSource],
      description: "What prices of the past rest on, and how far each series has been read.",
      resolve: async (owner, _args, { read }) => [...(await read(OwnPrices.use((prices) => prices.sources(owner))))]
    }),
    knownAssets: t.field({
      type: [KnownAsset],
      description: "Assets known by name, your own included, by symbol: what `correctAsset` takes.",
      args: {
        search: t.arg.string({ description: "Part of symbol or name, in any case; all when omitted." }),
        first: t.arg.int({ defaultValue: 25, description: "At most so many: 1 to 100." })
      },
      resolve: async (owner, { search, first }, { read }) => {
        const limit = pageSize(first)
        const part = (search ?? "").trim().toLowerCase()
        const known = await read(Assets.use((assets) => assets.known(owner)))
        return known.filter(({ symbol, name }) => `${symbol}\n${name}`.toLowerCase().includes(part)).slice(0, limit)
      }
    })
  })
})

builder.queryField("viewer", (t) =>
  t.field({ type: Viewer, description: "You: the owner that the token speaks for.", resolve: (_root, _args, { owner }) => owner })
)
