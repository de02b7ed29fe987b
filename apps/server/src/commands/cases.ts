import { type CaseResult, runCase } from "@caudal/accounting"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type Command, CommandError, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal cases DIR

Runs every published accounting case in DIR (*.json but index.json, one case a file) and compares what it expects:

  <case>: <what>: expected <figure>, got <figure>; …    one line for each case that failed
  N passed, N failed                                    the last line

Exit code 1 where a case failed, or where there was none.

  --help
`

const filesIn = (folder: string): ReadonlyArray<string> => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json") && name !== "index.json")
      .sort()
  } catch (error) {
    throw new CommandError(`Cannot read ${folder}: ${(error as Error).message}.`, 66)
  }
}

const resultOf = (file: string): CaseResult => {
  try {
    return runCase(JSON.parse(readFileSync(file, "utf8")))
  } catch (error) {
    return { id: "?", passed: false, differences: [], remark: `cannot be read: ${(error as Error).message}` }
  }
}

/** A case's text must not break the one line that each failure has. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 400)

/** So many differences of one case are told: the first tell what is wrong, the rest mostly follow from them. */
const told = 10

const lineOf = (name: string, { differences, remark }: CaseResult): string => {
  const some = differences.slice(0, told).map(({ at, expected, got }) => oneLine(`${at}: expected ${expected}, got ${got}`))
  if (some.length === 0) return `${name}: ${oneLine(remark ?? "failed")}\n`
  if (differences.length > told) some.push(`and ${differences.length - told} more`)
  return `${name}: ${some.join("; ")}${remark === null ? "" : ` (${oneLine(remark)})`}\n`
}

export const cases: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw usage("Usage: caudal cases DIR (--help tells more)")
  let passed = 0
  let failed = 0
  for (const file of filesIn(folder)) {
    const result = resultOf(join(folder, file))
    if (result.passed) passed++
    else {
      failed++
      io.stdout.write(lineOf(file.slice(0, -".json".length), result))
    }
  }
  io.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 || passed === 0 ? 1 : 0
}
