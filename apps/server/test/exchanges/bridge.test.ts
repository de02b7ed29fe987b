import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { adapters, discover, exchangeNamed } from "../../src/exchanges/discover.ts"
import { builtIn } from "../../src/exchanges/folderOf.ts"
import { type Answer, install, openSandbox, type Sandbox, type Server, until } from "../blackbox/harness.ts"

const idsOf = async (names: string) => (await adapters({ CAUDAL_EXCHANGES: names })).map(({ manifest }) => manifest.id)

describe("prices through a bridge", () => {
  it("are there only for exchanges that are listed, one by one", async () => {
    expect(builtIn().filter((id) => id.includes("ccxt"))).toEqual([])
    expect(await idsOf("*")).toEqual(builtIn())
    expect(await idsOf("bitso,ccxt:kraken,ccxt:bitstamp,ccxt:kraken")).toEqual(["bitso", "ccxt-kraken", "ccxt-bitstamp"])
  })

  it("stand beside Caudal's own adapter of the same exchange", async () => {
    expect(await idsOf("kraken,ccxt:kraken")).toEqual(["kraken", "ccxt-kraken"])
  })

  it.each([
    ["ccxt:nope", /"ccxt:nope" is refused: ccxt knows no exchange "nope"\. It knows: .*kraken/],
    ["ccxt:cex", /"ccxt:cex" is refused: cex: its prices are not a plain read/],
    ["nobody:kraken", /no bridge "nobody"\. Install the package @caudal\/bridge-nobody/]
  ])("that cannot be had are refused with the reason: %s", async (name, problem) => {
    await expect(adapters({ CAUDAL_EXCHANGES: name })).rejects.toThrow(problem)
    expect(await discover({ CAUDAL_EXCHANGES: `bitso,${name}` })).toMatchObject([
      { problem: null },
      { problem: expect.stringMatching(problem) }
    ])
    await expect(exchangeNamed(name, {})).rejects.toThrow(problem)
  })
})

describe("a server with such prices", () => {
  const recorded = JSON.parse(readFileSync(new URL("../../../../packages/bridge-ccxt/fixtures/kraken.json", import.meta.url), "utf8")) as {
    readonly markets: ReadonlyArray<unknown>
    readonly tickers: unknown
  }
  const asked: Array<string> = []
  const venue = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`)
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify(request.url === "/0/public/Ticker" ? recorded.tickers : recorded.markets[0]))
  })
  let exchange: Sandbox
  let installation: ReturnType<typeof install>
  let server: Server
  beforeAll(async () => {
    await new Promise<void>((ready) => venue.listen(0, "127.0.0.1", ready))
    exchange = await openSandbox(["--persona", "beginner"])
    installation = install(exchange.url, 1000, {
      CAUDAL_EXCHANGES: "*,ccxt:kraken",
      CAUDAL_EXCHANGE_CCXT_KRAKEN_URL: `http://127.0.0.1:${(venue.address() as AddressInfo).port}`
    })
    server = await installation.start()
  })
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]()
    await exchange?.stop()
    venue.close()
  })

  it("shows them in the catalogue as what they are", async () => {
    const { exchanges } = await server.ask("{ exchanges { slug name marketDataOnly streams { name } credentials { fields { name } } } }")
    expect(exchanges.filter(({ marketDataOnly }: Answer) => marketDataOnly)).toEqual([
      { slug: "ccxt-kraken", name: "Kraken (prices)", marketDataOnly: true, streams: [], credentials: { fields: [] } }
    ])
    expect(exchanges.map(({ slug }: Answer) => slug)).toEqual([...builtIn(), "ccxt-kraken"])
  })

  it("connects no account there, and says so by name", async () => {
    const { connectExchange } = await server.ask(
      `mutation { connectExchange(input: { exchange: "ccxt-kraken", credentials: [] }) { __typename ... on Problem { code who whatToDo } } }`
    )
    expect(connectExchange).toMatchObject({ __typename: "MarketDataOnly", code: "MARKET_DATA_ONLY", who: "USER" })
  })

  it("asks the exchange for its two public lists and for nothing else, without a key", async () => {
    await until("the prices", async () => (asked.length >= 2 ? asked : undefined))
    expect(asked).toEqual(["GET /0/public/AssetPairs -", "GET /0/public/Ticker -"])
  })

  it("goes on valuing through the exchanges that hold the assets", async () => {
    expect(await server.connect(exchange)).toMatchObject({ __typename: "ConnectSuccess" })
    await server.settled()
    const { viewer } = await server.ask("{ viewer { portfolio { value(currency: USD) { complete holdings { path { exchange } } } } } }")
    expect(viewer.portfolio.value.complete).toBe(true)
    expect(new Set(viewer.portfolio.value.holdings.flatMap(({ path }: Answer) => path.map((step: Answer) => step.exchange)))).toEqual(
      new Set(["bitso"])
    )
  })
})
