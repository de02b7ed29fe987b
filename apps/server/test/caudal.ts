/** The real command in its own process, in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { originVariable } from "../src/configuration.ts"
import { builtIn } from "../src/exchanges/folderOf.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

export const tempFolder = () => {
  const path = mkdtempSync(join(tmpdir(), "caudal-test-"))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Nothing of the tester's own settings, and no exchange but a closed port. */
export const settings = (folder: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: folder,
  CAUDAL_PORT: "0",
  CAUDAL_DATA_DIR: join(folder, "data"),
  CAUDAL_KEY_FILE: join(folder, "key"),
  ...Object.fromEntries(builtIn().map((id) => [originVariable(id), "http://127.0.0.1:9"])),
  ...more
})

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const start = (args: ReadonlyArray<string>, env: Record<string, string>, cwd?: string): ChildProcess =>
  spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], { env, cwd, stdio: ["pipe", "pipe", "pipe"] })

const ending = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    let stdout = ""
    let stderr = ""
    child.stdout?.on("data", (part: Buffer) => (stdout += part.toString()))
    child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()))
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })

export const caudal = (args: ReadonlyArray<string>, env: Record<string, string>, stdin = "", cwd?: string): Promise<Ended> => {
  const child = start(args, env, cwd)
  child.stdin?.on("error", () => undefined)
  child.stdin?.end(stdin)
  return ending(child)
}

export interface Running {
  /** What it prints when it is ready; rejects with what it said when it ends instead. */
  readonly firstLine: Promise<string>
  /** Everything on stderr so far. */
  readonly said: () => string
  /** SIGTERM unless another one is named. */
  readonly stop: (signal?: "SIGTERM" | "SIGKILL") => Promise<Ended>
}

/** A command that runs until it is stopped. */
export const running = (args: ReadonlyArray<string>, env: Record<string, string>): Running => {
  const child = start(args, env)
  const ended = ending(child)
  let said = ""
  child.stderr?.on("data", (part: Buffer) => (said += part.toString()))
  const firstLine = Promise.race([
    new Promise<string>((resolve) => child.stdout?.once("data", (part: Buffer) => resolve(part.toString()))),
    ended.then(({ code, stderr }) => {
      throw new Error(`caudal ${args[0]} ended with ${code}: ${stderr}`)
    })
  ])
  // Who kills it before it is ready does not wait for this line.
  firstLine.catch(() => undefined)
  return {
    firstLine,
    said: () => said,
    stop: (signal = "SIGTERM") => {
      child.kill(signal)
      return ended
    }
  }
}

export interface Serving extends Omit<Running, "firstLine"> {
  readonly url: string
  readonly port: number
}

/** `caudal serve` once it is ready; throws what it said when it ends instead. */
export const serving = async (env: Record<string, string>): Promise<Serving> => {
  const { firstLine, ...process } = running(["serve"], env)
  const { url } = JSON.parse(await firstLine) as { readonly url: string }
  return { ...process, url, port: Number(new URL(url).port) }
}
