/** `npm run bench -- [--only NAME] [--seed N] [--small] [--json]`: figures are ratios within one run; they never fail a build. */
import { parseArgs } from "node:util"
import { seeded } from "./Random.ts"
import { header, lineOf, print } from "./Report.ts"
import { rows } from "./rows/index.ts"

const options = {
  only: { type: "string", multiple: true },
  seed: { type: "string", default: "20170730" },
  small: { type: "boolean", default: false },
  json: { type: "boolean", default: false }
} as const

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options })
  const seed = Number(values.seed)
  const chosen = rows.filter((row) => values.only === undefined || values.only.includes(row.name))
  if (chosen.length === 0 || !Number.isSafeInteger(seed))
    throw new RangeError(`rows: ${rows.map((row) => row.name).join(", ")}; a seed is a whole number`)
  if (!values.json) console.log(`seed ${seed}, Node ${process.versions.node}\n\n${header}`)
  const results = []
  for (const row of chosen) {
    const lines = (await row.run({ seed, random: seeded(seed), small: values.small })).map(lineOf)
    if (!values.json) for (const line of lines) console.log(print(line))
    if (!values.json) console.log(`  ${row.meaning}`)
    results.push({ name: row.name, meaning: row.meaning, lines })
  }
  if (values.json) console.log(JSON.stringify({ seed, node: process.versions.node, rows: results }, null, 2))
}

try {
  await main()
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
