/** A connection: credentials (never shown) plus the state of its sync. */
import type { ConnectionInfo } from "@caudal/engine"
import { Books, ConnectionId, Connections, Exchanges, Ledger, Notices, Openings } from "@caudal/engine"
import type { KeyRights as Rights, Right } from "@caudal/exchange"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { keyOf } from "../globalId.ts"
import { problemOfFailure } from "../problems.ts"
import { pageArgs, queryOf, relayPage } from "../relayPage.ts"
import { Certificate } from "./Certificate.ts"
import { ConnectionStatus, RightAnswer } from "./enums.ts"
import { Exchange } from "./Exchange.ts"
import { OpenItemList, QuarantinedItemList } from "./OpenItem.ts"
import { Notice, noticeOf } from "./Notice.ts"
import { Opening } from "./Opening.ts"
import { Problem } from "./Problem.ts"
import { SyncProgress } from "./Progress.ts"
import { StreamStatus } from "./StreamStatus.ts"

const KeyRight = builder.objectRef<Right & { readonly name: string }>("KeyRight").implement({
  description: "Whether the key may do one thing, and how we know.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "`trade`, `withdraw`, `ipRestricted`, or the name of a read." }),
    answer: t.field({ type: RightAnswer, description: "Whether it may.", resolve: (right) => right.answer }),
    evidence: t.exposeString("evidence", { description: "How we know." })
  })
})

const KeyRights = builder.objectRef<Rights>("KeyRights").implement({
  description: "What the key may do, as far as the exchange tells.",
  fields: (t) => ({
    trade: t.field({ type: KeyRight, description: "May it trade?", resolve: ({ trade }) => ({ name: "trade", ...trade }) }),
    withdraw: t.field({ type: KeyRight, description: "May it withdraw?", resolve: ({ withdraw }) => ({ name: "withdraw", ...withdraw }) }),
    ipRestricted: t.field({
      type: KeyRight,
      description: "Is it tied to network addresses?",
      resolve: ({ ipRestricted }) => ({ name: "ipRestricted", ...ipRestricted })
    }),
    reads: t.field({
      type: [KeyRight],
      description: "The reads that were tried.",
      resolve: ({ reads }) => Object.entries(reads).map(([name, right]) => ({ name, ...right }))
    })
  })
})

const day = 86_400_000

