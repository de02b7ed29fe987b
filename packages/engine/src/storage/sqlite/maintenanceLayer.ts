/** Backup, restore and health of the SQLite file. */
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { copyFile } from "node:fs/promises"
import { DatabaseSync } from "node:sqlite"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import type { EngineStartError } from "../../StartError.ts"
import { fits } from "../../vault/Vault.ts"
import { Maintenance, MaintenanceError } from "../Maintenance.ts"
import { supportedVersion } from "../migrations.ts"
import { databaseFile, prepareFolder, schemaVersion } from "./Database.ts"
import * as FolderLock from "./FolderLock.ts"

const failed = (what: string) => (cause: unknown) => {
  const text = String((cause as { message?: string }).message ?? cause)
  return /ENOSPC|full/i.test(text)
    ? new MaintenanceError({ reason: "DISK_FULL", message: `${what}: the disk is full.` })
    : new MaintenanceError({
        reason: "NOT_WRITABLE",
        message: `${what}: the file cannot be written there. Check the folder and its permissions.`
      })
}

/** A copy must be on the disk before it takes the name of what it is a copy for. */
const flush = (file: string): void => {
  const handle = openSync(file, "r+")
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export const layer = (dataDir: string) =>
  Layer.effect(
    Maintenance,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const file = databaseFile(dataDir)
      return Maintenance.of({
        backup: Effect.fnUntraced(function* (target) {
          if (existsSync(target))
            return yield* new MaintenanceError({
              reason: "TARGET_EXISTS",
              message: `${target} exists already; a backup never overwrites a file.`
            })
          // Under another name until it is whole, so that a kill never leaves a file that looks like a backup.
          const partial = `${target}.partial`
          yield* Effect.try({
            try: () => {
              rmSync(partial, { force: true })
              writeFileSync(partial, "", { mode: 0o600, flag: "wx" })
            },
            catch: failed("backup")
          })
          yield* sql`VACUUM INTO ${partial}`.pipe(
            Effect.mapError(failed("backup")),
            Effect.onError(() => Effect.sync(() => rmSync(partial, { force: true })))
          )
          return yield* Effect.try({
            try: () => {
              flush(partial)
              renameSync(partial, target)
              return { file: target, bytes: statSync(target).size }
            },
            catch: failed("backup")
          })
        }),
        health: Effect.gen(function* () {
          const [check] = yield* sql<{ quick_check: string }>`PRAGMA quick_check(1)`
          const [version] = yield* sql<{ version: number }>`SELECT max(migration_id) AS version FROM migration`
          return {
            file,
            schemaVersion: version?.version ?? 0,
            supportedVersion,
            integrity: check?.quick_check ?? "unknown",
            bytes: [file, `${file}-wal`].reduce((sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0), 0)
          }
        }).pipe(Effect.orDie),
        keyFits: Effect.fnUntraced(function* (keyFile) {
          const rows = yield* sql<{ key: string; value: string }>`SELECT key, value FROM meta WHERE key IN ('key-check', 'instance')`.pipe(
            Effect.orDie
          )
          const [check, instance] = ["key-check", "instance"].map((name) => rows.find(({ key }) => key === name)?.value)
          // a start that was stopped before it sealed anything: the next one takes the key as it is
          if (check === undefined || instance === undefined) return true
          return yield* fits(keyFile, dataDir, { check, instance })
        })
      })
    })
  )

const checkBackup = (file: string) =>
  Effect.try({
    try: () => {
      const db = new DatabaseSync(file, { readOnly: true })
      try {
        const version = schemaVersion(db)
        const sound = (db.prepare("PRAGMA quick_check(1)").get() as { quick_check: string }).quick_check === "ok"
        if (version === 0 || !sound) throw new Error("not a backup")
        return version
      } finally {
        db.close()
      }
    },
    catch: () => new MaintenanceError({ reason: "NOT_A_BACKUP", message: `${file} is not a sound Caudal backup; nothing was changed.` })
  })

/** Where the former database goes: to nothing that an earlier restore has kept. */
const keptName = (file: string): string => {
  for (let n = 1; ; n++) {
    const name = `${file}.before-restore${n === 1 ? "" : `-${n}`}`
    if (!existsSync(name) && !existsSync(`${name}-wal`)) return name
  }
}

/**
 * Puts a backup in the place of a data folder's database. No engine may run on it; the former database is kept beside it
 * as `caudal.db.before-restore`, or with a number after that. Gives its file, `null` where there was none.
 */
export const restore = (options: {
  readonly backupFile: string
  readonly dataDir: string
}): Effect.Effect<string | null, MaintenanceError | EngineStartError> =>
  Effect.gen(function* () {
    const version = yield* checkBackup(options.backupFile)
    if (version > supportedVersion) {
      return yield* new MaintenanceError({
        reason: "DATABASE_NEWER",
        message: `${options.backupFile} was written by a newer Caudal. Update Caudal first; nothing was changed.`
      })
    }
    yield* prepareFolder(options.dataDir)
    yield* FolderLock.acquire(options.dataDir)
    const file = databaseFile(options.dataDir)
    const fresh = `${file}.restoring`
    return yield* Effect.tryPromise({
      try: async () => {
        await copyFile(options.backupFile, fresh)
        chmodSync(fresh, 0o600)
        flush(fresh)
        // After a kill the last commits are still in the log beside the file: they stay with it.
        const kept = existsSync(file) ? keptName(file) : null
        for (const suffix of ["", "-wal"]) {
          if (kept !== null && existsSync(file + suffix)) renameSync(file + suffix, kept + suffix)
          else rmSync(file + suffix, { force: true })
        }
        rmSync(`${file}-shm`, { force: true })
        renameSync(fresh, file)
        return kept
      },
      catch: failed("restore")
    }).pipe(Effect.onError(() => Effect.sync(() => rmSync(fresh, { force: true }))))
  }).pipe(Effect.scoped)
