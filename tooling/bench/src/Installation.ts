/** The real server and a pretended exchange, each in its own process, in a folder that goes when the row is over. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Program, startProgram } from "./Program.ts"

const server = "apps/server/src/main.ts"

export const temporaryFolder = (): Disposable & { readonly path: string } => {
  const path = mkdtempSync(join(tmpdir(), "caudal-bench-"))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

export interface Sandbox extends AsyncDisposable {
  readonly exchange: string
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
}

/** `account`: `--persona NAME` or `--account FILE`. */
export const startSandbox = async (account: ReadonlyArray<string>, rateScale: number, exchange = "bitso"): Promise<Sandbox> => {
  const program = startProgram(server, ["sandbox", "--exchange", exchange, "--port", "0", "--rate-scale", String(rateScale), ...account])
  const { match } = await program.line(/^\{.*\}$/m)
  const { url, apiKey, apiSecret } = JSON.parse(match[0]) as Sandbox
  return { exchange, url, apiKey, apiSecret, [Symbol.asyncDispose]: program[Symbol.asyncDispose] }
}

/** The trader's account up to its oldest `fills` fills, in a new file, written by a process of its own. */
export const cutAccount = async (file: string, fills: number): Promise<void> => {
  await using program = startProgram("tooling/bench/src/programs/cutAccount.ts", [file, String(fills)])
  if ((await program.ended) !== 0) throw new Error("the account could not be cut")
}

/** The exchange's trader as another owner's account (as the exchange calls one), in a new file. */
export const traderAccount = async (exchange: string, file: string, owner: string): Promise<void> => {
  await using program = startProgram("tooling/bench/src/programs/traderAccount.ts", [exchange, file, owner])
  if ((await program.ended) !== 0) throw new Error(`no account of ${exchange}'s trader could be written`)
}

/** Nothing of the person's own settings. `origins`: where each exchange is, by its id. */
export const settings = (
  folder: string,
  origins: Readonly<Record<string, string>> = { bitso: "http://127.0.0.1:9" },
  rateScale = 1
): Readonly<Record<string, string>> => ({
  CAUDAL_PORT: "0",
  CAUDAL_DATA_DIR: join(folder, "data"),
  CAUDAL_KEY_FILE: join(folder, "key"),
  CAUDAL_OWNER_TOKEN_FILE: join(folder, "token"),
  ...Object.fromEntries(Object.entries(origins).map(([exchange, url]) => [`CAUDAL_EXCHANGE_${exchange.toUpperCase()}_URL`, url])),
  CAUDAL_RATE_SCALE: String(rateScale),
  CAUDAL_LOG_LEVEL: "warn"
})

export interface Server extends AsyncDisposable {
  readonly pid: number
  readonly program: Program
  /** From the start of the process until it said that it is ready. */
  readonly readyAfterMs: number
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<any>
}

export const startServer = async (env: Readonly<Record<string, string>>): Promise<Server> => {
  const program = startProgram(server, ["serve"], env)
  const { ms, match } = await program.line(/^\{"ready".*\}$/m)
  const { url } = JSON.parse(match[0]) as { readonly url: string }
  const token = readFileSync(env["CAUDAL_OWNER_TOKEN_FILE"] ?? "", "utf8").trim()
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  return {
    pid: program.pid,
    program,
    readyAfterMs: ms,
    url,
    headers,
    ask: async (query, variables = {}) => {
      const answer = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) })
      // oxlint-disable-next-line typescript/no-explicit-any
      const { data, errors } = (await answer.json()) as { data: any; errors?: unknown }
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      return data
    },
    [Symbol.asyncDispose]: program[Symbol.asyncDispose]
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Connects the sandbox's account; its first sync has begun. */
export const connect = async (server: Server, { exchange, apiKey, apiSecret }: Sandbox): Promise<void> => {
  const { connectExchange } = await server.ask(
    `mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename ... on Problem { code } } }`,
    {
      input: {
        exchange,
        credentials: [
          { name: "apiKey", value: apiKey },
          { name: "apiSecret", value: apiSecret }
        ],
        acceptUnverifiedRights: true
      }
    }
  )
  if (connectExchange.__typename !== "ConnectSuccess") throw new Error(`connect: ${JSON.stringify(connectExchange)}`)
}

/** Waits for the end of the sync that `connect` began, and throws unless the books are proved. */
export const imported = async (server: Server): Promise<{ readonly calls: number; readonly rows: number }> => {
  for (;;) {
    const { viewer } = await server.ask(
      "{ viewer { connections { progress { running callsDone rowsStored } certificate { state reason } } } }"
    )
    const [{ progress, certificate }] = viewer.connections
    if (!progress.running && progress.callsDone > 0) {
      if (certificate.state !== "PROVED") throw new Error(`the import is ${certificate.state}: ${certificate.reason}`)
      return { calls: progress.callsDone, rows: progress.rowsStored }
    }
    await pause(100)
  }
}
