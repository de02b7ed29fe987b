/** One stream of one connection: how far it has been read, and what is known of its past. */
import type { CoverageInterval as Interval, StreamStatus as Status, SyncProgress } from "@caudal/engine"
import type { StreamSpec } from "@caudal/exchange"
import { builder } from "../builder.ts"
import { textIn } from "../Locale.ts"
import { problemOfFailure } from "../problems.ts"
import { CoverageState, StreamRole, StreamState } from "./enums.ts"
import { localeArgs } from "./locale.ts"
import { Problem } from "./Problem.ts"
import { StreamProgress } from "./Progress.ts"

const CoverageInterval = builder.objectRef<Interval>("CoverageInterval").implement({
  description: "What is known about an interval of time: from `from`, before `to`.",
  fields: (t) => ({
    from: t.field({
      type: "DateTime",
      nullable: true,
      description: "Start; null for the account's start.",
      resolve: ({ from }) => (from === 0 ? null : from)
    }),
    to: t.expose("to", { type: "DateTime", description: "End, not part of it." }),
    state: t.field({ type: CoverageState, description: "What is known.", resolve: ({ state }) => state }),
    reason: t.exposeString("reason", { nullable: true, description: "Why it is not known." })
  })
})

export interface StreamOfConnection {
  readonly status: Status
  readonly spec: StreamSpec | null
  readonly progress: SyncProgress["streams"][number] | null
}

export const StreamStatus = builder.objectRef<StreamOfConnection>("StreamStatus").implement({
  description: "One list of the exchange, as read by one connection.",
  fields: (t) => ({
    name: t.string({ description: "Its name, as in `Exchange.streams`.", resolve: ({ status }) => status.stream }),
    title: t.string({
      description: "What to call it.",
      args: localeArgs,
      resolve: ({ spec, status }, { locale }, context) => (spec === null ? status.stream : textIn(spec.title, locale ?? context.locale))
    }),
    state: t.field({ type: StreamState, description: "How far it has been read.", resolve: ({ status }) => status.state }),
    role: t.field({ type: StreamRole, description: "What it does for the books.", resolve: ({ status }) => status.role }),
    progress: t.field({
      type: StreamProgress,
      nullable: true,
      description: "How it is getting on in the present run; null when it takes no part in one.",
      resolve: ({ progress }) => progress
    }),
    watermark: t.field({
      type: "DateTime",
      nullable: true,
      description: "Everything up to then is known; null before the first complete walk.",
      resolve: ({ status }) => status.watermark
    }),
    staleSince: t.field({
      type: "DateTime",
      nullable: true,
      description: "Since when newer rows may be missing because of a failure; null while up to date.",
      resolve: ({ status }) => status.staleSince
    }),
    rows: t.int({ description: "Rows stored.", resolve: ({ status }) => status.rows }),
    quarantined: t.int({ description: "Rows that could not be read; kept raw.", resolve: ({ status }) => status.quarantined }),
    coverage: t.field({
      type: [CoverageInterval],
      description: "What is known of its past.",
      resolve: ({ status }) => [...status.coverage]
    }),
    failure: t.field({
      type: Problem,
      nullable: true,
      description: "What stopped it; null when nothing did.",
      resolve: ({ status }) => (status.failure === null ? null : problemOfFailure(status.failure))
    })
  })
})
