/** `caudal sandbox`: a pretended exchange on a loopback port, until it is told to stop. */
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { parseFaultPlan, type OpenOptions, type Simulator } from "@caudal/exchange/simulator"
import type { Environment } from "../configuration.ts"
import { exchangeNamed } from "../exchanges/discover.ts"
import { simulatorOf } from "../exchanges/ExchangePackage.ts"
import { builtIn } from "../exchanges/folderOf.ts"
import { serve } from "./serve.ts"

/** `process` fits. */
export interface SandboxIo {
  readonly stdout: { readonly write: (text: string) => unknown }
  readonly stderr: { readonly write: (text: string) => unknown }
  readonly env: Environment
  /** Stops the sandbox, as SIGTERM does. */
  readonly signal?: AbortSignal
}

const help = `Usage: caudal sandbox --exchange NAME --port P (--persona NAME | --account FILE) [--faults FILE] [--rate-scale N]

A pretended exchange on 127.0.0.1. Prints one line of JSON when it is ready: {"url", ...} with the
credentials by the names of the fields that the exchange asks for (bitso: "apiKey", "apiSecret")

  --exchange NAME    ${builtIn().join(", ")}; or the name of an installed package, or a package's folder
  --port P           0 picks a free one
  --persona NAME     an invented account: beginner, trader (thousands of fills), gap (a hole in the ledger), oddities
  --account FILE     an account of native rows as JSON
  --faults FILE      a fault plan as JSON: {"seed", "rules": [{"route", "nth", "fault", "args"}]}
  --rate-scale N     rate windows and lockouts N times shorter (1)
  --help

It also serves GET /__sandbox/truth, GET and DELETE /__sandbox/requests, POST /__sandbox/append, POST /__sandbox/faults.
`

class UsageError extends Error {}

const options = {
  exchange: { type: "string" },
  port: { type: "string" },
  persona: { type: "string" },
  account: { type: "string" },
  faults: { type: "string" },
  "rate-scale": { type: "string" },
  help: { type: "boolean" }
} as const

const parsed = (argv: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

const openOptions = (values: ReturnType<typeof parsed>): OpenOptions => {
  const { persona, account, faults } = values
  if ((persona === undefined) === (account === undefined)) throw new UsageError("give --persona or --account, one of them")
  const rateScale = Number(values["rate-scale"] ?? "1")
  if (!(rateScale > 0 && Number.isFinite(rateScale))) throw new UsageError("--rate-scale is not a positive number")
  return {
    account: persona === undefined ? { file: account! } : { persona },
    rateScale,
    ...(faults === undefined ? {} : { faults: parseFaultPlan(JSON.parse(readFileSync(faults, "utf8"))) })
  }
}

const open = async (
  values: ReturnType<typeof parsed>,
  env: Environment
): Promise<{ readonly simulator: Simulator; readonly port: number }> => {
  if (values.exchange === undefined) throw new UsageError(`--exchange is one of ${builtIn().join(", ")}, a package or a folder`)
  const port = /^\d{1,5}$/.test(values.port ?? "") ? Number(values.port) : NaN
  if (!(port <= 65_535)) throw new UsageError("--port is a number from 0 to 65535")
  const settings = openOptions(values)
  const simulator = await simulatorOf(await exchangeNamed(values.exchange, env))
  return { simulator: simulator.open(settings), port }
}

const stopped = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((stop) => {
    const done = (): void => {
      process.off("SIGTERM", done).off("SIGINT", done)
      stop()
    }
    process.once("SIGTERM", done).once("SIGINT", done)
    if (signal?.aborted === true) done()
    else signal?.addEventListener("abort", done, { once: true })
  })

/** Resolves with the exit code once stopped: 0, or 2 when it was asked for wrongly or a file cannot be read. */
export const sandbox = async (argv: ReadonlyArray<string>, io: SandboxIo): Promise<number> => {
  try {
    const values = parsed(argv)
    if (values.help === true) {
      io.stdout.write(help)
      return 0
    }
    const { simulator, port } = await open(values, io.env)
    const bound = await serve(simulator, port)
    const stop = stopped(io.signal)
    io.stdout.write(`${JSON.stringify({ url: bound.url, ...simulator.credentials })}\n`)
    await stop
    await bound.close()
    return 0
  } catch (error) {
    io.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof UsageError) io.stderr.write("See caudal sandbox --help\n")
    return 2
  }
}
