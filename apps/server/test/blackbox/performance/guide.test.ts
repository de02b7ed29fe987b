/** The guide's month, as a newcomer would follow it: its commands word for word, on a port and in a folder of the test's own. */
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, it } from "vitest"
import { caudal, running, tempFolder } from "../../caudal.ts"
import { clientOf } from "../harness.ts"
import { pricesSettled } from "../pretended.ts"
import * as hand from "./byHand.ts"

const root = join(import.meta.dirname, "../../../../..")
const guide = readFileSync(join(root, "docs/guide/performance.md"), "utf8")
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, text]) => text!)

interface Command {
  readonly env: Readonly<Record<string, string>>
  readonly args: ReadonlyArray<string>
}

/** `export A=b C=d` and one command, of which only what follows `caudal --` (or `npm start`) matters. */
const read = (block: string): Command => {
  const lines = block.trim().split("\n")
  const exports = lines.filter((line) => line.startsWith("export ")).flatMap((line) => line.split(" ").slice(1))
  const [command = "", ...others] = lines.filter((line) => !line.startsWith("export "))
  expect(others).toEqual([])
  return {
    env: Object.fromEntries(exports.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)])),
    args: command === "npm start" ? ["serve"] : command.replace(/^npm run -s caudal -- /, "").split(" ")
  }
}

it("gives the guide's numbers to whoever runs its commands in their order", async () => {
  const [sandbox, start, prices, ...more] = blocks("sh").map(read)
  expect(more).toEqual([])
  using folder = tempFolder()
  // from the root, as the guide says
  const here = ({ args }: Command) =>
    args.map((arg) => (arg.includes("/") ? join(root, arg) : arg)).map((arg) => (arg === "4800" ? "0" : arg))
  const exchange = running(here(sandbox!), { PATH: process.env["PATH"] ?? "" })
  const { url, ...key } = JSON.parse(await exchange.firstLine)
  const own = ({ env }: Command): Record<string, string> => ({
    PATH: process.env["PATH"] ?? "",
    HOME: folder.path,
    CAUDAL_PORT: "0",
    ...Object.fromEntries(
      Object.entries(env).map(([name, value]) => [
        name,
        value.replace("/tmp/caudal-saver", folder.path).replace("http://127.0.0.1:4800", url)
      ])
    )
  })
  const server = running(here(start!), own(start!))
  try {
    const ready = JSON.parse(await server.firstLine)
    const imported = await caudal(here(prices!), own(prices!))
    expect([imported.code, guide]).toEqual([0, expect.stringContaining(imported.stderr.trim())])

    const tokenFile = own(start!)["CAUDAL_OWNER_TOKEN_FILE"]!
    expect(dirname(tokenFile)).toBe(folder.path)
    const client = clientOf(ready.url, readFileSync(tokenFile, "utf8").trim())
    const mutation = blocks("graphql").find((block) => block.includes("connectExchange"))!
    expect(mutation).toContain(key.apiKey)
    expect((await client.ask(mutation)).connectExchange).toEqual({ __typename: "ConnectSuccess" })
    await client.settled()
    // whenever the query is asked, it is the file that answers
    await pricesSettled(client)

    const { performance, valuationSeries } = (await client.ask(blocks("graphql")[0]!)).viewer.portfolio
    for (const field of ["startValue", "endValue", "netFlow", "gain"]) expect(guide).toContain(`**${performance[field].value as string}**`)
    for (const field of ["modifiedDietz", "timeWeighted"])
      expect(guide).toMatch(new RegExp(`\\*\\*${String(performance[field].value).slice(0, 14)}\\d*\\*\\*`))
    expect(performance.basis.missingPrices).toEqual([])
    // each day's line of the guide's table
    for (const { node } of valuationSeries.edges) {
      const flow = node.flow.value === "0" ? "" : hand.rounded(hand.read(node.flow.value), 4)
      expect(guide).toContain(`| ${node.date as string} | ${hand.rounded(hand.read(node.value.value), 4)} | ${flow} |`)
    }
    expect(valuationSeries.edges).toHaveLength(31)
  } finally {
    await Promise.all([exchange.stop(), server.stop()])
  }
}, 180_000)
