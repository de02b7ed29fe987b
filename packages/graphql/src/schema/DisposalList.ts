/** Disposals of all years as a Relay connection, with filters. */
import type { DisposalFilter as FilterShape, DisposalPage } from "@caudal/engine"
import { builder } from "../builder.ts"
import { connectionIdOf } from "../globalId.ts"
import { relayPage } from "../relayPage.ts"
import { Disposal } from "./Gains.ts"
import { bounded } from "./TransactionList.ts"

export const DisposalFilter = builder.inputType("DisposalFilter", {
  description: "Which disposals to list; everything that is given must hold.",
  fields: (t) => ({
    assets: t.stringList({ description: "It is of one of these assets: `assetId` or symbol, in any case." }),
    from: t.field({ type: "DateTime", description: "It happened at this instant or later." }),
    to: t.field({ type: "DateTime", description: "It happened before this instant." }),
    exchanges: t.stringList({ description: "It happened at one of these exchanges, by slug." }),
    connections: t.idList({ description: "It came by one of these connections, by id." })
  })
})

export const disposalFilterOf = (input: typeof DisposalFilter.$inferInput | null | undefined): FilterShape => ({
  assets: bounded("DisposalFilter.assets", input?.assets),
  from: input?.from ?? undefined,
  to: input?.to ?? undefined,
  exchanges: bounded("DisposalFilter.exchanges", input?.exchanges),
  connections: bounded("DisposalFilter.connections", input?.connections)?.map((id) => connectionIdOf(String(id)))
})

export const disposalListOf = (page: DisposalPage) => ({ ...relayPage(page), count: page.count })

const DisposalEdge = builder.edgeObject({ type: Disposal, name: "DisposalEdge", description: "A disposal and its place in the list." })

export const DisposalList = builder.connectionObject<typeof Disposal, ReturnType<typeof disposalListOf>>(
  {
    type: Disposal,
    name: "DisposalConnection",
    description: "A page of disposals.",
    fields: (t) => ({
      totalCount: t.int({ description: "How many disposals the filter leaves, on all pages.", resolve: ({ count }) => count })
    })
  },
  DisposalEdge
)
