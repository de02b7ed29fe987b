/**
 * The key-encryption key: 32 random bytes in a file outside the data folder, so that a copied database or backup is
 * worth nothing alone. Made only when there is no database yet; a lost key is never silently replaced.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto"
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join, resolve, sep } from "node:path"
import { Effect } from "effect"
import { EngineStartError } from "../StartError.ts"
import { makeFolder } from "../storage/makeFolder.ts"

export interface Kek {
  readonly key: KeyObject
  /** Tells keys apart; stored beside what it wraps. */
  readonly id: string
}

const refuse = (reason: typeof EngineStartError.prototype.reason, message: string) => new EngineStartError({ reason, message })

const fromBytes = (bytes: Buffer): Kek => {
  const id = createHmac("sha256", bytes).update("caudal key id").digest("hex").slice(0, 16)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return { key, id }
}

/** Where a path leads once every link on the way is followed, whether or not all of it exists yet. */
const real = (path: string): string => (existsSync(path) ? realpathSync(path) : join(real(dirname(path)), basename(path)))

const insideOf = (file: string, folder: string): boolean => real(resolve(file)).startsWith(real(resolve(folder)) + sep)

/** Reads the key file, or makes it when `mayCreate` (no database holds anything wrapped by a former key). */
export const load = (file: string, dataDir: string, mayCreate: boolean): Effect.Effect<Kek, EngineStartError> =>
  Effect.try({
    try: () => {
      if (insideOf(file, dataDir)) {
        throw refuse(
          "KEY_FILE_IN_DATA_DIR",
          `The key file ${file} lies inside the data folder, so every backup would carry its own key. Set CAUDAL_KEY_FILE to a place outside.`
        )
      }
      if (!existsSync(file)) {
        if (!mayCreate) {
          throw refuse(
            "KEY_FILE_MISSING",
            `The key file ${file} is missing, and the credentials in ${dataDir} were sealed with it. Put it back, or point CAUDAL_KEY_FILE to it. Without it nothing opens the credentials: \`caudal export\` still reads the history; connect the accounts again on a new data folder.`
          )
        }
        makeFolder(dirname(file))
        // flushed: after a power cut the database must not know a key that the disk does not
        writeFileSync(file, randomBytes(32).toString("base64") + "\n", { mode: 0o600, flag: "wx", flush: true })
      }
      const found = statSync(file)
      if (!found.isFile())
        throw refuse("KEY_FILE_INVALID", `The key file ${file} is not a file. Point CAUDAL_KEY_FILE to the file itself, not to its folder.`)
      if ((found.mode & 0o077) !== 0) {
        throw refuse("KEY_FILE_INVALID", `The key file ${file} can be read by others. Run: chmod 600 ${file}`)
      }
      const text = readFileSync(file, "utf8").trim()
      const bytes = /^[A-Za-z0-9+/]{43}=$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0)
      if (bytes.length !== 32 || bytes.every((byte) => byte === bytes[0])) {
        throw refuse(
          "KEY_FILE_INVALID",
          `The key file ${file} does not hold a key (32 random bytes in base64). Put the original file back.`
        )
      }
      return fromBytes(bytes)
    },
    catch: (cause) =>
      cause instanceof EngineStartError
        ? cause
        : refuse(
            "KEY_FILE_INVALID",
            `The key file ${file} cannot be read or made: ${(cause as { code?: string }).code ?? "unknown error"}. Check the folder's permissions or set CAUDAL_KEY_FILE.`
          )
  })
