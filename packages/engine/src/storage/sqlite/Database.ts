/** Opens the database of a data folder, or says in one sentence why not. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Effect, Layer } from "effect"
import type { SqlClient } from "effect/sql"
import { EngineStartError } from "../../StartError.ts"
import type { Batch } from "../Batch.ts"
import { migrate, supportedVersion } from "../migrations.ts"
import * as SqliteClient from "./SqliteClient.ts"

export const databaseFile = (dataDir: string) => join(dataDir, "caudal.db")

const refuse = (reason: typeof EngineStartError.prototype.reason, message: string) => new EngineStartError({ reason, message })

const notWritable = (dataDir: string) =>
  refuse(
    "DATA_DIR_NOT_WRITABLE",
    `The data folder ${dataDir} cannot be written. Check its owner and permissions, or choose another with CAUDAL_DATA_DIR.`
  )

/** What SQLite's and the system's codes mean to the person who starts Caudal. */
export const explain =
  (dataDir: string) =>
  (cause: unknown): EngineStartError => {
    if (cause instanceof EngineStartError) return cause
    const { code, errcode, message = "" } = cause as { code?: string; errcode?: number; message?: string }
    const primary = (errcode ?? 0) & 0xff
    if (code === "ENOSPC" || primary === 13) {
      return refuse("DISK_FULL", `The disk that holds ${dataDir} is full. Free some space and start again; nothing stored is lost.`)
    }
    if (primary === 11 || primary === 26) {
      return refuse(
        "DATABASE_DAMAGED",
        `${databaseFile(dataDir)} is damaged or not a Caudal database. Restore a backup with \`caudal backup restore FILE\`.`
      )
    }
    if (
      code === "EACCES" ||
      code === "EPERM" ||
      code === "EROFS" ||
      code === "ENOTDIR" ||
      code === "EEXIST" ||
      primary === 8 ||
      primary === 14
    )
      return notWritable(dataDir)
    return refuse("DATABASE_DAMAGED", `${databaseFile(dataDir)} could not be opened: ${message}`)
  }

export const prepareFolder = (dataDir: string) =>
  Effect.try({
    try: () => {
      if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      if (!statSync(dataDir).isDirectory()) throw notWritable(dataDir)
      accessSync(dataDir, constants.W_OK | constants.R_OK | constants.X_OK)
    },
    catch: explain(dataDir)
  })

/** The step a database stands at; 0 for a new one. */
export const schemaVersion = (db: DatabaseSync): number => {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").get()
  if (table === undefined) return 0
  return (db.prepare("SELECT coalesce(max(migration_id), 0) AS version FROM migration").get() as { version: number }).version
}

const storedVersion = (file: string): number => {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    return schemaVersion(db)
  } finally {
    db.close()
  }
}

/**
 * Requests are logged in a file of their own, synced to disk only now and then: a kill loses nothing, and after a power
 * cut a machine takes longer to come back than what is lost counts for. The log is no data of the user's: it is in no
 * backup, and what is damaged is begun anew.
 */
const attachPacing = (db: DatabaseSync, dataDir: string) => {
  const file = join(dataDir, "pacing.db")
  const attach = () => {
    db.prepare("ATTACH ? AS pacing").run(file)
    db.exec(`PRAGMA pacing.page_size=512; PRAGMA pacing.journal_mode=WAL; PRAGMA pacing.synchronous=NORMAL;
      CREATE TABLE IF NOT EXISTS pacing.pace (
        scope TEXT NOT NULL, slot INTEGER NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (scope, slot)) WITHOUT ROWID`)
  }
  try {
    attach()
  } catch (cause) {
    const { errcode = 0 } = cause as { errcode?: number }
    if (errcode !== 11 && errcode !== 26) throw cause
    db.exec("DETACH pacing")
    for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true })
    attach()
  }
}

const openChecked = (dataDir: string, mustExist: boolean) =>
  Effect.try({
    try: () => {
      const file = databaseFile(dataDir)
      const fresh = !existsSync(file)
      if (fresh && mustExist) {
        throw refuse("NO_DATABASE", `There is no database in ${dataDir}. Start Caudal once (\`npm start\`), or set CAUDAL_DATA_DIR.`)
      }
      // before it is opened for writing, which would already change how it keeps its log
      const version = fresh ? 0 : storedVersion(file)
      if (version > supportedVersion) {
        throw refuse(
          "DATABASE_NEWER",
          `The database in ${dataDir} was written by a newer Caudal (schema ${version}, this one knows ${supportedVersion}). Update Caudal; nothing was changed.`
        )
      }
      const db = SqliteClient.open(file)
      try {
        if (fresh) chmodSync(file, 0o600)
        if (!mustExist) attachPacing(db, dataDir)
        return db
      } catch (cause) {
        db.close()
        throw cause
      }
    },
    catch: explain(dataDir)
  })

/** The migrated database as a SqlClient. `mustExist`: for commands that only look at what a server has stored. */
export const layer = (dataDir: string, mustExist: boolean): Layer.Layer<SqlClient.SqlClient | Batch, EngineStartError> =>
  Layer.unwrap(
    Effect.map(openChecked(dataDir, mustExist), (db) =>
      Layer.effectDiscard(
        Effect.mapError(migrate, (error) => explain(dataDir)("cause" in error && error.cause !== undefined ? error.cause : error))
      ).pipe(Layer.provideMerge(SqliteClient.layer(db)))
    )
  )
