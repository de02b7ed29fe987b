import { engineLayer } from "@caudal/engine/storage/sqlite"
import { Layer, ManagedRuntime } from "effect"
import { configure, engineOptions } from "../engine.ts"
import { serveEngine } from "../http/serveEngine.ts"
import { type Command, usage } from "../Io.ts"
import { logging } from "../logging.ts"
import { readOptions } from "../options.ts"
import { settleOwnerToken } from "../ownerToken.ts"

const help = `Usage: caudal serve

Keeps the ledger up to date and serves the GraphQL API, the ledger export and a page to explore them, on 127.0.0.1 only.
When ready it prints one line of JSON: {"ready":true,"url","pid","dataDir"}. It stops on SIGTERM or Ctrl+C.

On the very first start it makes the owner token and shows it once; \`caudal token reset\` makes a new one.
Settings are in the environment: see caudal --help.
`

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })))

export const serve: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  if (positionals.length > 0)
    throw usage(`caudal serve takes no ${JSON.stringify(positionals[0])}: its settings are in the environment (caudal --help).`)
  const configuration = await configure(io)
  const runtime = ManagedRuntime.make(engineLayer(engineOptions(configuration)).pipe(Layer.provideMerge(logging(configuration.logLevel))))
  try {
    const aboutToken = await runtime.runPromise(settleOwnerToken(configuration.ownerTokenFile))
    const { url, close } = await serveEngine(runtime, configuration.port)
    try {
      io.stderr.write(`\n  Caudal  ${url}\n  data    ${configuration.dataDir}\n  ${aboutToken}\n  Ctrl+C stops it.\n\n`)
      io.stdout.write(`${JSON.stringify({ ready: true, url, pid: process.pid, dataDir: configuration.dataDir })}\n`)
      await stopped(io.signal)
    } finally {
      await close()
    }
  } finally {
    await runtime.dispose()
  }
  return 0
}
