/** Checks of this machine: Node, the data folder, the key file. They change nothing. */
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from "node:fs"
import { createServer } from "node:net"
import { dirname } from "node:path"
import { type Check, error, ok, warning } from "./Check.ts"

export const checkNode = (version: string): Check => {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number)
  return major > 24 || (major === 24 && minor >= 0)
    ? ok("node", version)
    : error("node", version, "Caudal runs on Node 24 or newer. Start it with npm start, which brings its own.")
}

const nearestExisting = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path)))

export const checkDataDir = (dataDir: string): Check => {
  const place = nearestExisting(dataDir)
  try {
    accessSync(place, constants.W_OK)
    if (!statSync(place).isDirectory()) throw new Error("not a folder")
  } catch {
    return error(
      "data folder",
      `${dataDir} cannot be written`,
      `Give your user the right to write ${place}, or name another folder with CAUDAL_DATA_DIR.`
    )
  }
  if (!existsSync(dataDir)) return ok("data folder", `${dataDir} (will be made on first start)`)
  const mode = statSync(dataDir).mode & 0o777
  return (mode & 0o077) === 0
    ? ok("data folder", dataDir)
    : warning("data folder", `${dataDir} can be read by others (mode ${mode.toString(8)})`, `chmod 700 ${dataDir}`)
}

/** Enough for the database's log, a backup's start and a good many syncs. */
const enoughBytes = 100_000_000

export const checkSpace = (dataDir: string): Check => {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDir))
  const free = bavail * bsize
  const found = `${Math.floor(free / 1_000_000)} MB free`
  if (free >= enoughBytes) return ok("disk space", found)
  return error("disk space", found, `Free some space on the disk that holds ${dataDir}. Nothing stored is lost; syncs go on by themselves.`)
}

/** `held`: a server runs on the data folder, so that the port may be its own. */
export const checkPort = (port: number, held: boolean): Promise<Check> =>
  new Promise((done) => {
    const server = createServer()
    const name = "port"
    server.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "EADDRINUSE" && held) return done(ok(name, `${port}, in use while the server runs`))
      const found = cause.code === "EADDRINUSE" ? `${port} is in use` : `${port} cannot be had (${cause.code})`
      done(error(name, found, "Stop the program that has it, or choose another with CAUDAL_PORT; 0 picks a free one."))
    })
    server.listen(port, "127.0.0.1", () => server.close(() => done(ok(name, port === 0 ? "any free one" : `${port} is free`))))
  })

export const checkKeyFile = (keyFile: string, hasDatabase: boolean): Check => {
  if (!existsSync(keyFile)) {
    return hasDatabase
      ? error(
          "key file",
          `${keyFile} is missing`,
          "Put back the copy you kept, or name it with CAUDAL_KEY_FILE. Without it the stored credentials cannot be used; the history can."
        )
      : ok("key file", `${keyFile} (will be made on first start)`)
  }
  const found = statSync(keyFile)
  if (!found.isFile()) return error("key file", `${keyFile} is not a file`, "Name the file itself with CAUDAL_KEY_FILE, not its folder.")
  const { mode } = found
  if ((mode & 0o077) !== 0)
    return error("key file", `${keyFile} can be read by others (mode ${(mode & 0o777).toString(8)})`, `chmod 600 ${keyFile}`)
  // Read to see whether it looks like a key, and shown to nobody.
  return /^[A-Za-z0-9+/]{43}=$/.test(readFileSync(keyFile, "utf8").trim())
    ? ok("key file", keyFile)
    : error(
        "key file",
        `${keyFile} does not hold a key`,
        "This is not the file that Caudal made. Put back the copy you kept, or name it with CAUDAL_KEY_FILE."
      )
}
