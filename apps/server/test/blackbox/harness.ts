/** Black box: the real sandbox and the real server, each in its own process, seen through GraphQL, HTTP and commands only. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { FaultRule, RequestReport } from "@caudal/exchange/simulator"
import { personas } from "@caudal/exchange-bitso/simulator"
import { expect, vi } from "vitest"
import { caudal, type Ended, running, serving, type Serving, settings, tempFolder } from "../caudal.ts"
import { connectionFields, type ConnectionView } from "./view.ts"

// Every test here starts processes, which a busy machine does slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = any

export interface Sandbox {
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly truth: () => Promise<Answer>
  readonly requests: () => Promise<RequestReport>
  readonly forget: () => Promise<void>
  readonly faults: (...rules: ReadonlyArray<FaultRule>) => Promise<void>
  readonly append: (rows: Readonly<Record<string, unknown>>) => Promise<void>
  readonly stop: () => Promise<Ended>
}

/** `args` name the account: `--persona trader`, or `--account FILE`. */
export const openSandbox = async (args: ReadonlyArray<string>, rateScale = 1000, port = 0): Promise<Sandbox> => {
  const command = ["sandbox", "--exchange", "bitso", "--port", String(port), "--rate-scale", String(rateScale), ...args]
  const { firstLine, stop } = running(command, { PATH: process.env["PATH"] ?? "" })
  const ready = JSON.parse(await firstLine) as { readonly url: string; readonly apiKey: string; readonly apiSecret: string }
  const control = async (path: string, method = "GET", body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${ready.url}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`/__sandbox/${path}: ${await answer.text()}`)
    return answer.json()
  }
  return {
    ...ready,
    truth: () => control("truth"),
    requests: () => control("requests"),
    forget: () => control("requests", "DELETE"),
    faults: (...rules) => control("faults", "POST", { seed: 1, rules }),
    append: (rows) => control("append", "POST", rows),
    stop
  }
}

