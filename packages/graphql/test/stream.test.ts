import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Effect, Stream } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { exportLine } from "../src/export/line.ts"
import { host, progressOf, serveFake, token, transactions } from "./fakeEngine.ts"

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** The handler on a real port, with just enough glue for a streamed answer. */
const listen = async (served: ReturnType<typeof serveFake>) => {
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController()
    outgoing.on("close", () => gone.abort())
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      void (async () => {
        const headers = { ...(incoming.headers as Record<string, string>), host }
        const response = await served.handler.fetch(
          new Request(`http://${host}${incoming.url}`, {
            method: incoming.method ?? "GET",
            headers,
            signal: gone.signal,
            ...(chunks.length > 0 && { body: Buffer.concat(chunks) })
          })
        )
        outgoing.writeHead(response.status, Object.fromEntries(response.headers))
        const reader = response.body?.getReader()
        outgoing.on("close", () => void reader?.cancel().catch(() => undefined))
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) outgoing.write(part.value)
        outgoing.end()
      })().catch(() => outgoing.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closing.push(
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
    () => served.runtime.dispose()
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const subscribe = (url: string, connection: string, signal?: AbortSignal) =>
  fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({
      query: "subscription ($c: ID!) { syncProgress(connection: $c) { phase callsDone fraction connection { label } } }",
      variables: { c: connection }
    }),
    ...(signal && { signal })
  })

describe("syncProgress", () => {
  it("pushes every change over Server-Sent Events", async () => {
    const url = await listen(serveFake())
    const response = await subscribe(url, btoa("Connection:1"))
    expect(response.headers.get("content-type")).toContain("text/event-stream")
    const text = await response.text()
    const pushed = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? "").data.syncProgress)
    expect(pushed.map(({ callsDone }) => callsDone)).toEqual([1, 2, 3])
    expect(pushed[0]).toEqual({ phase: "HISTORY", callsDone: 1, fraction: 0.1, connection: { label: "My Bitso" } })
    expect(text).toContain("event: complete")
  })

  it("names a connection that is not there instead of breaking off", async () => {
    const url = await listen(serveFake())
    expect(await (await subscribe(url, btoa("Connection:2"))).text()).toContain('"code":"NOT_FOUND"')
  })

  it("stops the engine's stream when the client goes away", async () => {
    let ended = () => {}
    const stopped = new Promise<void>((resolve) => (ended = resolve))
    const endless = Stream.fromEffect(Effect.succeed(progressOf(1))).pipe(
      Stream.concat(Stream.never),
      Stream.ensuring(Effect.sync(() => ended()))
    )
    const url = await listen(serveFake({ progressChanges: endless }))
    const leaving = new AbortController()
    const response = await subscribe(url, btoa("Connection:1"), leaving.signal)
    const reader = response.body?.getReader()
    let seen = ""
    while (!seen.includes("callsDone")) seen += new TextDecoder().decode((await reader?.read())?.value)
    leaving.abort()
    await stopped
  })
})

describe("the export", () => {
  const get = (url: string) => fetch(`${url}/export/ledger.ndjson`, { headers: { authorization: `Bearer ${token}` } })

  it("is one line per event, in the ledger's order, with fixed keys and no local id", async () => {
    const url = await listen(serveFake())
    const response = await get(url)
    expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8")
    const text = await response.text()
    expect(text).toBe(transactions.map(exportLine).join(""))
    expect(text.split("\n")[0]).toBe(
      '{"exchange":"bitso","account":"account-1","stream":"ledger","externalId":"row-1","occurrence":0,"kind":"trade","operation":"trade","at":"2017-07-14T02:40:00.001Z","rank":null,"status":"settled","groupId":"trade:1","refs":[{"type":"trade","id":"1"}],"postings":[{"wallet":"spot","asset":"btc","amount":"0.000000000000000000000000000001","role":"principal"},{"wallet":"spot","asset":"mxn","amount":"-15024.7800228","role":"principal"}],"price":{"base":"btc","quote":"mxn","amount":"100000"},"transfer":null,"witnesses":[{"stream":"trades","externalId":"1"}]}'
    )
  })

  it("reads no further than the client takes", async () => {
    let made = 0
    const [first] = transactions
    if (first === undefined) throw new Error("the fake ledger is empty")
    const endless = Stream.fromEffectRepeat(Effect.sync(() => ((made += 1), first)))
    const { fetch, runtime } = serveFake({ all: endless })
    closing.push(() => runtime.dispose())
    const response = await fetch({ method: "GET", path: "/export/ledger.ndjson" })
    const reader = response.body?.getReader()
    await reader?.read()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(made).toBeLessThan(100)
    await reader?.cancel()
  })

  it("an account that differs only in the order of an object's keys gives the same bytes", () => {
    const [event] = transactions
    if (event === undefined) throw new Error("the fake ledger is empty")
    expect(exportLine(Object.fromEntries(Object.entries(event).reverse()) as never)).toBe(exportLine(event))
  })
})
