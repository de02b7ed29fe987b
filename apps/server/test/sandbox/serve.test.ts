import { Agent } from "node:http"
import { afterEach, describe, expect, it } from "vitest"
import type { FaultArgs, FaultName } from "@caudal/exchange/simulator"
import { makeBitsoSimulator } from "@caudal/exchange-bitso/simulator"
import { setupServer } from "msw/node"
import { serve, type Bound } from "../../src/sandbox/serve.ts"
import { authorization, fetchSigned, type Ready } from "./caller.ts"

const path = "/api/v3/ledger?limit=20"
const bounds: Array<Bound> = []
afterEach(async () => {
  for (const bound of bounds.splice(0)) await bound.close()
})

const start = async (fault?: FaultName, args: FaultArgs = {}) => {
  const simulator = makeBitsoSimulator({
    account: "beginner",
    ...(fault === undefined ? {} : { faults: { seed: 0, rules: [{ route: "ledger", nth: 1, fault, args }] } })
  })
  const bound = await serve(simulator, 0)
  bounds.push(bound)
  return { simulator, ready: { url: bound.url, ...simulator.credentials } as Ready }
}

describe("a simulator on a port", () => {
  it("answers as it does in process", async () => {
    const { simulator, ready } = await start()
    const wire = await fetchSigned(ready, path)
    const server = setupServer(...simulator.handlers)
    server.listen({ onUnhandledFrame: "bypass" })
    const inside = await fetch(simulator.origin + path, { headers: { authorization: authorization(ready, path) } })
    expect([wire.status, wire.text, wire.headers["content-type"]]).toEqual([
      inside.status,
      await inside.text(),
      inside.headers.get("content-type")
    ])
    server.close()
  })

  it("keeps connections alive", async () => {
    const { ready } = await start()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const sockets = new Set<unknown>()
    agent.on("free", (socket) => sockets.add(socket))
    for (let i = 0; i < 5; i++) expect((await fetchSigned(ready, path, agent)).status).toBe(200)
    expect(sockets.size).toBeLessThanOrEqual(1)
    agent.destroy()
  })

  it("resets, breaks off and drips for real", async () => {
    for (const fault of ["reset", "down"] as const) {
      await expect(fetchSigned((await start(fault)).ready, path)).rejects.toMatchObject({ code: "ECONNRESET" })
    }
    await expect(fetchSigned((await start("timeout", { ms: 20 })).ready, path)).rejects.toMatchObject({ code: "ECONNRESET" })
    await expect(fetchSigned((await start("truncated", { bytes: 9, wrongLength: true })).ready, path)).rejects.toMatchObject({
      code: "ECONNRESET"
    })
    expect(await fetchSigned((await start("truncated", { bytes: 9 })).ready, path)).toMatchObject({ status: 200, text: '{"success' })
    const { ready } = await start("slicer", { bytes: 300, ms: 5 })
    expect((await fetchSigned(ready, path)).text).toBe((await fetchSigned(ready, path)).text)
  })

  it("goes on serving after each of them", async () => {
    const { ready, simulator } = await start("reset")
    await fetchSigned(ready, path).catch(() => undefined)
    expect((await fetchSigned(ready, path)).status).toBe(200)
    expect(simulator.requests().requests.map(({ status }) => status)).toEqual([0, 200])
  })

  it("listens on the loopback only and says so when the port is taken", async () => {
    const { ready } = await start()
    expect(new URL(ready.url).hostname).toBe("127.0.0.1")
    await expect(serve({ origin: "https://bitso.com", handlers: [] }, Number(new URL(ready.url).port))).rejects.toMatchObject({
      code: "EADDRINUSE"
    })
  })

  it("closes although a client is still connected", async () => {
    const { ready } = await start()
    const agent = new Agent({ keepAlive: true })
    await fetchSigned(ready, path, agent)
    await bounds.pop()!.close()
    await expect(fetchSigned(ready, path)).rejects.toMatchObject({ code: "ECONNREFUSED" })
    agent.destroy()
  })
})
