/** What is held, and where. */
import type { Holding as Shape, HoldingPart as Part } from "@caudal/engine"
import { Connections } from "@caudal/engine"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"
import { Connection } from "./Connection.ts"
import { HoldingSource } from "./enums.ts"

const HoldingPart = builder.objectRef<Part>("HoldingPart").implement({
  description: "The part of a holding in one wallet of one connection.",
  fields: (t) => ({
    connection: t.field({
      type: Connection,
      description: "The connection.",
      resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
    }),
    exchange: t.exposeString("exchange", { description: "Slug of its exchange." }),
    wallet: t.exposeString("wallet", { description: "The wallet." }),
    asset: t.field({
      type: Asset,
      description: "The asset, by the code printed here.",
      resolve: ({ asset, exchange, at }) => ({ code: asset, exchange, at })
    }),
    total: t.expose("total", { type: "Decimal", description: "All of it." }),
    available: t.expose("available", { type: "Decimal", nullable: true, description: "Free to use; null where only the total is known." }),
    locked: t.expose("locked", {
      type: "Decimal",
      nullable: true,
      description: "In orders or on hold; null where only the total is known."
    }),
    source: t.field({ type: HoldingSource, description: "Where the figure comes from.", resolve: ({ source }) => source }),
    at: t.expose("at", { type: "DateTime", description: "When it was so." })
  })
})

export const Holding = builder.objectRef<Shape>("Holding").implement({
  description: "What a portfolio holds of one asset, over all its connections, whatever each exchange prints for it.",
  fields: (t) => ({
    asset: t.field({ type: Asset, description: "The asset.", resolve: ({ asset, identity }) => ({ code: asset, identity }) }),
    codes: t.stringList({ description: "Every code that a part of it is printed under.", resolve: ({ codes }) => [...codes] }),
    total: t.expose("total", { type: "Decimal", description: "All of it." }),
    available: t.expose("available", {
      type: "Decimal",
      nullable: true,
      description: "Free to use; null where a part only knows its total."
    }),
    locked: t.expose("locked", {
      type: "Decimal",
      nullable: true,
      description: "In orders or on hold; null where a part only knows its total."
    }),
    parts: t.field({ type: [HoldingPart], description: "Wallet by wallet.", resolve: ({ parts }) => [...parts] })
  })
})
