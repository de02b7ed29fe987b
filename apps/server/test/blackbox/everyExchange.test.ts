/** One portfolio over an account at every exchange there is a simulator of: nothing here names one. */
import { existsSync, readFileSync } from "node:fs"
import { Decimal } from "@caudal/exchange"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { originVariable } from "../../src/configuration.ts"
import { builtIn, folderOf } from "../../src/exchanges/folderOf.ts"
import { running } from "../caudal.ts"
import { type Answer, install, type Installation, type Server, until } from "./harness.ts"

interface Pretended {
  readonly exchange: string
  readonly url: string
  readonly credentials: Readonly<Record<string, string>>
  readonly stop: () => Promise<unknown>
}

const exchanges = builtIn().filter((name) => existsSync(`${folderOf(name, [""])}/src/simulator/index.ts`))
const rateScale = 1000

const pretend = async (exchange: string): Promise<Pretended> => {
  const command = ["sandbox", "--exchange", exchange, "--port", "0", "--rate-scale", String(rateScale), "--persona", "beginner"]
  const { firstLine, stop } = running(command, { PATH: process.env["PATH"] ?? "" })
  const { url, ...credentials } = JSON.parse(await firstLine) as { url: string } & Record<string, string>
  return { exchange, url, credentials, stop }
}

const connect = `mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename ... on Problem { code message } } }`
const questions = `{ viewer {
  connections { exchange { slug } progress { running } lastSyncedAt failure { message } certificate { state reason } }
  portfolio {
    certificate { state }
    holdings { asset { symbol assetId } codes total parts { exchange wallet asset { code } total } }
    transactions(first: 100) { totalCount edges { node { at connection { exchange { slug } } } } }
  } } }`

let pretended: ReadonlyArray<Pretended>
let installation: Installation
let server: Server
let viewer: Answer
const truths = new Map<string, Answer>()

beforeAll(async () => {
  pretended = await Promise.all(exchanges.map(pretend))
  const origins = Object.fromEntries(pretended.map(({ exchange, url }) => [originVariable(exchange), url]))
  installation = install(pretended[0]!.url, rateScale, origins)
  server = await installation.start()
  const answers = await Promise.all(
    pretended.map(async ({ exchange, credentials }) => {
      const given = Object.entries(credentials).map(([name, value]) => ({ name, value }))
      return (await server.ask(connect, { input: { exchange, acceptUnverifiedRights: true, credentials: given } })).connectExchange
    })
  )
  expect(answers).toEqual(exchanges.map(() => ({ __typename: "ConnectSuccess" })))
  viewer = await until(
    "the end of every first sync",
    async () => {
      const found = (await server.ask(questions)).viewer
      return found.connections.every((one: Answer) => !one.progress.running && one.lastSyncedAt !== null) ? found : undefined
    },
    100_000
  )
  for (const { exchange, url } of pretended) truths.set(exchange, await (await fetch(`${url}/__sandbox/truth`)).json())
}, 120_000)

afterAll(async () => {
  await installation?.[Symbol.asyncDispose]()
  await Promise.all((pretended ?? []).map(({ stop }) => stop()))
})

/** By printed code, over all wallets, without zeros. */
const held = (exchange: string): Record<string, string> => {
  const sums: Record<string, Decimal.Decimal> = {}
  for (const { parts } of viewer.portfolio.holdings)
    for (const part of parts)
      if (part.exchange === exchange) sums[part.asset.code] = Decimal.add(sums[part.asset.code] ?? Decimal.zero, part.total)
  return sums
}

const really = (exchange: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries<Answer>(truths.get(exchange).balances)
      .map(([code, { total }]) => [code, Decimal.make(total)] as const)
      .filter(([, total]) => !Decimal.isZero(total))
  )

describe("one portfolio over every exchange", () => {
  it("is of at least two exchanges, each proved", () => {
    expect(exchanges.length).toBeGreaterThan(1)
    const proofs = viewer.connections.map((one: Answer) => [one.exchange.slug, { ...one.certificate, failure: one.failure }])
    expect(Object.fromEntries(proofs)).toEqual(
      Object.fromEntries(exchanges.map((exchange) => [exchange, { state: "PROVED", reason: null, failure: null }]))
    )
    expect(viewer.portfolio.certificate.state).toBe("PROVED")
  })

  it.each(exchanges)("holds what %s really holds, to the last digit", (exchange) => {
    expect(held(exchange)).toEqual(really(exchange))
  })

  it("is one line for one asset, whatever each exchange prints, and each line is the sum of its parts", () => {
    const { holdings } = viewer.portfolio
    expect(new Set(holdings.map(({ asset }: Answer) => asset.assetId)).size).toBe(holdings.length)
    for (const { total, parts } of holdings) expect(total).toBe(Decimal.sum(parts.map((part: Answer) => part.total)))
    const bitcoin = holdings.find(({ asset }: Answer) => asset.symbol === "BTC")
    expect(bitcoin.codes.length).toBeGreaterThan(1)
    expect(new Set(bitcoin.parts.map((part: Answer) => part.exchange)).size).toBeGreaterThan(1)
  })

  it("tells its transactions in order of time, whichever exchange they are from", () => {
    const { edges, totalCount } = viewer.portfolio.transactions
    const times = edges.map(({ node }: Answer) => node.at)
    expect(times).toEqual([...times].sort().reverse())
    expect(totalCount).toBeGreaterThanOrEqual(exchanges.length)
    expect(new Set(edges.map(({ node }: Answer) => node.connection.exchange.slug)).size).toBeGreaterThan(1)
  })

  it("was read without a refusal, each nonce above the one before", async () => {
    for (const { exchange, url } of pretended) {
      const { counts } = (await (await fetch(`${url}/__sandbox/requests`)).json()) as Answer
      expect([exchange, counts.nonceViolations ?? 0, counts.insideLockout ?? 0]).toEqual([exchange, 0, 0])
    }
  })

  it("leaves no secret in its folder", () => {
    const bytes = readFileSync(`${installation.env["CAUDAL_DATA_DIR"]}/caudal.db`, "latin1")
    for (const { credentials } of pretended)
      for (const [name, value] of Object.entries(credentials)) if (/secret|private/i.test(name)) expect(bytes).not.toContain(value)
  })
})
