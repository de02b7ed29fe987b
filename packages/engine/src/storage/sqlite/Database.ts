/** Opens the database of a data folder, or says in one sentence why not. */
import { accessSync, constants, existsSync, rmSync, statfsSync, statSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Effect, Layer } from "effect"
import type { SqlClient } from "effect/sql"
import { EngineStartError } from "../../StartError.ts"
import type { Batch } from "../Batch.ts"
import { makeFolder } from "../makeFolder.ts"
import { migrate, supportedVersion } from "../migrations.ts"
import { ownFile } from "./ownFile.ts"
import * as SqliteClient from "./SqliteClient.ts"

export const databaseFile = (dataDir: string) => join(dataDir, "caudal.db")

export const refuse = (reason: typeof EngineStartError.prototype.reason, message: string) => new EngineStartError({ reason, message })

const notWritable = (dataDir: string) =>
  refuse(
    "DATA_DIR_NOT_WRITABLE",
    `The data folder ${dataDir} cannot be written. Check its owner and permissions, or choose another with CAUDAL_DATA_DIR.`
  )

interface Coded {
  readonly code?: string
  readonly errcode?: number
  readonly message?: string
  readonly reason?: unknown
  readonly cause?: unknown
}

/** The error that bears a code, under whatever it was wrapped in. */
export const coded = (error: unknown): Coded => {
  const own = (error ?? {}) as Coded
  if (own.errcode !== undefined || (own.code !== undefined && own.code !== "ERR_SQLITE_ERROR")) return own
  const inner = own.cause ?? own.reason
  return typeof inner === "object" && inner !== null ? coded(inner) : own
}

/** Below this SQLite cannot even lay out its log, and says no more than that the disk failed. */
const leastBytes = 1_000_000

const isFull = (dataDir: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(dataDir)
    return bavail * bsize < leastBytes
  } catch {
    return false
  }
}

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html */
export const sqlite = { readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }

const noAccess = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT", "ELOOP", "ENAMETOOLONG"])

/** What SQLite's and the system's codes mean to the person who starts Caudal. `file`: the database they are about. */
export const explain =
  (dataDir: string, file = databaseFile(dataDir)) =>
  (error: unknown): EngineStartError => {
    if (error instanceof EngineStartError) return error
    const { code = "", errcode = 0, message = "" } = coded(error)
    const primary = errcode & 0xff
    const failed = primary === sqlite.ioError || primary === sqlite.cannotOpen
    if (code === "ENOSPC" || code === "EDQUOT" || primary === sqlite.full || (failed && isFull(dataDir))) {
      return refuse("DISK_FULL", `The disk that holds ${dataDir} is full. Free some space and start again; nothing stored is lost.`)
    }
    if (primary === sqlite.corrupt || primary === sqlite.notADatabase) {
      return refuse(
        "DATABASE_DAMAGED",
        `${file} is damaged or not a Caudal database. Restore a backup with \`caudal backup restore FILE\`.`
      )
    }
    if (noAccess.has(code) || primary === sqlite.readOnly || primary === sqlite.cannotOpen) return notWritable(dataDir)
    if (code === "EIO" || primary === sqlite.ioError) {
      return refuse(
        "DISK_FAILED",
        `The disk that holds ${dataDir} failed while it was read or written (${message}). Check the disk and start again.`
      )
    }
    return refuse("DATABASE_DAMAGED", `${file} could not be opened: ${message}`)
  }

export const prepareFolder = (dataDir: string) =>
  Effect.try({
    try: () => {
      makeFolder(dataDir)
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
    ownFile(file)
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

export const noDatabase = (dataDir: string) =>
  refuse("NO_DATABASE", `There is no database in ${dataDir}. Start Caudal once (\`npm start\`), or set CAUDAL_DATA_DIR.`)

export const checkVersion = (dataDir: string, version: number, least: number): void => {
  if (version > supportedVersion) {
    throw refuse(
      "DATABASE_NEWER",
      `The database in ${dataDir} was written by a newer Caudal (schema ${version}, this one knows ${supportedVersion}). Update Caudal; nothing was changed.`
    )
  }
  if (version < least) {
    throw refuse(
      "DATABASE_OLDER",
      `The database in ${dataDir} was written by an older Caudal (schema ${version}, this one writes ${supportedVersion}). Start Caudal once (\`npm start\`) to bring it up to date; nothing was changed.`
    )
  }
}

/** `serve`: made if absent, brought up to date. `change`: only as this program writes it. */
type Writing = "serve" | "change"

const openToWrite = (dataDir: string, use: Writing) =>
  Effect.try({
    try: () => {
      const file = databaseFile(dataDir)
      const fresh = !existsSync(file)
      if (fresh && use !== "serve") throw noDatabase(dataDir)
      // before it is opened for writing, which would already change how it keeps its log
      checkVersion(dataDir, fresh ? 0 : storedVersion(file), use === "change" ? supportedVersion : 0)
      if (fresh) ownFile(file)
      const db = SqliteClient.open(file)
      try {
        if (use === "serve") attachPacing(db, dataDir)
        return db
      } catch (cause) {
        db.close()
        throw cause
      }
    },
    catch: explain(dataDir)
  })

/** The database as a SqlClient. Only the server changes its shape: whoever looks from beside it must not. */
export const layer = (dataDir: string, use: Writing): Layer.Layer<SqlClient.SqlClient | Batch, EngineStartError> =>
  Layer.unwrap(
    Effect.map(openToWrite(dataDir, use), (db) => {
      const client = SqliteClient.layer(db)
      return use === "serve" ? Layer.effectDiscard(Effect.mapError(migrate, explain(dataDir))).pipe(Layer.provideMerge(client)) : client
    })
  )
