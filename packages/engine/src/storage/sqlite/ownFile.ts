import { chmodSync, closeSync, openSync } from "node:fs"

/**
 * A file for its owner's eyes only. Made before SQLite would: what SQLite makes beside a database (log, journal, shared
 * memory) gets the database's own rights.
 */
export const ownFile = (file: string): void => {
  closeSync(openSync(file, "a", 0o600))
  chmodSync(file, 0o600)
}
