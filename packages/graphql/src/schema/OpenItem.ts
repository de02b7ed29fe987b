/** Rows that are shown but not counted. */
import type { OpenItem as Open, QuarantinedItem as Quarantined } from "@caudal/engine"
import { builder } from "../builder.ts"
import { EventKind, EventStatus } from "./enums.ts"
import { placed, Posting } from "./Posting.ts"

export const OpenItem = builder.objectRef<Open & { readonly exchange: string }>("OpenItem").implement({
  description: "A row of a witness without partner in the books: never an event, but shown.",
  fields: (t) => ({
    stream: t.exposeString("stream", { description: "The stream it came from." }),
    externalId: t.exposeString("externalId", { description: "The exchange's id of it." }),
    kind: t.field({ type: EventKind, description: "What it looks like.", resolve: ({ kind }) => kind }),
    at: t.expose("at", { type: "DateTime", description: "When it happened." }),
    status: t.field({ type: EventStatus, description: "Where it stands.", resolve: ({ status }) => status }),
    groupId: t.exposeString("groupId", { nullable: true, description: "What it belongs to." }),
    postings: t.field({
      type: [Posting],
      description: "What it would move.",
      resolve: ({ postings, exchange, at }) => placed(postings, exchange, at)
    })
  })
})

export const QuarantinedItem = builder.objectRef<Quarantined>("QuarantinedItem").implement({
  description: "A row that could not be read.",
  fields: (t) => ({
    stream: t.exposeString("stream", { description: "The stream it came from." }),
    pointer: t.exposeString("pointer", { description: "JSON pointer of the row inside the exchange's reply." }),
    reason: t.exposeString("reason", { description: "Why it could not be read." }),
    receivedAt: t.expose("receivedAt", { type: "DateTime", description: "When it was received." })
  })
})

export const OpenItemList = builder.connectionObject(
  { type: OpenItem, name: "OpenItemConnection", description: "A page of witnesses without partner." },
  builder.edgeObject({ type: OpenItem, name: "OpenItemEdge", description: "A witness without partner and its place in the list." })
)

export const QuarantinedItemList = builder.connectionObject(
  { type: QuarantinedItem, name: "QuarantinedItemConnection", description: "A page of rows that could not be read." },
  builder.edgeObject({
    type: QuarantinedItem,
    name: "QuarantinedItemEdge",
    description: "A row that could not be read and its place in the list."
  })
)
