/** How a sync is getting on: asked for, or pushed at every change. */
import type { SyncProgress as Progress } from "@caudal/engine"
import { Connections } from "@caudal/engine"
import { Stream } from "effect"
import { builder } from "../builder.ts"
import { connectionIdOf } from "../globalId.ts"
import { SyncPhase, StreamState } from "./enums.ts"

const ListsProgress = builder.objectRef<Progress["streams"][number]["lists"]>("ListsProgress").implement({
  description: "How many of a stream's lists are done.",
  fields: (t) => ({
    done: t.exposeInt("done", { description: "Lists this run is done with." }),
    total: t.exposeInt("total", { description: "Lists known so far; what is read may open more." })
  })
})

export const StreamProgress = builder.objectRef<Progress["streams"][number]>("StreamProgress").implement({
  description: "How one stream is getting on in this run.",
  fields: (t) => ({
    name: t.exposeString("stream", { description: "Name of the stream." }),
    state: t.field({ type: StreamState, description: "How far it is.", resolve: (progress) => progress.state }),
    callsDone: t.exposeInt("callsDone", { description: "Calls made for it in this run." }),
    lists: t.field({
      type: ListsProgress,
      description: "The lists it consists of at the exchange: one, or one per market, asset or wallet.",
      resolve: (progress) => progress.lists
    })
  })
})

export const SyncProgress = builder.objectRef<Progress>("SyncProgress").implement({
  description: "How a connection's sync is getting on.",
  fields: (t) => ({
    running: t.exposeBoolean("running", { description: "A sync is under way." }),
    phase: t.field({ type: SyncPhase, description: "What it is doing.", resolve: (progress) => progress.phase }),
    callsDone: t.exposeInt("callsDone", { description: "Calls made to the exchange in this run." }),
    callsEstimated: t.exposeInt("callsEstimated", {
      nullable: true,
      description: "Calls this run will take in all; null while it cannot be told."
    }),
    fraction: t.float({
      nullable: true,
      description: "Share that is done, 0 to 1; null while it cannot be told.",
      resolve: ({ callsDone, callsEstimated }) =>
        callsEstimated === null ? null : callsEstimated === 0 ? 1 : Math.min(1, callsDone / callsEstimated)
    }),
    eta: t.expose("eta", { type: "DateTime", nullable: true, description: "When it should be over." }),
    pausedUntil: t.expose("pausedUntil", {
      type: "DateTime",
      nullable: true,
      description: "Waiting until then, because the exchange or our own budget asks for it."
    }),
    rowsStored: t.exposeInt("rowsStored", { description: "Rows stored in this run." }),
    streams: t.field({ type: [StreamProgress], description: "Stream by stream.", resolve: (progress) => [...progress.streams] })
  })
})

builder.subscriptionField("syncProgress", (t) =>
  t.field({
    type: SyncProgress,
    description: "Progress of a connection's sync: how it stands now, then every change. Goes on until the client ends it.",
    args: { connection: t.arg.id({ required: true, description: "Id of the connection." }) },
    subscribe: async (_root, { connection }, { owner, read }) => {
      const id = connectionIdOf(connection)
      // Asked for first, so that a wrong id is an answer and not a stream that breaks.
      await read(Connections.use((connections) => connections.get(owner, id)))
      return read(Connections.use((connections) => Stream.toAsyncIterableEffect(connections.progressChanges(owner, id))))
    },
    resolve: (progress: Progress) => progress
  })
)
