/** Node's HTTP server around a fetch handler. Only ever on the loopback interface. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { ReadableStream as NodeReadableStream } from "node:stream/web"
import { CommandError } from "../Io.ts"

export type Fetch = (request: Request) => Promise<Response>

export interface Listening {
  readonly port: number
  /** Requests wait until a handler is there. */
  readonly answerWith: (fetch: Fetch) => void
  /** Lets short answers finish, then cuts streams. */
  readonly close: () => Promise<void>
}

/** A little more than any handler reads; what is longer is cut, refused by its length, and its connection closed. */
const maxBodyBytes = 128 * 1024
const graceMs = 300

const bodyOf = async (incoming: IncomingMessage): Promise<{ readonly body: Buffer; readonly cut: boolean }> => {
  const chunks: Array<Buffer> = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBodyBytes) return { body: Buffer.concat(chunks), cut: true }
  }
  return { body: Buffer.concat(chunks), cut: false }
}

const headersOf = (incoming: IncomingMessage): Headers => {
  const headers = new Headers()
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "")
  return headers
}

const answer = async (fetch: Fetch, base: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const gone = new AbortController()
  outgoing.on("close", () => gone.abort())
  const method = incoming.method ?? "GET"
  const { body, cut } = await bodyOf(incoming)
  const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0
  if (!URL.canParse(incoming.url ?? "", base)) {
    outgoing.writeHead(400, { connection: "close" }).end()
    return
  }
  const response = await fetch(
    new Request(new URL(incoming.url ?? "", base), {
      method,
      headers: headersOf(incoming),
      signal: gone.signal,
      ...(hasBody && { body: new Uint8Array(body) })
    })
  )
  if (cut) outgoing.shouldKeepAlive = false
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body === null || method === "HEAD") outgoing.end()
  else {
    // Shows a subscriber at once that it is connected.
    outgoing.flushHeaders()
    await pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing)
  }
  if (cut) incoming.destroy()
}

const problemOf = (error: NodeJS.ErrnoException, port: number): CommandError => {
  switch (error.code) {
    case "EADDRINUSE":
      return new CommandError(
        `Port ${port} is in use. Stop the program that has it (another Caudal?), or choose another: CAUDAL_PORT=0 picks a free one.`
      )
    case "EACCES":
      return new CommandError(`Port ${port} needs more rights. Choose one above 1023 with CAUDAL_PORT.`)
    default:
      return new CommandError(`Cannot listen on 127.0.0.1:${port}: ${error.message}.`)
  }
}

export const listen = async (port: number): Promise<Listening> => {
  const { promise: handler, resolve: answerWith } = Promise.withResolvers<Fetch>()
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 5_000 })
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(problemOf(error, port)))
    server.listen(port, "127.0.0.1", resolve)
  })
  const bound = (server.address() as AddressInfo).port
  server.on("request", (incoming, outgoing) => {
    handler
      .then((fetch) => answer(fetch, `http://127.0.0.1:${bound}`, incoming, outgoing))
      // The client went away, in the middle of its question or of our answer.
      .catch(() => outgoing.destroy())
  })
  return {
    port: bound,
    answerWith,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
        server.closeIdleConnections()
      })
  }
}
