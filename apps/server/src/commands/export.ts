import { Access } from "@caudal/engine"
import { exportedLines } from "@caudal/graphql"
import { Effect, Stream } from "effect"
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { offline } from "../engine.ts"
import { type Command, CommandError, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal export [--out FILE]

Writes every ledger event, one JSON object per line, in the books' order: the same bytes as GET /export/ledger.ndjson,
and the same for every installation that knows the same accounts. Works while the server is running.

  --out FILE   a new file (mode 0600) instead of stdout
  --help
`

export const exportLedger: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { out: { type: "string" }, help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  if (positionals.length > 0) throw usage(`caudal export takes no ${JSON.stringify(positionals[0])}; --out FILE names the file.`)
  const lines = Stream.unwrap(
    Effect.map(
      Access.use((access) => access.localOwner),
      exportedLines
    )
  )
  if (values.out === undefined) {
    await offline(
      io,
      Stream.runForEach(lines, (line) => Effect.promise(() => written(io.stdout, line)))
    )
    return 0
  }
  const file = createWriteStream(values.out, { flags: "wx", mode: 0o600 })
  await once(file, "open").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === "EEXIST" ? `${values.out} exists already; name a new file.` : `Cannot write ${values.out}: ${error.message}.`
    )
  })
  let count = 0
  await offline(
    io,
    Stream.runForEach(lines, (line) => Effect.promise(() => ((count += 1), written(file, line))))
  )
  file.end()
  await once(file, "close")
  io.stderr.write(`${count} events written to ${values.out}.\n`)
  return 0
}

/** Waits while the reader is slower than we are, so that the ledger is never held in memory. */
const written = async (out: { readonly write: (text: string) => unknown }, line: string): Promise<void> => {
  if (out.write(line) === false) await once(out as NodeJS.WritableStream, "drain")
}
