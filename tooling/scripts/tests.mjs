/** `npm test`: every package's tests and type check through turbo, then one line that sums them up. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import path from "node:path"
import { run } from "./child.mjs"
import { members, root, toolchain } from "./layout.mjs"
import { withLock } from "./lock.mjs"
import { say } from "./say.mjs"
import { reportFile, tally } from "./tally.mjs"

/** `args` go to turbo (`--filter=@caudal/engine`, `--force`). */
export const runTests = (tools, args) => withLock(path.join(toolchain, "test.lock"), "running the tests", () => testAll(tools, args))

const testAll = async ({ node, env }, args) => {
  // A report left over from an earlier run must not speak for this one; turbo puts back those it replays.
  for (const directory of members()) rmSync(path.join(root, directory, reportFile), { force: true })
  const earlier = new Set(summaries())
  const turbo = [path.join(root, "node_modules", "turbo", "bin", "turbo"), "run", "test", "typecheck", ...turboFlags, ...args]
  const outcome = await run(node, turbo, {
    cwd: root,
    // Not known to turbo by itself: results made by another Node are not to be replayed.
    env: { ...env, CAUDAL_TEST_RUNTIME: await versionOf(node, env) }
  })
  if (outcome.signal !== null) return outcome
  return conclude(outcome.code, readSummary(summaries().find((file) => !earlier.has(file))))
}

const turboFlags = ["--continue=always", "--summarize", "--output-logs=new-only", "--ui=stream"]

const versionOf = async (node, env) => (await run(node, ["--version"], { cwd: root, env, capture: true })).output.trim()

const summaryFolder = path.join(root, ".turbo", "runs")
const summaries = () => (existsSync(summaryFolder) ? readdirSync(summaryFolder).filter((file) => file.endsWith(".json")) : [])

const readSummary = (file) => {
  if (file === undefined) return null
  const absolute = path.join(summaryFolder, file)
  const summary = JSON.parse(readFileSync(absolute, "utf8"))
  rmSync(absolute)
  return summary
}

const readReport = (directory) => {
  try {
    return JSON.parse(readFileSync(path.join(root, directory, reportFile), "utf8"))
  } catch {
    return null
  }
}

const conclude = (turboCode, summary) => {
  const { passed, failed, skipped, problems } = tally({ turboCode, tasks: summary?.tasks ?? [], readReport })
  for (const problem of problems) say(problem)
  if (skipped > 0) say(`${skipped} skipped`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return { code: failed === 0 ? 0 : 1, signal: null }
}
