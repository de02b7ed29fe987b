import { existsSync, mkdirSync } from "node:fs"
import { dirname } from "node:path"

/**
 * Makes a folder and those above it, for their owner's eyes only. Not by Node's own `recursive`, which never ends where the
 * system says that nothing is there though the folder above is (a path under /proc).
 */
export const makeFolder = (path: string): void => {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (cause) {
    if (!existsSync(path)) throw cause // else another process was faster
  }
}