export const Connection = builder.objectRef<ConnectionInfo>("Connection")
builder.node(Connection, {
  description: "One account at one exchange, as reached by one key.",
  id: { resolve: (connection) => connection.id, description: "Global id." },
  loadOne: (id: string, { owner, read }) => {
    const key = keyOf(id)
    if (key === undefined) return null
    return read(
      Connections.use((connections) => connections.get(owner, ConnectionId(key))).pipe(
        Effect.catchTag("ConnectionNotFound", () => Effect.succeed(null))
      )
    )
  },
  fields: (t) => ({
    exchange: t.field({
      type: Exchange,
      nullable: true,
      description: "Its exchange; null when that adapter is no longer installed.",
      resolve: ({ exchange }, _args, { read }) => read(Exchanges.useSync((exchanges) => exchanges.get(exchange) ?? null))
    }),
    label: t.exposeString("label", { description: "What its owner calls it." }),
    accountKey: t.exposeString("accountKey", { description: "Stable key of the account at the exchange." }),
    status: t.field({ type: ConnectionStatus, description: "Whether it is being synced.", resolve: ({ status }) => status }),
    failure: t.field({
      type: Problem,
      nullable: true,
      description: "What stopped it; null when nothing did.",
      resolve: ({ failure }) => (failure === null ? null : problemOfFailure(failure))
    }),
    rights: t.field({ type: KeyRights, description: "What its key may do.", resolve: ({ rights }) => rights }),
    consentedAt: t.expose("consentedAt", {
      type: "DateTime",
      nullable: true,
      description: "When the owner accepted that trade and withdraw rights cannot be verified; null when they were verified absent."
    }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was first connected." }),
    credentialsSince: t.expose("credentialsSince", { type: "DateTime", description: "When its present key was given." }),
    rotateBy: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the key should be replaced, by the exchange's advised age.",
      resolve: ({ exchange, credentialsSince }, _args, { read }) =>
        read(
          Exchanges.useSync((exchanges) => {
            const days = exchanges.get(exchange)?.manifest.credentials.rotateAfterDays
            return days === undefined ? null : credentialsSince + days * day
          })
        )
    }),
    keyFingerprint: t.exposeString("keyFingerprint", { description: "Tells keys apart and reveals nothing about them." }),
    lastSyncedAt: t.expose("lastSyncedAt", { type: "DateTime", nullable: true, description: "When the last sync ended well." }),
    nextSyncAt: t.expose("nextSyncAt", { type: "DateTime", nullable: true, description: "When the next one is due." }),
    streams: t.field({
      type: [StreamStatus],
      description: "Its streams, and how far each has been read.",
      resolve: (connection, _args, { owner, read }) =>
        read(
          Effect.gen(function* () {
            const connections = yield* Connections
            const exchanges = yield* Exchanges
            const [statuses, progress] = yield* Effect.all([
              connections.streams(owner, connection.id),
              connections.progress(owner, connection.id)
            ])
            const specs = exchanges.get(connection.exchange)?.manifest.streams ?? []
            return statuses.map((status) => ({
              status,
              spec: specs.find(({ id }) => id === status.stream) ?? null,
              progress: progress.streams.find(({ stream }) => stream === status.stream) ?? null
            }))
          })
        )
    }),
    progress: t.field({
      type: SyncProgress,
      description: "How its sync is getting on. The subscription `syncProgress` pushes every change.",
      resolve: ({ id }, _args, { owner, read }) => read(Connections.use((connections) => connections.progress(owner, id)))
    }),
    certificate: t.field({
      type: Certificate,
      description: "Whether its books are complete.",
      resolve: ({ id }, _args, { owner, read }) => read(Books.use((books) => books.certificate(owner, id)))
    }),
    openings: t.field({
      type: [Opening],
      description: "What you say it held before its history begins, by wallet and asset; also what you took back.",
      resolve: async ({ id }, _args, { owner, read }) => [...(await read(Openings.use((openings) => openings.list(owner, id))))]
    }),
    notices: t.field({
      type: [Notice],
      description: "What is counted although it is unknown, and what does not add up. None of it stops the sync.",
      resolve: async ({ id }, _args, { owner, read }) => (await read(Notices.use((notices) => notices.of(owner, id)))).map(noticeOf)
    }),
    openItems: t.field({
      type: OpenItemList,
      description: "Rows of witnesses that found no partner in the books, newest first. Never counted, always shown.",
      args: pageArgs,
      resolve: async ({ id, exchange }, page, { owner, read }) => {
        const query = queryOf(page)
        const { items, ...rest } = await read(Ledger.use((ledger) => ledger.openItems(owner, id, query)))
        return relayPage({ ...rest, items: items.map(({ cursor, item }) => ({ cursor, item: { ...item, exchange } })) })
      }
    }),
    quarantined: t.field({
      type: QuarantinedItemList,
      description: "Rows that could not be read, with the reason, last received first. Kept raw and read again after a fix.",
      args: pageArgs,
      resolve: async ({ id }, page, { owner, read }) => {
        const query = queryOf(page)
        return relayPage(await read(Ledger.use((ledger) => ledger.quarantined(owner, id, query))))
      }
    })
  })
})

/** Here and not beside their types: those are part of a connection, and imports go one way. */
builder.objectField(Certificate, "connection", (t) =>
  t.field({
    type: Connection,
    description: "The connection whose books they are.",
    resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
  })
)
builder.objectField(Opening, "connection", (t) =>
  t.field({
    type: Connection,
    description: "The connection of the account that it is about.",
    resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
  })
)
builder.objectField(Notice, "connection", (t) =>
  t.field({
    type: Connection,
    description: "The connection that it is about.",
    resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
  })
)
builder.objectField(SyncProgress, "connection", (t) =>
  t.field({
    type: Connection,
    description: "The connection that is being synced.",
    resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
  })
)
