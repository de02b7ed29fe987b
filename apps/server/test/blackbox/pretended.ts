/** An invented account at any exchange that there is a simulator of, and a server that has read it. */
import { existsSync } from "node:fs"
import { expect } from "vitest"
import { originVariable } from "../../src/configuration.ts"
import { builtIn, folderOf } from "../../src/exchanges/folderOf.ts"
import { running } from "../caudal.ts"
import { install, type Server } from "./harness.ts"

export const pretendedExchanges = builtIn().filter((name) => existsSync(`${folderOf(name, [""])}/src/simulator/index.ts`))

const connect = `mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename ... on Problem { code message } } }`

/** Prices come in the background: until none has come for so many looks. */
const calmLooks = 8

export const pricesSettled = async (server: Pick<Server, "ask">): Promise<void> => {
  const look = async () => JSON.stringify((await server.ask("{ viewer { priceSources { source base quote prices } } }")).viewer)
  for (let before = await look(), calm = 0; calm < calmLooks;) {
    await new Promise((wake) => setTimeout(wake, 300))
    const now = await look()
    calm = now === before ? calm + 1 : 0
    before = now
  }
}

/** `use` gets the server once the first sync is over and prices have come; the exchange is gone by then, so nothing changes any more. */
export const withAccount = async <A>(exchange: string, persona: string, use: (server: Server) => Promise<A>): Promise<A> => {
  const command = ["sandbox", "--exchange", exchange, "--port", "0", "--rate-scale", "1000", "--persona", persona]
  const { firstLine, stop } = running(command, { PATH: process.env["PATH"] ?? "" })
  try {
    const { url, ...credentials } = JSON.parse(await firstLine) as { url: string } & Record<string, string>
    await using caudal = install(url, 1000, { [originVariable(exchange)]: url })
    const server = await caudal.start()
    const given = Object.entries(credentials).map(([name, value]) => ({ name, value }))
    const { connectExchange } = await server.ask(connect, { input: { exchange, acceptUnverifiedRights: true, credentials: given } })
    expect(connectExchange).toEqual({ __typename: "ConnectSuccess" })
    await server.settled()
    await pricesSettled(server)
    await stop()
    return await use(server)
  } finally {
    await stop()
  }
}
