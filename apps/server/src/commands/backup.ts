import { Maintenance } from "@caudal/engine"
import { Effect } from "effect"
import { resolve } from "node:path"
import { dataDirOf } from "../configuration.ts"
import { maintenance } from "../engine.ts"
import { type Command, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal backup FILE
       caudal backup restore FILE

Copies the database to a new file (mode 0600), one consistent state, also while the server is running. The key file is
not part of it: keep a copy of that elsewhere, for without it the credentials in a backup cannot be used (the history can).

restore puts a backup in place of the data folder's database; stop the server first. What was there is kept beside it.

  --help
`

export const backup: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { restore: { type: "boolean" }, help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  const restores = values.restore === true || positionals[0] === "restore"
  const [file, ...more] = positionals[0] === "restore" ? positionals.slice(1) : positionals
  if (file === undefined) throw usage(`Name the file: caudal backup ${restores ? "restore " : ""}FILE`)
  if (more.length > 0) throw usage(`One file at a time; what is ${JSON.stringify(more[0])}?`)
  if (restores) {
    const { restore } = await import("@caudal/engine/storage/sqlite")
    const dataDir = dataDirOf(io.env)
    const kept = await Effect.runPromise(restore({ backupFile: resolve(file), dataDir }))
    io.stderr.write(
      `${file} was restored into ${dataDir}.${kept === null ? "" : ` What was there is kept as ${kept}.`} Start the server with the key file that belongs to it.\n`
    )
    return 0
  }
  const done = await maintenance(
    io,
    Maintenance.use((service) => service.backup(resolve(file)))
  )
  io.stderr.write(`${done.bytes} bytes written to ${done.file}. Keep a copy of the key file elsewhere: it is not part of the backup.\n`)
  return 0
}