/** Asks again until it is so. The deadline is for machines that are busy with something else. */
export const until = async <A>(what: string, ask: () => Promise<A | undefined>, deadlineMs = 60_000): Promise<A> => {
  const end = Date.now() + deadlineMs
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`)
    await new Promise((wake) => setTimeout(wake, 15))
  }
}

export interface Client {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** `data`, once there are no errors. */
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>
  readonly connect: (key: { readonly apiKey: string; readonly apiSecret: string }) => Promise<Answer>
  /** The only connection. */
  readonly connection: () => Promise<ConnectionView>
  /** The only connection, once no sync is under way or due. */
  readonly settled: (deadlineMs?: number) => Promise<ConnectionView>
  /** Asks for a sync and waits for its end. */
  readonly sync: (deadlineMs?: number) => Promise<ConnectionView>
  readonly exported: () => Promise<string>
}

const connectMutation = `mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename
  ... on ConnectSuccess { connection { id keyFingerprint } } ... on Problem { code who retry message whatToDo exchangeCode } } }`

export const clientOf = (url: string, token: string): Client => {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  const ask: Client["ask"] = async (query, variables = {}) => {
    const answer = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
    const { data, errors } = (await answer.json()) as { data: Answer; errors?: unknown }
    expect(errors).toBeUndefined()
    return data
  }
  const connection = async (): Promise<ConnectionView> =>
    (await ask(`{ viewer { connections { ${connectionFields} } } }`)).viewer.connections[0]
  /** `asked`: when the sync was due that is waited for. */
  const ended = (asked: (view: ConnectionView) => string, deadlineMs?: number) =>
    until(
      "the end of a sync",
      async () => {
        const view = await connection()
        return view.progress.running || view.nextSyncAt === asked(view) ? undefined : view
      },
      deadlineMs
    )
  return {
    url,
    headers,
    ask,
    connect: async ({ apiKey, apiSecret }) => {
      const credentials = Object.entries({ apiKey, apiSecret }).map(([name, value]) => ({ name, value }))
      return (await ask(connectMutation, { input: { exchange: "bitso", credentials, acceptUnverifiedRights: true } })).connectExchange
    },
    connection,
    settled: (deadlineMs) =>
      until(
        "the end of a sync",
        async () => {
          const view = await connection()
          const due = view.nextSyncAt !== null && Date.parse(view.nextSyncAt) <= Date.now()
          return view.progress.running || due ? undefined : view
        },
        deadlineMs
      ),
    sync: async (deadlineMs) => {
      const { id } = await connection()
      const { syncNow } = await ask(
        "mutation ($id: ID!) { syncNow(connection: $id) { ... on ConnectSuccess { connection { nextSyncAt } } } }",
        { id }
      )
      return ended(() => syncNow.connection.nextSyncAt, deadlineMs)
    },
    exported: async () => (await fetch(`${url}/export/ledger.ndjson`, { headers })).text()
  }
}

export interface Server extends Client, Omit<Serving, "url"> {}

/** One data folder with its key and token, in a folder of its own. */
export interface Installation {
  readonly folder: string
  readonly env: Record<string, string>
  /** The server, and a client with the token of its file. */
  readonly start: () => Promise<Server>
  readonly serve: () => Promise<Serving>
  /** Stops every server that was started here, and tells what each has said. */
  readonly stop: () => Promise<ReadonlyArray<Ended>>
  readonly run: (...args: ReadonlyArray<string>) => Promise<Ended>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export const install = (exchangeUrl: string, rateScale = 1000, more: Readonly<Record<string, string>> = {}): Installation => {
  const folder = tempFolder()
  const tokenFile = join(folder.path, "token")
  const env: Record<string, string> = settings(folder.path, {
    CAUDAL_EXCHANGE_BITSO_URL: exchangeUrl,
    CAUDAL_RATE_SCALE: String(rateScale),
    CAUDAL_OWNER_TOKEN_FILE: tokenFile,
    ...more
  })
  const servers: Array<Serving> = []
  const serve = async () => {
    const server = await serving(env)
    servers.push(server)
    return server
  }
  const stop = (signal?: "SIGKILL") => Promise.all(servers.map((server) => server.stop(signal)))
  return {
    folder: folder.path,
    env,
    serve,
    start: async () => {
      const server = await serve()
      return { ...server, ...clientOf(server.url, readFileSync(tokenFile, "utf8").trim()) }
    },
    run: (...args) => caudal(args, env),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop("SIGKILL")
      folder[Symbol.dispose]()
    }
  }
}

/** Connects and waits for the first sync. */
export const connected = async (server: Client, sandbox: Sandbox, deadlineMs?: number): Promise<ConnectionView> => {
  expect(await server.connect(sandbox)).toMatchObject({ __typename: "ConnectSuccess" })
  return server.settled(deadlineMs)
}

/** What a fresh installation makes of the account when nothing goes wrong. */
export const calmExport = async (sandbox: Sandbox, rateScale = 1000, deadlineMs?: number): Promise<string> => {
  await using calm = install(sandbox.url, rateScale)
  const server = await calm.start()
  await connected(server, sandbox, deadlineMs)
  return await server.exported()
}

/** An account file in a folder that is removed with it. */
export const accountFile = (account: unknown) => {
  const folder = tempFolder()
  const file = join(folder.path, "account.json")
  writeFileSync(file, typeof account === "string" ? account : JSON.stringify(account))
  return { args: ["--account", file], [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

/**
 * Calls for pages behind a marker that were made more than once. `lives`: how many requests the exchange had seen at the
 * end of each life of the server. `within`: in the same life. `across`: in a later life, though it was not the list's last
 * call of the life before, whose page may not have been stored, nor the empty page at its end, which a later run asks for
 * once more.
 */
export const repeatedCalls = (requests: RequestReport["requests"], lives: ReadonlyArray<number>) => {
  const first = requests[0]?.n ?? 1
  const lifeOf = (n: number) => lives.filter((seen) => n - first >= seen).length
  const paged = requests.filter(({ marker }) => marker !== null)
  const within: Array<{ readonly list: string; readonly times: number; readonly last: boolean }> = []
  const across: Array<string> = []
  for (const [endpoint, calls] of Map.groupBy(paged, (call) => call.endpoint ?? "")) {
    const byLife = [...Map.groupBy(calls, ({ n }) => lifeOf(n)).values()].map((some) => some.map(({ marker }) => marker))
    const known = new Set<string | null>()
    for (const [index, markers] of byLife.entries()) {
      for (const [marker, times] of Map.groupBy(markers, (one) => one)) {
        if (times.length > 1) within.push({ list: endpoint, times: times.length, last: marker === calls.at(-1)?.marker })
        const end = marker === calls.at(-1)?.marker
        if (known.has(marker) && !end && byLife[index - 1]?.at(-1) !== marker) across.push(`${endpoint} ${marker}`)
        known.add(marker)
      }
    }
  }
  return { within, across }
}

/** Of `trader`, the oldest fills and everything else of their time. */
export const traderSlice = (fills: number): Answer => {
  const { ledger, user_trades, fundings, withdrawals, ...account } = personas.trader()
  const trades = user_trades.slice(-fills)
  const end = String(trades[0]?.["created_at"])
  const before = (rows: ReadonlyArray<Answer>) => rows.filter((row) => row.created_at <= end)
  return {
    ...account,
    ledger: before(ledger),
    user_trades: before(user_trades),
    fundings: before(fundings),
    withdrawals: before(withdrawals)
  }
}
