/** The sandbox and the server as processes: what goes over a real port is signed in its query, and accepted; what comes out is the truth. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { caudal, running, serving, settings, tempFolder } from "../caudal.ts"

it("caudal sandbox --exchange binance is read and proved by caudal serve, to the last digit of every wallet", async () => {
  using folder = tempFolder()
  const sandbox = running(
    ["sandbox", "--exchange", "binance", "--port", "0", "--persona", "trader", "--rate-scale", "1000"],
    settings(folder.path)
  )
  const { url, apiKey, apiSecret } = JSON.parse(await sandbox.firstLine) as Record<"url" | "apiKey" | "apiSecret", string>
  const env = settings(folder.path, {
    CAUDAL_EXCHANGE_BINANCE_URL: url,
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
    const ask = async (query: string): Promise<any> => {
      const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })
      const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown }
      expect(errors).toBeUndefined()
      return data
    }
    const credentials = `[{ name: "apiKey", value: "${apiKey}" }, { name: "apiSecret", value: "${apiSecret}" }]`
    const { connectExchange } = await ask(
      `mutation { connectExchange(input: { exchange: "binance", credentials: ${credentials}, acceptUnverifiedRights: false }) { __typename ... on Problem { code } } }`
    )
    expect(connectExchange).toEqual({ __typename: "ConnectSuccess" })
    let certificate: unknown
    for (let tries = 0; tries < 400; tries++) {
      const { viewer } = await ask("{ viewer { connections { progress { running } certificate { state reason } } } }")
      certificate = viewer.connections[0].certificate
      if (viewer.connections[0].certificate.state === "PROVED") break
      await new Promise((wake) => setTimeout(wake, 25))
    }
    expect(certificate).toEqual({ state: "PROVED", reason: null })
    const { viewer } = await ask("{ viewer { portfolio { holdings { parts { wallet asset { code } total } } } } }")
    const parts = viewer.portfolio.holdings.flatMap((holding: { parts: ReadonlyArray<unknown> }) => holding.parts)
    const { wallets } = (await (await fetch(`${url}/__sandbox/truth`)).json()) as {
      wallets: Record<string, Record<string, { total: string }>>
    }
    const really = Object.entries(wallets).flatMap(([wallet, amounts]) =>
      Object.entries(amounts).flatMap(([code, { total }]) => (total === "0" ? [] : [{ wallet, asset: { code }, total }]))
    )
    const sorted = (list: ReadonlyArray<unknown>) => list.map((one) => JSON.stringify(one)).sort()
    expect(sorted(parts)).toEqual(sorted(really))
    expect(parts.length).toBeGreaterThan(5)
    const requests = (await (await fetch(`${url}/__sandbox/requests`)).json()) as {
      counts: { writes: number; nonceViolations: number; insideLockout: number }
    }
    expect(requests.counts).toMatchObject({ writes: 0, nonceViolations: 0, insideLockout: 0 })
    expect((await caudal(["export"], env)).stdout).not.toContain(apiSecret)
    expect(server.said()).not.toContain(apiSecret)
  } finally {
    await server.stop()
    await sandbox.stop()
  }
}, 60_000)
