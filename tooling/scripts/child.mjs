/** Runs other programs so that signals reach them and their end becomes our end. */
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import os from "node:os"
import { Interrupted } from "./say.mjs"

const running = new Set()
let received = null

/**
 * Resolves to `{ code, signal, output }` when the program ends. With `capture` its output is collected instead of shown.
 * Rejects when it cannot be started.
 */
export const run = (command, args, { cwd, env, stdio = "inherit", capture = false }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: capture ? ["ignore", "pipe", "pipe"] : stdio })
    const chunks = []
    child.stdout?.on("data", (chunk) => chunks.push(chunk))
    child.stderr?.on("data", (chunk) => chunks.push(chunk))
    running.add(child)
    const end = () => running.delete(child)
    child.on("error", (error) => (end(), reject(error)))
    child.on("close", (code, signal) => (end(), resolve({ code, signal, output: Buffer.concat(chunks).toString() })))
  })

/** As {@link run}, but for a step on the way: when we were told to stop meanwhile, the way ends here. */
export const step = async (command, args, options) => {
  const outcome = await run(command, args, { ...options, capture: true })
  if (received !== null) throw new Interrupted(received)
  return outcome
}

/** Ends this process as its child ended: same code, or the same signal. */
export const endAs = ({ code, signal }) => {
  if (signal === null || signal === undefined) process.exit(code ?? 1)
  for (const name of forwarded) process.removeAllListeners(name)
  process.kill(process.pid, signal)
  // Only reached where the signal is ignored: say it the way shells do.
  setTimeout(() => process.exit(128 + (os.constants.signals[signal] ?? 0)), 500)
}

const stop = (signal) => {
  for (const child of running) child.kill(signal)
}

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"]
for (const signal of forwarded) {
  process.on(signal, () => {
    received = signal
    if (running.size === 0) endAs({ code: null, signal })
    // A terminal sends Ctrl-C to the whole foreground group: the child has it already, and twice often means "at once".
    if (signal === "SIGINT" && (process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY)) return
    stop(signal)
  })
}

/**
 * `kill` of an `npm start` may end npm, or npm's shell, and nothing else. We would go on as an orphan, so losing either
 * means the same as SIGTERM. Started by hand (no npm), outliving the shell is the user's own wish.
 */
const watchParents = () => {
  const parent = process.ppid
  const npm = npmAbove(parent)
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === null || parentOf(parent)?.pid === npm)) return
    clearInterval(timer)
    received = "SIGTERM"
    stop("SIGTERM")
    setTimeout(() => (stop("SIGKILL"), endAs({ code: null, signal: "SIGTERM" })), 10_000).unref()
  }, 500)
  timer.unref()
}

/** npm's pid when a shell stands between npm and us; `null` when npm itself is our parent. */
const npmAbove = (parent) => {
  const shell = parentOf(parent)
  return shell !== null && /^(sh|dash|ash|bash|zsh|ksh)$/.test(shell.name) ? shell.pid : null
}

/** Name of a process, and pid of its parent, where the system keeps them in files (`pid (name) state parent …`). */
const parentOf = (pid) => {
  try {
    const match = /^\d+ \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))
    return { name: match[1], pid: Number(match[2]) }
  } catch {
    return null
  }
}

if (process.env.npm_lifecycle_event !== undefined) watchParents()
