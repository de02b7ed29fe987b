/**
 * A look at a database without changing it or anything beside it: on a folder that cannot be written, and beside a
 * running server.
 */
import { existsSync, statSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { Effect, Layer } from "effect"
import type { SqlClient } from "effect/sql"
import type { EngineStartError } from "../../StartError.ts"
import type { Batch } from "../Batch.ts"
import { supportedVersion } from "../migrations.ts"
import { Snapshot } from "../Snapshot.ts"
import { checkVersion, coded, databaseFile, explain, noDatabase, refuse, schemaVersion, sqlite } from "./Database.ts"
import * as SqliteClient from "./SqliteClient.ts"

/** `snapshot`: one state for as long as it is open, only as this program writes it. `care`: also of an older one. */
export type Look = "snapshot" | "care"

interface Opened {
  readonly db: DatabaseSync
  /** Nothing is locked. */
  readonly immutable: boolean
}

/** The first statement opens the files in earnest; a snapshot begins with it. */
const begin = (db: DatabaseSync, look: Look): number => {
  try {
    if (look === "snapshot") db.exec("BEGIN")
    return schemaVersion(db)
  } catch (cause) {
    db.close()
    throw cause
  }
}

/**
 * Where there is a log, a server is running or was killed, and SQLite reads both under its locks. Where there is none
 * nobody has it open: then it is read as it lies, for a lock would leave files beside it.
 */
const open = (dataDir: string, look: Look): Opened => {
  const file = databaseFile(dataDir)
  if (!existsSync(file)) throw noDatabase(dataDir)
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  const attempt = (immutable: boolean): Opened => {
    const db = SqliteClient.openToRead(file, immutable)
    const version = begin(db, look)
    try {
      checkVersion(dataDir, version, look === "snapshot" ? supportedVersion : 0)
    } catch (cause) {
      db.close()
      throw cause
    }
    return { db, immutable }
  }
  if (log === undefined && !existsSync(`${file}-journal`)) return attempt(true)
  try {
    return attempt(false)
  } catch (cause) {
    const primary = (coded(cause).errcode ?? 0) & 0xff
    if (primary !== sqlite.cannotOpen && primary !== sqlite.readOnly) throw cause
    if (log?.size === 0) return attempt(true)
    throw refuse(
      "DATA_DIR_NOT_WRITABLE",
      `The database in ${dataDir} was not closed, and reading its log (caudal.db-wal) takes a folder that can be written. Copy the whole folder to one, and name that with CAUDAL_DATA_DIR.`
    )
  }
}

/** What changes whenever the file is written to. */
const stampOf = (file: string): string => {
  const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
  return [ino, size, mtimeNs, ctimeNs].join(" ")
}

export const layer = (dataDir: string, look: Look): Layer.Layer<SqlClient.SqlClient | Batch | Snapshot, EngineStartError> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const file = databaseFile(dataDir)
      const [before, { db, immutable }] = yield* Effect.try({
        try: () => [existsSync(file) ? stampOf(file) : "", open(dataDir, look)] as const,
        catch: explain(dataDir)
      })
      const unchanged = Effect.try({
        try: () => {
          if (immutable && stampOf(file) !== before)
            throw refuse(
              "DATA_DIR_IN_USE",
              `The database in ${dataDir} was written to while it was read, so what was read may be of two states. Do it again; nothing was changed.`
            )
        },
        catch: explain(dataDir)
      })
      const held: typeof Snapshot.Service.held = (read) =>
        Effect.matchCauseEffect(read, {
          // a page that is not what it was may also be no page at all
          onFailure: (cause) => Effect.andThen(unchanged, Effect.failCause(cause)),
          onSuccess: (value) => Effect.as(unchanged, value)
        })
      return Layer.merge(SqliteClient.layer(db), Layer.succeed(Snapshot, { held }))
    })
  )
