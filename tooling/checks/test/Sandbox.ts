/**
 * A tiny repository in a folder whose name has spaces: our bootstrap, programs of a few lines, and a pnpm and an npm
 * that only write down that they were called.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import path from "node:path"
import { root } from "../src/Repository.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Options {
  /** The program behind `start` and `caudal`. */
  readonly program?: string
  /** `machine`: a pnpm of the pinned version on the PATH. `npm`: none, npm can fetch one. `none`: nor can npm. */
  readonly pnpm?: "machine" | "npm" | "none"
}

const pinned = "12.21.0"

const fakePnpm = `#!/usr/bin/env node
const fs = require("node:fs")
if (process.argv[2] === "--version") return console.log("${pinned}")
fs.appendFileSync(process.env.SANDBOX_LOG, "pnpm " + process.argv[2] + "\\n")
console.log("noise of an installation")
setTimeout(() => {
  fs.mkdirSync("node_modules/.pnpm", { recursive: true })
  if (fs.existsSync("pnpm-install-fails")) process.exit(7)
  if (fs.existsSync("not-in-lockfile") && process.argv.includes("--frozen-lockfile")) {
    console.log("ERR_PNPM_PACKAGE_MANAGER_NO_IMPORTER")
    process.exit(1)
  }
  fs.writeFileSync("node_modules/.pnpm/lock.yaml", "installed")
}, 200)
`

/** Installs that pnpm where it is told, unless there is no network. */
const fakeNpm = `const fs = require("node:fs")
const prefix = process.argv[process.argv.indexOf("--prefix") + 1]
fs.appendFileSync(process.env.SANDBOX_LOG, "npm " + process.argv.at(-1) + "\\n")
if (process.env.SANDBOX_OFFLINE) { console.error("npm error code ENOTFOUND"); process.exit(1) }
fs.mkdirSync(prefix + "/node_modules/.bin", { recursive: true })
fs.copyFileSync(process.env.SANDBOX_PNPM, prefix + "/node_modules/.bin/pnpm")
`

export class Sandbox {
  readonly directory = temporaryFolder("with spaces")
  readonly #options: Options

  constructor(options: Options = {}) {
    this.#options = options
    cpSync(path.join(root, "tooling", "scripts"), this.at("tooling/scripts"), { recursive: true })
    for (const folder of ["packages", "bin"]) mkdirSync(this.at(folder))
    this.write("package.json", JSON.stringify({ packageManager: `pnpm@${pinned}` }))
    this.write("pnpm-lock.yaml", "lock")
    this.write("apps/server/src/main.ts", options.program ?? "const words: string[] = process.argv.slice(2)\nconsole.log(words.join())")
    symlinkSync(process.execPath, this.at("bin/node"))
    this.write("fake/pnpm", fakePnpm)
    this.write("fake/npm-cli.js", fakeNpm)
    chmodSync(this.at("fake/pnpm"), 0o755)
    if ((options.pnpm ?? "machine") === "machine") symlinkSync(this.at("fake/pnpm"), this.at("bin/pnpm"))
  }

  at(file: string): string {
    return path.join(this.directory, file)
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.at(file)), { recursive: true })
    writeFileSync(this.at(file), text)
  }

  /** Calls of pnpm and npm so far. */
  calls(): ReadonlyArray<string> {
    return existsSync(this.at("calls")) ? readFileSync(this.at("calls"), "utf8").trimEnd().split("\n") : []
  }

  environment(): NodeJS.ProcessEnv {
    return {
      PATH: `${this.at("bin")}${path.delimiter}/usr/bin${path.delimiter}/bin`,
      npm_execpath: this.at("fake/npm-cli.js"),
      npm_lifecycle_event: "start",
      SANDBOX_LOG: this.at("calls"),
      SANDBOX_PNPM: this.at("fake/pnpm"),
      ...(this.#options.pnpm === "none" ? { SANDBOX_OFFLINE: "1" } : {})
    }
  }

  spawn(...args: ReadonlyArray<string>): ChildProcess {
    return spawn(process.execPath, [this.at("tooling/scripts/run.mjs"), ...args], { cwd: this.directory, env: this.environment() })
  }

  run(...args: ReadonlyArray<string>): Promise<Ended> {
    return ended(this.spawn(...args))
  }
}

export const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    let stdout = ""
    let stderr = ""
    child.stdout?.on("data", (chunk) => (stdout += chunk))
    child.stderr?.on("data", (chunk) => (stderr += chunk))
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
