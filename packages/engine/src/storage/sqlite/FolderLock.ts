/**
 * One engine per data folder. The lock is SQLite's own lock on a small file beside the database: the operating system
 * frees it however the process ends, so a kill never leaves a stale lock behind.
 */
import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { join } from "node:path"
import { EngineStartError } from "../../StartError.ts"
import { explain } from "./Database.ts"
import { ownFile } from "./ownFile.ts"

/** A database that nothing refers to any more is collected, and its lock is gone with it: whoever waits for ever refers to nothing. */
const held = new Set<DatabaseSync>()

const lockFile = (dataDir: string) => join(dataDir, "lock.db")

const primaryCode = (cause: unknown): number => ((cause as { errcode?: number }).errcode ?? 0) & 0xff

/** SQLITE_BUSY or SQLITE_LOCKED: somebody else has it. */
const isTaken = (cause: unknown): boolean => [5, 6].includes(primaryCode(cause))

/** SQLITE_CORRUPT or SQLITE_NOTADB. */
const isNoLock = (cause: unknown): boolean => [11, 26].includes(primaryCode(cause))

/** The lock holds no data: what is no lock may go. */
const lockProblem = (dataDir: string, cause: unknown): EngineStartError => {
  const { reason, message } = explain(dataDir, lockFile(dataDir))(cause)
  return reason === "DATABASE_DAMAGED"
    ? new EngineStartError({
        reason: "DATA_DIR_NOT_WRITABLE",
        message: `${lockFile(dataDir)} is not the lock that Caudal keeps there. It holds no data: delete it and start again.`
      })
    : new EngineStartError({ reason, message })
}

export const acquire = (dataDir: string) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        ownFile(lockFile(dataDir))
        const db = new DatabaseSync(lockFile(dataDir), { timeout: 0 })
        try {
          db.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE")
        } catch (cause) {
          db.close()
          throw cause
        }
        held.add(db)
        return db
      },
      catch: (cause) =>
        isTaken(cause)
          ? new EngineStartError({
              reason: "DATA_DIR_IN_USE",
              message: `Another Caudal is running on ${dataDir}. Stop it first, or give this one its own folder with CAUDAL_DATA_DIR.`
            })
          : lockProblem(dataDir, cause)
    }),
    (db) =>
      Effect.sync(() => {
        held.delete(db)
        db.close()
      })
  )

/** Whether an engine holds the folder right now; takes nothing. */
export const isHeld = (dataDir: string): boolean => {
  try {
    const db = new DatabaseSync(lockFile(dataDir), { timeout: 0, readOnly: true })
    try {
      db.prepare("SELECT count(*) FROM sqlite_master").get()
      return false
    } catch (cause) {
      // who may only read is told in several ways that a lock is held
      return !isNoLock(cause)
    } finally {
      db.close()
    }
  } catch {
    return false // no such file: never started here
  }
}
