import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { namesOf, renamed } from "../create-exchange/Names.ts"
import { outside } from "../create-exchange/outside.ts"
import { type Command, CommandError, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal create-exchange <id> [--name NAME] [--out DIR]

Writes the package of a new exchange: manifest, signing, parsers, simulator, fixtures, tests. It compiles, and passes what
the conformance kit can see in an account in which nothing ever happened; caudal certify tells what is left, case by case.

  <id>         lower-case, such as mercado-bitcoin: how settings, commands and the API call the exchange
  --name NAME  how people call it ("Mercado Bitcoin")
  --out DIR    a new folder anywhere, for a package of your own; without it packages/exchange-<id> of this repository
  --help
`

const repository = fileURLToPath(new URL("../../../../", import.meta.url))
const template = join(repository, "tooling", "create-exchange")

/** What tools leave behind in a folder is no part of the template. */
const isOurs = (path: string): boolean => !/(^|\/)(node_modules|\.turbo)\/|\.test-report\.json$/.test(path)

const files = (): ReadonlyArray<string> =>
  readdirSync(template, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => isOurs(path) && statSync(join(template, path)).isFile())
    .toSorted()

const sharedTests = `// Shared by all packages: reporters that \`npm test\` counts, one copy of graphql.
export { default } from "../../tooling/vitest/shared.ts"
`

/** As it would stand in `packages/`. */
const inside = (path: string, text: string): string => (path === "vitest.config.ts" ? sharedTests : text)

export const createExchange: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, {
    name: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" }
  })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) throw usage("Usage: caudal create-exchange <id> (--help tells more)")
  const names = namesOf(id, values.name)
  if (!existsSync(template)) throw new CommandError("The template is in the repository only: run this from a clone of Caudal.")
  const folder = values.out === undefined ? join(repository, "packages", `exchange-${id}`) : resolve(values.out)
  const here = relative(join(repository, "packages"), dirname(folder)) === ""
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new CommandError(`${folder} is there already; nothing was changed.`)
  const written = files().map((path) => {
    const text = inside(path, renamed(readFileSync(join(template, path), "utf8"), names))
    const target = path.replaceAll("Quetzal", names.stem)
    const file = join(folder, target)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, here ? text : outside(path, text, repository))
    return target
  })
  const place = here ? id : folder
  io.stdout.write(`${folder}
${written.map((path) => `  ${path}`).join("\n")}

Next:
  ${here ? "pnpm install && pnpm exec oxfmt" : `cd ${folder} && pnpm install`}
  caudal certify ${place}     what is there, and what is left
  docs/guide/add-an-exchange.md${" ".repeat(Math.max(1, place.length - 9))}goes through the files in order: describe, parse, record, simulate, certify
${here ? "" : `  CAUDAL_EXCHANGES="*,${folder}"   lets a server use it\n`}`)
  return 0
}
