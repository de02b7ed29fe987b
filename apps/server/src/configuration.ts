/** Settings from the environment, checked before anything starts. Nothing else reads the environment. */
import { homedir } from "node:os"
import { isAbsolute, join, relative, resolve } from "node:path"
import { CommandError } from "./Io.ts"

export type LogLevel = "Trace" | "Debug" | "Info" | "Warn" | "Error" | "None"

export interface Configuration {
  /** 0 picks a free one. */
  readonly port: number
  readonly dataDir: string
  readonly keyFile: string
  readonly ownerTokenFile: string | null
  readonly exchangeOrigins: Readonly<Record<string, string>>
  /** Those that may be reached: with a rate scale only pretended ones, whose limits it cannot break. */
  readonly exchanges: ReadonlyArray<string>
  readonly rateScale: number
  readonly logLevel: LogLevel
}

export type Environment = Readonly<Record<string, string | undefined>>

export const environment = (): Environment => process.env

const refuse = (name: string, problem: string): CommandError => new CommandError(`${name} ${problem}`)

/** `CAUDAL_EXCHANGE_BITSO_URL` for `bitso`. */
export const originVariable = (exchange: string): string => `CAUDAL_EXCHANGE_${exchange.toUpperCase().replaceAll("-", "_")}_URL`

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"])
export const isLoopback = (origin: string): boolean => loopback.has(new URL(origin).hostname)

const originOf = (name: string, text: string): string => {
  if (!URL.canParse(text)) throw refuse(name, `is not a URL: ${JSON.stringify(text)}. Write an origin such as http://127.0.0.1:4800.`)
  const url = new URL(text)
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refuse(name, "must begin with https:// or, on this machine, http://.")
  if (url.username !== "" || url.password !== "") throw refuse(name, "must not hold a user name or password.")
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "")
    throw refuse(name, `must be an origin only, such as ${url.origin}, without path or query.`)
  if (url.protocol === "http:" && !loopback.has(url.hostname))
    throw refuse(name, "must use https:// unless it is on this machine: signed requests would be readable on the way.")
  return url.origin
}

const originsOf = (env: Environment, exchanges: ReadonlyArray<string>): Readonly<Record<string, string>> => {
  const known = new Map(exchanges.map((exchange) => [originVariable(exchange), exchange]))
  const origins: Record<string, string> = {}
  for (const [name, text] of Object.entries(env)) {
    if (!/^CAUDAL_EXCHANGE_.+_URL$/.test(name) || !text) continue
    const exchange = known.get(name)
    // A misspelt name would send real keys to the real exchange.
    if (exchange === undefined) throw refuse(name, `names an exchange that is not installed. There are: ${[...known.keys()].join(", ")}.`)
    origins[exchange] = originOf(name, text)
  }
  return origins
}

const portOf = (text: string | undefined): number => {
  if (!text) return 4747
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw refuse("CAUDAL_PORT", `is not a port: ${JSON.stringify(text)}. Use 0 to 65535; 0 picks a free one.`)
  return port
}

/** Those whose address is on this machine. */
const pretendedOf = (exchanges: ReadonlyArray<string>, origins: Readonly<Record<string, string>>): ReadonlyArray<string> =>
  exchanges.filter((exchange) => origins[exchange] !== undefined && isLoopback(origins[exchange]))

const rateScaleOf = (text: string | undefined, exchanges: ReadonlyArray<string>, origins: Readonly<Record<string, string>>): number => {
  if (!text) return 1
  const scale = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!(scale > 0)) throw refuse("CAUDAL_RATE_SCALE", `is not a positive number: ${JSON.stringify(text)}.`)
  if (scale === 1) return scale
  const pretended = pretendedOf(exchanges, origins)
  // Whoever names a real address means to use it.
  const real = exchanges.filter((exchange) => !pretended.includes(exchange) && (origins[exchange] !== undefined || pretended.length === 0))
  if (real.length > 0) {
    throw refuse(
      "CAUDAL_RATE_SCALE",
      `is only for pretended exchanges: it would break the real limits of ${real.join(", ")}. Unset it, or set ${real.map(originVariable).join(", ")} to a loopback address.`
    )
  }
  return scale
}

