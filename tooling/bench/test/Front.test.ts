import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, it } from "vitest"
import { startFront } from "../src/Front.ts"
import type { Sandbox } from "../src/Installation.ts"

const sandbox = async (apiKey: string): Promise<Sandbox> => {
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk: Buffer) => (body += chunk.toString()))
    request.on("end", () => {
      response.writeHead(request.url === "/gone" ? 404 : 200, { "x-who": apiKey }).end(`${apiKey} ${request.method} ${request.url} ${body}`)
    })
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return {
    exchange: "toy",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    apiSecret: "",
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed()).closeAllConnections())
  }
}

it("each request goes to the account whose key it bears, and comes back as it was answered", async () => {
  await using one = await sandbox("KEYONE")
  await using two = await sandbox("KEYTWO")
  await using front = await startFront([one, two])
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(front.url + path, init)
    return [answer.status, answer.headers.get("x-who"), await answer.text()]
  }
  expect(await ask("/a?b=1", { headers: { authorization: "Toy KEYTWO:1:s" } })).toEqual([200, "KEYTWO", "KEYTWO GET /a?b=1 "])
  expect(await ask("/p", { method: "POST", body: "x=1", headers: { "api-key": "KEYONE" } })).toEqual([200, "KEYONE", "KEYONE POST /p x=1"])
  expect(await ask("/gone", {})).toEqual([404, "KEYONE", "KEYONE GET /gone "])
})
