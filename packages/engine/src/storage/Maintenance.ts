/** Care of the data itself. */
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { EngineStartError } from "../StartError.ts"

export class MaintenanceError extends Schema.TaggedError<MaintenanceError>()("MaintenanceError", {
  reason: Schema.Literals(["TARGET_EXISTS", "NOT_A_BACKUP", "DATABASE_NEWER", "DISK_FULL", "NOT_WRITABLE"]),
  message: Schema.String
}) {}

export interface DatabaseHealth {
  readonly file: string
  readonly schemaVersion: number
  readonly supportedVersion: number
  /** SQLite's own quick check: `ok`, or what it found. */
  readonly integrity: string
  /** Of the database and of its log of recent changes. */
  readonly bytes: number
}

export class Maintenance extends Context.Service<
  Maintenance,
  {
    /** One consistent copy of the live database in a new file (mode 0600). The key file is not part of it. */
    readonly backup: (file: string) => Effect.Effect<{ readonly file: string; readonly bytes: number }, MaintenanceError>
    readonly health: Effect.Effect<DatabaseHealth>
    /** Whether a key file is the one that sealed what this database holds. */
    readonly keyFits: (keyFile: string) => Effect.Effect<boolean, EngineStartError>
  }
>()("@caudal/engine/storage/Maintenance") {}
