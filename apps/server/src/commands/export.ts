import { Access, Snapshot } from "@caudal/engine"
import { exportedLines } from "@caudal/graphql"
import { Effect, Stream } from "effect"
import { once } from "node:events"
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { offline } from "../engine.ts"
import { type Command, CommandError, type Io, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal export [--out FILE]

Writes every ledger event, one JSON object per line, in the books' order: the same bytes as GET /export/ledger.ndjson,
and the same for every installation that knows the same accounts. Works while the server is running, also in the middle
of a sync: what is written is one state. Changes nothing, so that the data folder may be read-only.

  --out FILE   a new file (mode 0600) instead of stdout
  --help
`

/** The lines of one state, each given away before the next is read, so that the ledger is never held in memory. */
const eachLine = (io: Io, give: (line: string) => void | Promise<void>): Promise<void> =>
  offline(
    io,
    Effect.gen(function* () {
      const owner = yield* Access.use((access) => access.knownOwner)
      if (owner === null) return
      const snapshot = yield* Snapshot
      yield* exportedLines(owner).pipe(
        Stream.runForEach((line) => Effect.tryPromise({ try: async () => await give(line), catch: (cause) => cause as Error })),
        snapshot.held
      )
    })
  )

const cannotWrite = (file: string, { code, message }: NodeJS.ErrnoException): CommandError =>
  new CommandError(
    code === "ENOSPC" || code === "EDQUOT"
      ? `The disk that ${file} would lie on is full; nothing was written.`
      : `Cannot write ${file}: ${message}.`
  )

/** So many characters go into the file at once. */
const chunk = 65_536

/** Under another name until it is whole, so that nothing ever looks like an export that is none. */
const toFile = async (io: Io, file: string): Promise<number> => {
  if (existsSync(file)) throw new CommandError(`${file} exists already; name a new file.`)
  const partial = `${file}.partial`
  const trying = <A>(act: () => A): A => {
    try {
      return act()
    } catch (cause) {
      throw cannotWrite(file, cause as NodeJS.ErrnoException)
    }
  }
  const handle = trying(() => {
    rmSync(partial, { force: true })
    return openSync(partial, "wx", 0o600)
  })
  let count = 0
  try {
    let waiting = ""
    const flush = () => {
      trying(() => writeFileSync(handle, waiting))
      waiting = ""
    }
    await eachLine(io, (line) => {
      count += 1
      waiting += line
      if (waiting.length >= chunk) flush()
    })
    flush()
    trying(() => fsyncSync(handle))
  } catch (cause) {
    rmSync(partial, { force: true })
    throw cause
  } finally {
    closeSync(handle)
  }
  trying(() => renameSync(partial, file))
  return count
}

export const exportLedger: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { out: { type: "string" }, help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  if (positionals.length > 0) throw usage(`caudal export takes no ${JSON.stringify(positionals[0])}; --out FILE names the file.`)
  if (values.out === undefined) {
    await eachLine(io, (line) => written(io.stdout, line))
    return 0
  }
  const count = await toFile(io, values.out)
  io.stderr.write(`${count} events written to ${values.out}.\n`)
  return 0
}

/** Waits while the reader is slower than we are. */
const written = async (out: { readonly write: (text: string) => unknown }, line: string): Promise<void> => {
  if (out.write(line) === false) await once(out as NodeJS.WritableStream, "drain")
}
