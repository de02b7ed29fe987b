import { readFile } from "node:fs/promises"
import { Access, importFormats, OwnPrices, rateKinds } from "@caudal/engine"
import { Effect } from "effect"
import { offline } from "../engine.ts"
import { type Command, CommandError, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal prices import FILE --name NAME [--format FORMAT] [--kind KIND] [--force]

Imports a file of daily prices or exchange rates as a source of your own: all of it, or nothing. It is compared with what
other sources say of the same days first. Works while the server is running.

  --name NAME      what to call it; the same name again adds to it and replaces what it says of the same days
  --format FORMAT  ecb: the European Central Bank's eurofxref-hist.csv (take it out of its zip first)
                   rows: date,base,quote,rate[,kind] (default)
  --kind KIND      who makes its rates: ${rateKinds.join(", ")};
                   default: official for ecb, market for rows
  --force          import it in spite of what the comparison finds
  --help
`

const oneOf = <A extends string>(option: string, text: string, allowed: ReadonlyArray<A>): A => {
  const found = allowed.find((one) => one === text)
  if (found === undefined) throw usage(`--${option} is one of ${allowed.join(", ")}, not ${JSON.stringify(text)}.`)
  return found
}

export const prices: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, {
    name: { type: "string" },
    format: { type: "string" },
    kind: { type: "string" },
    force: { type: "boolean" },
    help: { type: "boolean", short: "h" }
  })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  const [what, file, ...rest] = positionals
  const name = values.name?.trim() ?? ""
  if (what !== "import" || file === undefined || rest.length > 0 || name === "")
    throw usage("There is one thing to do with prices: caudal prices import FILE --name NAME")
  const format = oneOf("format", values.format ?? "rows", importFormats)
  const kind = oneOf("kind", values.kind ?? (format === "ecb" ? "official" : "market"), rateKinds)
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`Cannot read ${file}: ${error.message}.`)
  })
  const force = values.force ?? false
  const imported = await offline(
    io,
    Effect.gen(function* () {
      const owner = yield* Access.use((access) => access.localOwner)
      return yield* OwnPrices.use((own) => own.importFile(owner, { name, format, kind, text, force }))
    }).pipe(
      Effect.catchTag("MalformedFile", (error) => Effect.fail(new CommandError(`${file}: ${error.message} Nothing was imported.`))),
      Effect.catchTag("SuspectPrices", (error) =>
        Effect.fail(new CommandError(`${error.message} If the file is right all the same: --force`))
      )
    )
  )
  for (const { evidence } of imported.findings) io.stderr.write(`Forced in spite of this: ${evidence}.\n`)
  io.stderr.write(`${imported.prices} prices from ${imported.from} to ${imported.to} imported as ${imported.name}.\n`)
  return 0
}
