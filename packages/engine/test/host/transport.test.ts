import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { Effect, Fiber } from "effect"
import { afterEach, describe, expect, it, vi } from "vitest"
import { send } from "../../src/host/transport.ts"

let server: Server | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  server?.closeAllConnections()
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
  server = undefined
})

const serve = (listener: RequestListener) =>
  new Promise<string>((resolve) => {
    server = createServer(listener).listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server!.address() as AddressInfo).port}`))
  })

const get = (url: string, over: Partial<Parameters<typeof send>[0]> = {}) =>
  Effect.runPromise(Effect.result(send({ method: "GET", url, headers: {}, body: "", ...over })))

describe("one HTTP exchange", () => {
  it("gives status, type, text, the exchange's clock and its Retry-After", async () => {
    const url = await serve((_, response) => {
      response.writeHead(420, { "content-type": "application/json", date: "Mon, 01 Jan 2024 00:00:00 GMT", "retry-after": "60" })
      response.end('{"a":"ñ"}')
    })
    expect(await get(url)).toMatchObject({
      success: { status: 420, contentType: "application/json", text: '{"a":"ñ"}', date: Date.UTC(2024, 0, 1), retryAfterMs: 60_000 }
    })
  })

  it("reads a Retry-After that is a date by the exchange's own clock", async () => {
    const url = await serve((_, response) => {
      response.writeHead(503, { date: "Mon, 01 Jan 2024 00:00:00 GMT", "retry-after": "Mon, 01 Jan 2024 00:02:00 GMT" })
      response.end()
    })
    expect(await get(url)).toMatchObject({ success: { retryAfterMs: 120_000 } })
  })

  it.each(["soon", "-5", "1.5", "99999999999", ""])("takes no pause from a Retry-After of %j", async (value) => {
    const url = await serve((_, response) => {
      response.writeHead(503, { "retry-after": value })
      response.end()
    })
    expect(await get(url)).toMatchObject({ success: { status: 503, retryAfterMs: null } })
  })

  it("sends path, headers and body byte for byte", async () => {
    let seen: unknown
    const url = await serve((request, response) => {
      let body = ""
      request.on("data", (chunk) => (body += String(chunk)))
      request.on("end", () => {
        seen = [request.method, request.url, request.headers["x-key"], body]
        response.end("{}")
      })
    })
    await get(`${url}/v3/ledger?a=%27b%20c%27&d=%22`, { method: "POST", headers: { "x-key": "k" }, body: '{"a":1}' })
    expect(seen).toEqual(["POST", "/v3/ledger?a=%27b%20c%27&d=%22", "k", '{"a":1}'])
  })

  it.each([301, 302, 303, 307, 308])("never follows a redirect (%i), so that no signature goes elsewhere", async (status) => {
    const asked: Array<string | undefined> = []
    const url = await serve((request, response) => {
      asked.push(request.url)
      response.writeHead(status, { location: "/elsewhere" })
      response.end()
    })
    expect(await get(`${url}/v3`, { headers: { authorization: "planted" } })).toMatchObject({ failure: { kind: "REDIRECT" } })
    expect(asked).toEqual(["/v3"])
  })

  it("breaks off a reply that is larger than any page, plain or unpacked", async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20)
    const endless = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on("drain", more)
      more()
    })
    expect(await get(endless)).toMatchObject({ failure: { kind: "TOO_LARGE" } })
    server!.closeAllConnections()
    server!.close()
    const bomb = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" })
      response.end(gzipSync(Buffer.alloc(40 * 1024 * 1024)))
    })
    expect(await get(bomb)).toMatchObject({ failure: { kind: "TOO_LARGE" } })
  })

  it.each(["no answer at all", "a body that never ends"])("gives up in time on %s", async (kind) => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    const asked = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(100))
    const url = await serve((_, response) => {
      if (kind === "no answer at all") return
      response.writeHead(200)
      response.write('{"rows":[')
    })
    expect(await get(url)).toMatchObject({ failure: { kind: "TIMEOUT" } })
    expect(asked).toHaveBeenCalledWith(30_000)
  })

  it("names a broken connection, and says nothing of what was sent", async () => {
    const reset = await serve((request) => request.socket.destroy())
    const failed = await get(`${reset}/?signature=planted-1`, { headers: { authorization: "planted-2" } })
    expect(failed).toMatchObject({ failure: { kind: "NETWORK" } })
    expect(JSON.stringify(failed)).not.toContain("planted")
    expect(await get("http://127.0.0.1:1/")).toMatchObject({ failure: { kind: "NETWORK" } })
    expect(await get(`${reset}/`, { headers: { "x-key": "planted\nheader" } })).toEqual(
      expect.objectContaining({ failure: { kind: "NETWORK" } })
    )
  })

  it("names a body cut off in its midst", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": "1000" })
      response.write('{"rows":[')
      setImmediate(() => response.destroy())
    })
    expect(await get(url)).toMatchObject({ failure: { kind: "NETWORK" } })
  })

  it("hangs up when the one who asked is gone", async () => {
    const closed = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const url = await serve((request) => {
      request.socket.on("close", () => closed.resolve())
      begun.resolve()
    })
    const fiber = Effect.runFork(send({ method: "GET", url, headers: {}, body: "" }))
    await begun.promise
    await Effect.runPromise(Fiber.interrupt(fiber))
    await closed.promise
  })
})
