/** One address for several accounts of an exchange, as exchanges have: each request goes to the sandbox whose key it bears. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Sandbox } from "./Installation.ts"

/** Of one hop: made anew for the next. */
const ownOfHop = new Set(["connection", "content-length", "host", "keep-alive", "transfer-encoding"])

const kept = (headers: Iterable<readonly [string, unknown]>): Record<string, string> =>
  Object.fromEntries([...headers].flatMap(([name, value]) => (ownOfHop.has(name) ? [] : [[name, String(value)]])))

const pass = async (message: IncomingMessage, response: ServerResponse, sandboxes: ReadonlyArray<Sandbox>): Promise<void> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const headers = kept(Object.entries(message.headers))
  const said = Object.values(headers).join("\n")
  const { url } = sandboxes.find(({ apiKey }) => said.includes(apiKey)) ?? sandboxes[0]!
  const answer = await fetch(url + message.url, {
    method: message.method ?? "GET",
    headers,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) })
  })
  response.writeHead(answer.status, kept(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
}

export interface Front extends AsyncDisposable {
  readonly url: string
}

export const startFront = async (sandboxes: ReadonlyArray<Sandbox>): Promise<Front> => {
  const server = createServer((message, response) => {
    pass(message, response, sandboxes).catch(() => message.socket.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      })
  }
}
