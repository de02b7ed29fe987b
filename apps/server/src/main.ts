/** The `caudal` command. Each command's code is loaded only when it is called: starting is part of the product. */
import { enableCompileCache } from "node:module"
import { setFlagsFromString } from "node:v8"
import { environment } from "./configuration.ts"
import type { Command, Io } from "./Io.ts"

const commands: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  serve: {
    about: "keep the ledger up to date and serve the API and its page",
    load: async () => (await import("./commands/serve.ts")).serve
  },
  sandbox: { about: "a pretended exchange to try everything against", load: async () => (await import("./sandbox/command.ts")).sandbox },
  parse: { about: "show what an adapter makes of one recorded reply", load: async () => (await import("./commands/parse.ts")).parse },
  cases: { about: "run published accounting cases and compare", load: async () => (await import("./commands/cases.ts")).cases },
  certify: {
    about: "check that an exchange adapter keeps what adapters promise",
    load: async () => (await import("./commands/certify.ts")).certify
  },
  "create-exchange": {
    about: "write the package of a new exchange, to be filled in",
    load: async () => (await import("./commands/create-exchange.ts")).createExchange
  },
  export: {
    about: "write every ledger event, one JSON object per line",
    load: async () => (await import("./commands/export.ts")).exportLedger
  },
  prices: { about: "import a file of prices or exchange rates", load: async () => (await import("./commands/prices.ts")).prices },
  backup: {
    about: "copy the database, also while serving, or restore a copy",
    load: async () => (await import("./commands/backup.ts")).backup
  },
  doctor: { about: "check this installation and say what to do", load: async () => (await import("./commands/doctor.ts")).doctor },
  token: { about: "replace the owner token", load: async () => (await import("./commands/token.ts")).token }
}

const help = `Usage: caudal <command> [options]

One provable picture of your crypto accounts, through keys that can only read.

Commands:
${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(15)} ${about}`)
  .join("\n")}

caudal <command> --help tells more about one.

Settings (environment):
  CAUDAL_PORT                port of the API on 127.0.0.1 (4747; 0 picks a free one)
  CAUDAL_DATA_DIR            folder of the database ($XDG_DATA_HOME/caudal, ~/.local/share/caudal)
  CAUDAL_KEY_FILE            file of the key that encrypts credentials ($XDG_CONFIG_HOME/caudal/key, ~/.config/caudal/key)
  CAUDAL_OWNER_TOKEN_FILE    file with the owner token; written on first start when empty or absent
  CAUDAL_EXCHANGES           which exchanges there are, by comma: * (those that come with Caudal), ids, packages, folders, ccxt:<id> for prices (*)
  CAUDAL_EXCHANGE_<ID>_URL   the one origin to use for an exchange instead of its own, such as a sandbox
  CAUDAL_RATE_SCALE          divides every rate window and pause; leaves only loopback exchanges (1)
  CAUDAL_LOG_LEVEL           trace, debug, info, warn, error or none (info)
`

const run = async ([name, ...rest]: ReadonlyArray<string>, io: Io): Promise<number> => {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    io.stdout.write(help)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    io.stderr.write(
      `caudal: there is no command ${JSON.stringify(name)}. There are: ${Object.keys(commands).join(", ")}. See caudal --help.\n`
    )
    return 2
  }
  return (await command.load())(rest, io)
}

const readStdin = async (): Promise<string> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString("utf8")
}

// By itself V8 lets the heap grow to several times what is in use before it clears it, and answers the short-lived data of
// an import with much room for it. A young generation of the size it starts with and slower growth keep an import of
// 100,000 fills near 90 MB above idle instead of 270 MB, at the same processor time: `npm run bench -- --only import`.
setFlagsFromString("--semi-space-growth-factor=1")
setFlagsFromString("--heap-growing-percent=80")
enableCompileCache()
const stop = new AbortController()
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143)
    stop.abort()
  })
}
// A reader that has seen enough (`caudal export | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1))

try {
  process.exitCode = await run(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: readStdin,
    env: environment(),
    signal: stop.signal
  })
} catch (error) {
  const { failureLine } = await import("./failureLine.ts")
  const { text, exitCode } = failureLine(error)
  process.stderr.write(`caudal: ${text}\n`)
  process.exitCode = exitCode
}
