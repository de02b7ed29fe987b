/** A program of its own process, for rows that time a start, count processor time or watch memory. */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../", import.meta.url))

export interface Program extends AsyncDisposable {
  readonly pid: number
  readonly child: ChildProcess
  /** From the start of the process until it wrote a line that matches, and what it matched. */
  readonly line: (pattern: RegExp) => Promise<{ readonly ms: number; readonly match: RegExpExecArray }>
  readonly ended: Promise<number | null>
}

/** Runs a source of the repository (`apps/server/src/main.ts`) with this Node; ended, if it still runs, on disposal. */
export const startProgram = (file: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): Program => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", root + file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", resolve)
  })
  let complaint = ""
  child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)))
  return {
    pid: child.pid ?? -1,
    child,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        let text = ""
        child.stdout.on("data", (chunk: Buffer) => {
          text += chunk.toString()
          const match = pattern.exec(text)
          if (match !== null) resolve({ ms: performance.now() - startedAt, match })
        })
        child.on("close", () => reject(new Error(`${file} ended without writing ${pattern}: ${complaint}`)))
      }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM")
      await ended
    }
  }
}

/** The most memory a process ever held, in bytes, as Linux counts it; `undefined` elsewhere or once it is gone. */
export const peakMemory = (pid: number): number | undefined => memoryLine(pid, "VmHWM")
/** The memory a process holds now. */
export const memory = (pid: number): number | undefined => memoryLine(pid, "VmRSS")

/** Processor time a process has taken so far in all its threads, in milliseconds (in steps of ten). */
export const processorTime = (pid: number): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}

const memoryLine = (pid: number, key: string): number | undefined => {
  try {
    const match = new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))
    return match === null ? undefined : Number(match[1]) * 1024
  } catch {
    return undefined
  }
}
