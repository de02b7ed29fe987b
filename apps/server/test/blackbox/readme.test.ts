/** The README's promises, as a stranger would take them: word for word. */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { connected, install, openSandbox } from "./harness.ts"

const readme = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8")
const blocks = [...readme.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, text]) => text!)

it("its query, pasted as it is, answers with what it shows", async () => {
  const [query] = blocks
  const shown = JSON.parse(/^```json\n([\s\S]*?)^```$/m.exec(readme)![1]!).data.viewer.portfolio
  const sandbox = await openSandbox(["--persona", "beginner"])
  await using installation = install(sandbox.url)
  try {
    const server = await installation.start()
    await connected(server, sandbox)
    const { portfolio } = (await server.ask(query!)).viewer
    expect(portfolio.certificate).toEqual(shown.certificate)
    expect(portfolio.value).toMatchObject({ total: shown.value.total, complete: shown.value.complete })
    expect(portfolio.holdings).toEqual(expect.arrayContaining(shown.holdings))
    expect(portfolio.transactions.totalCount).toBe(shown.transactions.totalCount)
    expect(portfolio.transactions.edges).toEqual(expect.arrayContaining(shown.transactions.edges))
  } finally {
    await sandbox.stop()
  }
})

it("its mutation, with the key that the sandbox prints, connects", async () => {
  const mutation = blocks.find((block) => block.includes("connectExchange"))
  const sandbox = await openSandbox(["--persona", "beginner"])
  await using installation = install(sandbox.url)
  try {
    expect(mutation).toContain(sandbox.apiKey)
    expect(mutation).toContain(sandbox.apiSecret)
    const server = await installation.start()
    expect((await server.ask(mutation!)).connectExchange).toMatchObject({ __typename: "ConnectSuccess" })
  } finally {
    await sandbox.stop()
  }
})
