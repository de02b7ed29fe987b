/**
 * Binds a simulator's handlers to a loopback port. Whatever can be said in a standard `Response` crosses the wire as it
 * is: an error response becomes a reset, a body that breaks off a broken connection.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { getResponse, type RequestHandler } from "msw"

export interface Bound {
  readonly url: string
  readonly close: () => Promise<void>
}

export interface Servable {
  readonly origin: string
  readonly handlers: ReadonlyArray<RequestHandler>
}

const received = async (message: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> => {
  if (message.method === "GET" || message.method === "HEAD") return null
  const chunks: Array<Buffer> = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const asRequest = async (message: IncomingMessage, origin: string): Promise<Request> =>
  new Request(origin + message.url, {
    method: message.method ?? "GET",
    headers: message.headers as Record<string, string>,
    body: await received(message)
  })

/** Waits until the client has read on, or is gone. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((ready) => {
    const done = (): void => {
      response.off("drain", done).off("close", done)
      ready()
    }
    response.once("drain", done).once("close", done)
  })

/**
 * The chunk that completes the announced length ends the answer in the same write: the simulator is also what clients
 * are measured against, and Node's stream adapters cost more than all the rest of a page.
 */
const send = async (answer: Response, response: ServerResponse): Promise<void> => {
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  const announced = Number(answer.headers.get("content-length") ?? NaN)
  const reader = answer.body?.getReader()
  let sent = 0
  while (reader !== undefined && !response.destroyed) {
    const { done, value } = await reader.read()
    if (done) break
    sent += value.length
    if (sent === announced) return void response.end(value)
    if (!response.write(value)) await drained(response)
  }
  if (response.destroyed) await reader?.cancel()
  response.end()
}

const handle = async (message: IncomingMessage, response: ServerResponse, { handlers, origin }: Servable): Promise<void> => {
  const answer = await getResponse([...handlers], await asRequest(message, origin))
  if (answer === undefined) response.writeHead(404).end()
  else if (answer.type === "error") message.socket.resetAndDestroy()
  else await send(answer, response)
}

/** Port 0 picks a free one. Rejects when the port cannot be had. */
export const serve = async (servable: Servable, port: number): Promise<Bound> => {
  const server = createServer((message, response) => {
    // A body cut on purpose and a client that went away both end here; there is nobody left to tell.
    handle(message, response, servable).catch(() => message.socket.destroy())
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((listening, failed) => {
    server.once("error", failed)
    server.listen(port, "127.0.0.1", listening)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      })
  }
}
