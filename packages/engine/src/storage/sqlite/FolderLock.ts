/**
 * One engine per data folder. The lock is SQLite's own lock on a small file beside the database: the operating system
 * frees it however the process ends, so a kill never leaves a stale lock behind.
 */
import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { join } from "node:path"
import { EngineStartError } from "../../StartError.ts"

export const acquire = (dataDir: string) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const db = new DatabaseSync(join(dataDir, "lock.db"), { timeout: 0 })
        try {
          db.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE")
        } catch (cause) {
          db.close()
          throw cause
        }
        return db
      },
      catch: () =>
        new EngineStartError({
          reason: "DATA_DIR_IN_USE",
          message: `Another Caudal is running on ${dataDir}. Stop it first, or give this one its own folder with CAUDAL_DATA_DIR.`
        })
    }),
    (db) => Effect.sync(() => db.close())
  )

/** Whether an engine holds the folder right now; takes nothing. */
export const isHeld = (dataDir: string): boolean => {
  try {
    const db = new DatabaseSync(join(dataDir, "lock.db"), { timeout: 0, readOnly: true })
    try {
      db.prepare("SELECT count(*) FROM sqlite_master").get()
      return false
    } catch {
      return true
    } finally {
      db.close()
    }
  } catch {
    return false // no such file: never started here
  }
}
