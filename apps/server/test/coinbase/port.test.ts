/** The sandbox and the server as processes: a token for a path goes over a real port, and a PEM through a form. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { caudal, running, serving, settings, tempFolder } from "../caudal.ts"

interface Part {
  readonly wallet: string
  readonly total: string
  readonly available: string
  readonly locked: string
}

it("caudal sandbox --exchange coinbase is read by caudal serve to the last of 8,000 rows, and its holdings are the truth", async () => {
  using folder = tempFolder()
  const sandbox = running(
    ["sandbox", "--exchange", "coinbase", "--port", "0", "--persona", "trader", "--rate-scale", "1000"],
    settings(folder.path)
  )
  const { url, ...credentials } = JSON.parse(await sandbox.firstLine) as Record<string, string>
  expect(Object.keys(credentials)).toEqual(["keyName", "privateKey"])
  const env = settings(folder.path, {
    CAUDAL_EXCHANGE_COINBASE_URL: url!,
    CAUDAL_RATE_SCALE: "1000",
    CAUDAL_OWNER_TOKEN_FILE: join(folder.path, "token")
  })
  const server = await serving(env)
  try {
    const headers = {
      authorization: `Bearer ${readFileSync(join(folder.path, "token"), "utf8").trim()}`,
      "content-type": "application/json"
    }
    // oxlint-disable-next-line typescript/no-explicit-any
    const ask = async (query: string, variables = {}): Promise<any> => {
      const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
      const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown }
      expect(errors).toBeUndefined()
      return data
    }
    const input = {
      exchange: "coinbase",
      credentials: Object.entries(credentials).map(([name, value]) => ({ name, value })),
      acceptUnverifiedRights: false
    }
    const { connectExchange } = await ask(
      "mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename ... on Problem { code } } }",
      { input }
    )
    expect(connectExchange).toEqual({ __typename: "ConnectSuccess" })
    let certificate: unknown
    for (let tries = 0; tries < 1_000; tries++) {
      const { viewer } = await ask("{ viewer { connections { certificate { state reason } } } }")
      certificate = viewer.connections[0].certificate
      if (viewer.connections[0].certificate.state === "PROVED") break
      await new Promise((wake) => setTimeout(wake, 50))
    }
    expect(certificate).toEqual({ state: "PROVED", reason: null })

    const { viewer } = await ask("{ viewer { portfolio { holdings { codes parts { wallet total available locked } } } } }")
    const shown = viewer.portfolio.holdings.flatMap(({ codes, parts }: { codes: ReadonlyArray<string>; parts: ReadonlyArray<Part> }) =>
      parts.map((part) => [codes.join(), part.wallet, part.total, part.available, part.locked].join(" "))
    )
    const truth = (await (await fetch(`${url}/__sandbox/truth`)).json()) as { wallets: ReadonlyArray<Part & { asset: string }> }
    const held = truth.wallets.filter(({ total }) => total !== "0")
    expect(held.length).toBeGreaterThan(6)
    expect(shown.toSorted()).toEqual(
      held.map(({ asset, wallet, total, available, locked }) => [asset, wallet, total, available, locked].join(" ")).toSorted()
    )

    const { counts, requests } = (await (await fetch(`${url}/__sandbox/requests`)).json()) as {
      counts: { writes: number; insideLockout: number }
      requests: ReadonlyArray<{ status: number }>
    }
    expect(counts).toMatchObject({ writes: 0, insideLockout: 0 })
    expect(new Set(requests.map(({ status }) => status))).toEqual(new Set([200]))
    const body = credentials["privateKey"]!.split("\n")[1]!
    expect((await caudal(["export"], env)).stdout).not.toContain(body)
    expect(server.said()).not.toContain(body)
  } finally {
    await server.stop()
    await sandbox.stop()
  }
}, 120_000)
