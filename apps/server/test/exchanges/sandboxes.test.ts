/** Every exchange that comes with Caudal, as processes: what goes over a real port is signed, accepted, read and proved. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { RequestReport } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { originVariable } from "../../src/configuration.ts"
import { adapters } from "../../src/exchanges/discover.ts"
import { caudal, running, serving, settings, tempFolder } from "../caudal.ts"

const all = (await adapters({})).map(({ manifest }) => manifest)

describe("caudal sandbox, read by caudal serve", () => {
  it.each(all.flatMap(({ id, credentials }) => [[id, "beginner", credentials] as const, [id, "gap", credentials] as const]))(
    "%s: %s",
    async (id, persona, { fields, listsRights }) => {
      using folder = tempFolder()
      const sandbox = running(
        ["sandbox", "--exchange", id, "--port", "0", "--persona", persona, "--rate-scale", "1000"],
        settings(folder.path)
      )
      const { url, ...keys } = JSON.parse(await sandbox.firstLine) as Record<string, string>
      const env = settings(folder.path, {
        [originVariable(id)]: url!,
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
        const ask = async (query: string, variables: object = {}): Promise<any> => {
          const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
          const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown }
          expect(errors).toBeUndefined()
          return data
        }
        const input = {
          exchange: id,
          credentials: Object.entries(keys).map(([name, value]) => ({ name, value })),
          acceptUnverifiedRights: listsRights !== true
        }
        const { connectExchange } = await ask(
          "mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename ... on Problem { code message } } }",
          { input }
        )
        expect(connectExchange).toEqual({ __typename: "ConnectSuccess" })
        let certificate: unknown
        for (let tries = 0; tries < 400; tries++) {
          const { viewer } = await ask("{ viewer { connections { progress { running rowsStored } certificate { state reason } } } }")
          const [{ progress, certificate: issued }] = viewer.connections
          certificate = issued
          if (!progress.running && progress.rowsStored > 0) break
          await new Promise((wake) => setTimeout(wake, 25))
        }
        // Of the gap a row is never shown: whatever the books are called, it must not be proved.
        if (persona === "gap")
          expect(certificate).toEqual({ state: expect.stringMatching(/^(DIFFERS|UNPROVED)$/), reason: expect.anything() })
        else expect(certificate).toEqual({ state: "PROVED", reason: null })
        const { counts } = (await (await fetch(`${url}/__sandbox/requests`)).json()) as RequestReport
        expect(counts).toMatchObject({ writes: 0, nonceViolations: 0, insideLockout: 0 })
        const said = `${(await caudal(["export"], env)).stdout}${server.said()}`
        for (const { name, kind } of fields) if (kind !== "key") expect(said).not.toContain(keys[name])
      } finally {
        await server.stop()
        await sandbox.stop()
      }
    }
  )
})
