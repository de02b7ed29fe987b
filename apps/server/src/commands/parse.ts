import type { Adapter } from "@caudal/exchange"
import { readFileSync } from "node:fs"
import { adaptersOf, discover, exchangeNamed } from "../exchanges/discover.ts"
import { type Command, CommandError, type Io, usage } from "../Io.ts"
import { readOptions } from "../options.ts"
import { type GivenRequest, parseReply } from "../parse/lines.ts"
import { targetNames, targetOf } from "../parse/target.ts"

const help = (adapters: ReadonlyArray<Adapter>): string => `Usage: caudal parse <exchange> <stream> FILE [--request JSON] [--status N]

Shows what an adapter makes of one recorded reply (FILE, or - for stdin), one JSON object per line, without any network.
<exchange> is the id of an exchange, the name of an installed package, or a package's folder.

  {"externalId","kind","at","status","postings":[…],…}    a ledger event; one with kind "unrecognised" is an event too
  {"balance":…} {"ticker":…} {"market":…} {"order":…} {"fee":…} {"candle":…} {"identity":…}    lists that are not events
  {"quarantined":…,"reason":…}    a row that cannot be read, by its JSON pointer; exit code 2
  {"error":{"code","retry","who"}}    the reply is a failure; exit code 3

  --request JSON   the request that the reply answers: {"cursor":…,"window":{"from":…,"to":…},"dimension":…},
                   of candles {"market":…,"spanMs":…,"from":…,"to":…}; instants in epoch milliseconds
  --status N       the reply's HTTP status (200)
  --help

${adapters.map((adapter) => `${adapter.manifest.id}: ${targetNames(adapter).join(", ")}`).join("\n")}
`

const textOf = async (file: string, io: Io): Promise<string> => {
  if (file === "-") return io.stdin()
  try {
    return readFileSync(file, "utf8")
  } catch (error) {
    throw new CommandError(`Cannot read ${file}: ${(error as Error).message}.`, 66)
  }
}

const requestOf = (text: string | undefined): GivenRequest => {
  if (text === undefined) return {}
  try {
    const given: unknown = JSON.parse(text)
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return given
  } catch {
    // The same message for every misspelling.
  }
  throw usage(`--request is not a JSON object: ${text.slice(0, 80)}`)
}

export const parse: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, {
    request: { type: "string" },
    status: { type: "string", default: "200" },
    help: { type: "boolean", short: "h" }
  })
  if (values.help) {
    io.stdout.write(help(adaptersOf(await discover(io.env))))
    return 0
  }
  const [exchange, name, file, ...more] = positionals
  if (exchange === undefined || name === undefined || file === undefined || more.length > 0)
    throw usage("Usage: caudal parse <exchange> <stream> FILE (--help tells more)")
  const { adapter } = await exchangeNamed(exchange, io.env)
  const target = targetOf(adapter, name)
  if (target === undefined)
    throw usage(`${adapter.manifest.name} has no ${JSON.stringify(name)}. There are: ${targetNames(adapter).join(", ")}.`)
  if (!/^[1-5]\d\d$/.test(values.status)) throw usage(`--status is not an HTTP status: ${values.status}`)
  const { lines, exitCode } = parseReply(adapter, target, await textOf(file, io), Number(values.status), requestOf(values.request))
  io.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""))
  return exitCode
}
