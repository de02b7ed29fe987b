import { EngineStartError, Maintenance } from "@caudal/engine"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Check, error, ok } from "../doctor/Check.ts"
import { checkDataDir, checkKeyFile, checkNode, checkPort, checkSpace } from "../doctor/machine.ts"
import { checkExchange } from "../doctor/reach.ts"
import { configured, type Installation, maintenance } from "../engine.ts"
import { adaptersOf, discover, type Found } from "../exchanges/discover.ts"
import { type Command, type Io, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal doctor [--json]

Checks this installation (Node, data folder, database, key file, running server, exchanges, clock) and says what to do.
It changes nothing and sends no credentials. Exit code 1 when it finds an error; an exchange out of reach is a warning.

  --json   the checks as one JSON array
  --help
`

const hasDatabase = (dataDir: string): boolean => existsSync(join(dataDir, "caudal.db"))

const checkDatabase = async (io: Io, installation: Installation): Promise<Check> => {
  if (!hasDatabase(installation.dataDir)) return ok("database", "none yet (will be made on first start)")
  try {
    const health = await maintenance(
      io,
      Maintenance.use((service) => service.health)
    )
    const found = `version ${health.schemaVersion}, ${health.bytes} bytes, ${health.file}`
    return health.integrity === "ok"
      ? ok(
          "database",
          health.schemaVersion < health.supportedVersion
            ? `${found}; the next start brings it up to version ${health.supportedVersion}`
            : found
        )
      : error("database", `${found}: ${health.integrity}`, "Stop the server and restore the latest backup: caudal backup restore FILE")
  } catch (cause) {
    // The sentence itself says what to do; a backup would be the wrong advice.
    if (cause instanceof EngineStartError && cause.reason === "DATABASE_NEWER")
      return error("database", cause.message, "Update Caudal; the database is as it was.")
    return error(
      "database",
      cause instanceof Error ? cause.message : String(cause),
      "If it stays so, stop the server and restore the latest backup: caudal backup restore FILE"
    )
  }
}

/** The key file by itself, and against what it has to open. */
const checkKey = async (io: Io, keyFile: string, dataDir: string): Promise<Check> => {
  const alone = checkKeyFile(keyFile, hasDatabase(dataDir))
  if (alone.state !== "ok" || !hasDatabase(dataDir)) return alone
  // What is wrong with the database is said by the check of the database.
  const fits = await maintenance(
    io,
    Maintenance.use((service) => service.keyFits(keyFile))
  ).catch((cause: unknown) => (cause instanceof EngineStartError && cause.reason.startsWith("KEY_FILE") ? cause.message : null))
  if (typeof fits === "string") return error("key file", fits, "Put back the copy you kept, or name it with CAUDAL_KEY_FILE.")
  return fits === false
    ? error(
        "key file",
        `${keyFile} is not the one that sealed the credentials in ${dataDir}`,
        "Put back the copy you kept, or name it with CAUDAL_KEY_FILE. The server does not start with this one."
      )
    : alone
}

/** The server on this data folder, and whether the port is there for it. */
const checkServer = async ({ dataDir, port }: Installation): Promise<ReadonlyArray<Check>> => {
  const { isHeld } = await import("@caudal/engine/storage/sqlite")
  const held = isHeld(dataDir)
  return [ok("server", held ? "running on this data folder" : "not running on this data folder"), await checkPort(port, held)]
}

/** Those that were listed and cannot be used: the server would not start. */
const refusals = (found: ReadonlyArray<Found>): ReadonlyArray<Check> =>
  found.flatMap(({ name, problem }) => (problem === null ? [] : [error(name, problem, "Mend it, or leave it out of CAUDAL_EXCHANGES.")]))

const marks = { ok: "✓", warning: "!", error: "✗" } as const

const table = (checks: ReadonlyArray<Check>): string => {
  const width = Math.max(...checks.map(({ name }) => name.length))
  return checks
    .map(
      ({ name, state, found, todo }) =>
        `${marks[state]} ${name.padEnd(width)}  ${found}${todo === undefined ? "" : `\n  ${" ".repeat(width)}  → ${todo}`}\n`
    )
    .join("")
}

export const doctor: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  if (positionals.length > 0) throw usage(`caudal doctor takes no ${JSON.stringify(positionals[0])}.`)
  const found = await discover(io.env)
  const installation = configured(io.env, adaptersOf(found))
  const { adapters, dataDir, keyFile, exchangeOrigins, exchanges } = installation
  const reachable = adapters.filter(({ manifest }) => exchanges.includes(manifest.id))
  const checks = [
    checkNode(process.version),
    checkDataDir(dataDir),
    checkSpace(dataDir),
    await checkDatabase(io, installation),
    await checkKey(io, keyFile, dataDir),
    ...(await checkServer(installation)),
    ...refusals(found),
    ...(await Promise.all(reachable.map((adapter) => checkExchange(adapter, exchangeOrigins[adapter.manifest.id], Date.now)))).flat()
  ]
  io.stdout.write(values.json ? `${JSON.stringify(checks, null, 2)}\n` : table(checks))
  return checks.some(({ state }) => state === "error") ? 1 : 0
}