const levels: Readonly<Record<string, LogLevel>> = {
  trace: "Trace",
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error",
  none: "None"
}

const logLevelOf = (text: string | undefined): LogLevel => {
  const level = levels[(text || "info").toLowerCase()]
  if (level === undefined)
    throw refuse("CAUDAL_LOG_LEVEL", `is not a level: ${JSON.stringify(text)}. Use ${Object.keys(levels).join(", ")}.`)
  return level
}

/** The XDG rule: a relative folder in these variables is to be ignored. */
const baseDir = (text: string | undefined, fallback: string): string => (text && isAbsolute(text) ? text : fallback)

const isInside = (file: string, folder: string): boolean => {
  const path = relative(folder, file)
  return path === "" || (!path.startsWith("..") && !isAbsolute(path))
}

const homeOf = (env: Environment): string => env["HOME"] || homedir()

const settings = new Set([
  "CAUDAL_PORT",
  "CAUDAL_DATA_DIR",
  "CAUDAL_KEY_FILE",
  "CAUDAL_OWNER_TOKEN_FILE",
  "CAUDAL_EXCHANGES",
  "CAUDAL_RATE_SCALE",
  "CAUDAL_LOG_LEVEL"
])

/** A misspelt setting would be as if it were not there: another data folder, or real keys at the real exchange. */
const refuseUnknown = (env: Environment): void => {
  for (const [name, text] of Object.entries(env))
    if (
      name.startsWith("CAUDAL_") &&
      !name.startsWith("CAUDAL_TEST_") &&
      text &&
      !settings.has(name) &&
      !/^CAUDAL_EXCHANGE_.+_URL$/.test(name)
    )
      throw refuse(
        name,
        `is not a setting. There are ${[...settings].join(", ")} and CAUDAL_EXCHANGE_<ID>_URL; unset it, or write it as one of these.`
      )
}

/** Where everything is that a command works on: so a command that asks for it has had the names of its settings checked. */
export const dataDirOf = (env: Environment): string => {
  refuseUnknown(env)
  return resolve(env["CAUDAL_DATA_DIR"] || join(baseDir(env["XDG_DATA_HOME"], join(homeOf(env), ".local", "share")), "caudal"))
}

/** The exchanges of this installation by name; `*` stands for those that come with Caudal. */
export const listedExchanges = (env: Environment): ReadonlyArray<string> => {
  const names = (env["CAUDAL_EXCHANGES"] || "*").split(",").map((name) => name.trim())
  if (names.includes(""))
    throw refuse("CAUDAL_EXCHANGES", "has an empty name. Write names with commas between: *,@acme/exchange-foo,./exchange-bar.")
  return names
}

export const configurationOf = (env: Environment, exchanges: ReadonlyArray<string>): Configuration => {
  const dataDir = dataDirOf(env)
  const keyFile = resolve(env["CAUDAL_KEY_FILE"] || join(baseDir(env["XDG_CONFIG_HOME"], join(homeOf(env), ".config")), "caudal", "key"))
  if (isInside(keyFile, dataDir)) {
    throw refuse(
      "CAUDAL_KEY_FILE",
      `must not be inside the data folder ${dataDir}: whoever gets a copy of that folder would get the key with it.`
    )
  }
  const exchangeOrigins = originsOf(env, exchanges)
  const rateScale = rateScaleOf(env["CAUDAL_RATE_SCALE"], exchanges, exchangeOrigins)
  return {
    port: portOf(env["CAUDAL_PORT"]),
    dataDir,
    keyFile,
    ownerTokenFile: env["CAUDAL_OWNER_TOKEN_FILE"] ? resolve(env["CAUDAL_OWNER_TOKEN_FILE"]) : null,
    exchangeOrigins,
    exchanges: rateScale === 1 ? exchanges : pretendedOf(exchanges, exchangeOrigins),
    rateScale,
    logLevel: logLevelOf(env["CAUDAL_LOG_LEVEL"])
  }
}
