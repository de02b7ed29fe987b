/** A ledger event as people see it: enriched by its witnesses. */
import type { Transaction as Shape } from "@caudal/engine"
import { Connections, Ledger } from "@caudal/engine"
import type { Price as PriceShape, Ref as RefShape, Transfer as TransferShape } from "@caudal/exchange"
import { builder } from "../builder.ts"
import { transactionKey, transactionKeyOf } from "../globalId.ts"
import { Asset } from "./Asset.ts"
import { Connection } from "./Connection.ts"
import { EventKind, EventStatus } from "./enums.ts"
import { placed, Posting } from "./Posting.ts"

const Ref = builder.objectRef<RefShape>("Ref").implement({
  description: "Names another record of the exchange.",
  fields: (t) => ({
    type: t.exposeString("type", { description: "What kind of record: `trade`, `order`, `funding`, `withdrawal` …" }),
    value: t.exposeString("id", { description: "The exchange's id of it." })
  })
})

const Price = builder.objectRef<PriceShape & { readonly exchange: string; readonly at: number }>("Price").implement({
  description: "`amount` of `quote` for one `base`.",
  fields: (t) => ({
    base: t.field({ type: Asset, description: "What was priced.", resolve: ({ base, exchange, at }) => ({ code: base, exchange, at }) }),
    quote: t.field({
      type: Asset,
      description: "What it was priced in.",
      resolve: ({ quote, exchange, at }) => ({ code: quote, exchange, at })
    }),
    amount: t.expose("amount", { type: "Decimal", description: "The price." })
  })
})

const Transfer = builder.objectRef<TransferShape>("Transfer").implement({
  description: "How a deposit or withdrawal travelled. Personal data of counterparties is not kept.",
  fields: (t) => ({
    network: t.exposeString("network", { nullable: true, description: "The network, as the exchange names it." }),
    txid: t.exposeString("txid", { nullable: true, description: "Hash of the transaction on its chain." }),
    address: t.exposeString("address", { nullable: true, description: "The address on the chain." }),
    tag: t.exposeString("tag", { nullable: true, description: "Tag or memo that belongs to the address." }),
    rail: t.exposeString("rail", { nullable: true, description: "SPEI, PIX, CVU, Bitso Transfer …, as the exchange names it." }),
    reference: t.exposeString("reference", { nullable: true, description: "Reference of the payment." })
  })
})

const Witness = builder.objectRef<Shape["witnesses"][number]>("Witness").implement({
  description: "A row of another stream that reports the same event.",
  fields: (t) => ({
    stream: t.exposeString("stream", { description: "The stream it came from." }),
    externalId: t.exposeString("externalId", { description: "The exchange's id of it." })
  })
})

export const Transaction = builder.objectRef<Shape>("Transaction")
builder.node(Transaction, {
  description: "A ledger event: a fact from the exchange, as it is known now.",
  id: { resolve: ({ connectionId, seq }) => transactionKey(connectionId, seq), description: "Global id." },
  loadOne: (id: string, { owner, read }) => {
    const key = transactionKeyOf(id)
    return key === undefined ? null : read(Ledger.use((ledger) => ledger.transaction(owner, key.connection, key.seq)))
  },
  fields: (t) => ({
    connection: t.field({
      type: Connection,
      description: "The connection it came by.",
      resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
    }),
    exchange: t.exposeString("exchange", { description: "Slug of its exchange." }),
    stream: t.exposeString("stream", { description: "The stream that posted it." }),
    externalId: t.exposeString("externalId", { description: "The exchange's id of it, or a content hash where it gives none." }),
    occurrence: t.exposeInt("occurrence", { description: "Tells identical rows of one instant apart; 0 for nearly all." }),
    version: t.exposeInt("version", { description: "1, or more when the exchange corrected the row." }),
    kind: t.field({ type: EventKind, description: "What it is.", resolve: ({ kind }) => kind }),
    operation: t.exposeString("operation", { nullable: true, description: "The exchange's own word for it." }),
    at: t.expose("at", { type: "DateTime", description: "When it happened." }),
    status: t.field({ type: EventStatus, description: "Where it stands.", resolve: ({ status }) => status }),
    groupId: t.exposeString("groupId", { nullable: true, description: "Rows that are one economic act share it: a trade and its fee." }),
    refs: t.field({ type: [Ref], description: "Other records of the exchange that it names.", resolve: ({ refs }) => [...refs] }),
    postings: t.field({
      type: [Posting],
      description: "What it moves.",
      resolve: ({ postings, exchange, at }) => placed(postings, exchange, at)
    }),
    price: t.field({
      type: Price,
      nullable: true,
      description: "The price of a trade or conversion.",
      resolve: ({ price, exchange, at }) => price && { ...price, exchange, at }
    }),
    transfer: t.field({
      type: Transfer,
      nullable: true,
      description: "How a deposit or withdrawal travelled.",
      resolve: ({ transfer }) => transfer
    }),
    witnesses: t.field({
      type: [Witness],
      description: "Rows of other streams that joined it.",
      resolve: ({ witnesses }) => [...witnesses]
    })
  })
})
