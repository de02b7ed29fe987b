import { cases, type Case, certify as outcomesOf, type Outcome, sourcesOf, type Subject, summary } from "@caudal/certify"
import { exchangesNamed } from "../exchanges/discover.ts"
import { type ExchangePackage, simulatorOf } from "../exchanges/ExchangePackage.ts"
import { type Command, type Io, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal certify <exchange | package | folder> [--only ID] [--json]

Runs every case of the conformance kit on an exchange adapter, through the real host and the real store, against the
adapter's own simulator: no network, no key, nothing kept. One line per case; exit code 1 when one fails.

  <exchange>    bitso: the package @caudal/exchange-bitso
  <package>     the name of an installed package
  <folder>      a package's folder, such as ./packages/exchange-bitso

An exchange through a bridge is named as in the settings (ccxt:kraken); the bridge's package or folder means every exchange
of which it has replies on record.

  --only ID     one case (P-03), or those that begin so (P-); may be given several times
  --json        one JSON object per case: {"id","group","name","state","reason","ms","why"}, with "exchange" where there are several
  --list        the cases and why each matters, without running any
  --help
`

const marks = { passed: "✓", failed: "✗", skipped: "-" } as const

const lineOf = ({ id, name, state, reason, why }: Outcome): string => {
  const below = reason === null ? [] : state === "failed" ? [reason, `Why it matters: ${why}`] : [`skipped: ${reason}`]
  return `${[`${marks[state]} ${id}  ${name}`, ...below].join("\n         ")}\n`
}

const chosen = (only: ReadonlyArray<string>): ReadonlyArray<Case> => {
  if (only.length === 0) return cases
  const found = cases.filter(({ id }) => only.some((one) => id.startsWith(one.toUpperCase())))
  if (found.length === 0) throw usage(`No case ${only.join(", ")}. caudal certify --list shows them.`)
  return found
}

const subjectOf = async (found: ExchangePackage): Promise<Subject> => ({
  adapter: found.adapter,
  simulator: await simulatorOf(found),
  sources: sourcesOf(found.folder, found.entry)
})

const runAll = async (subjects: ReadonlyArray<Subject>, some: ReadonlyArray<Case>, json: boolean, io: Io): Promise<number> => {
  const outcomes: Array<Outcome> = []
  for (const subject of subjects) {
    const exchange = subjects.length === 1 ? {} : { exchange: subject.adapter.manifest.id }
    if (!json && exchange.exchange !== undefined) io.stdout.write(`${outcomes.length === 0 ? "" : "\n"}${exchange.exchange}\n`)
    for await (const outcome of outcomesOf(subject, some)) {
      outcomes.push(outcome)
      io.stdout.write(json ? `${JSON.stringify({ ...exchange, ...outcome })}\n` : lineOf(outcome))
      if (io.signal.aborted) break
    }
  }
  // In JSON the last line would be none; whoever waits for the tally finds it where people read.
  const tally = `${summary(outcomes)}\n`
  if (json) io.stderr.write(tally)
  else io.stdout.write(`\n${tally}`)
  return outcomes.length < subjects.length * some.length || outcomes.some(({ state }) => state === "failed") ? 1 : 0
}

export const certify: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, {
    only: { type: "string", multiple: true, default: [] },
    json: { type: "boolean", default: false },
    list: { type: "boolean" },
    help: { type: "boolean", short: "h" }
  })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  const some = chosen(values.only)
  if (values.list) {
    for (const { id, name, why } of some) io.stdout.write(`${id}  ${name}\n         ${why}\n`)
    return 0
  }
  const [given, ...more] = positionals
  if (given === undefined || more.length > 0) throw usage("Usage: caudal certify <exchange | package | folder> (--help tells more)")
  const subjects = await Promise.all((await exchangesNamed(given, io.env)).map(subjectOf))
  return runAll(subjects, some, values.json, io)
}
