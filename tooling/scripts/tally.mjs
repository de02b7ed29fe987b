/** Adds up what a test run did. Pure; whatever is missing or unclear counts as failed, never as passed. */
import path from "node:path"
import { root } from "./layout.mjs"

/** Where each package's vitest leaves its JSON report (an output of turbo's `test` task, so a replay brings it back). */
export const reportFile = ".test-report.json"

/**
 * `tasks` come from turbo's run summary, `readReport(directory)` gives a package's report or `null`. A type check
 * counts as one check. `problems` names each failure: a long run scrolls what its tests printed out of sight.
 */
export const tally = ({ turboCode, tasks, readReport }) => {
  const total = { passed: 0, failed: 0, skipped: 0, problems: [] }
  let tests = 0
  for (const task of tasks) {
    const ended = task.execution?.exitCode ?? null
    const result = task.task === "test" ? ofTests(task, ended, readReport(task.directory)) : ofCheck(task, ended)
    if (task.task === "test") tests += result.passed + result.failed
    total.passed += result.passed
    total.failed += result.failed
    total.skipped += result.skipped
    total.problems.push(...result.problems)
  }
  if (tests === 0) fail(total, "no test was run")
  if (turboCode !== 0 && total.failed === 0) fail(total, `turbo ended with code ${turboCode}`)
  return total
}

const fail = (total, problem) => {
  total.failed += 1
  total.problems.push(problem)
}

const nothing = () => ({ passed: 0, failed: 0, skipped: 0, problems: [] })

const ofCheck = (task, ended) =>
  ended === 0 ? { ...nothing(), passed: 1 } : { ...nothing(), failed: 1, problems: [`${task.taskId} failed (${describe(ended)})`] }

const ofTests = (task, ended, report) => {
  if (report === null) return { ...nothing(), failed: 1, problems: [`${task.taskId} left no report (${describe(ended)})`] }
  const counted = ofReport(task, report)
  if (ended !== 0 && counted.failed === 0) {
    return { ...counted, failed: 1, problems: [`${task.taskId}: no test failed, yet the run did (${describe(ended)})`] }
  }
  return counted
}

const describe = (ended) => (ended === null ? "it did not run to its end" : `exit code ${ended}`)

/** A file that could not be loaded has no tests to fail: it is one failure itself. */
const ofReport = ({ taskId, directory }, { testResults = [] }) => {
  const total = nothing()
  for (const { name, status, message, assertionResults: tests } of testResults) {
    const where = `${taskId}: ${path.relative(path.join(root, directory), name)}`
    const failures = tests.filter((test) => test.status === "failed")
    total.passed += tests.filter((test) => test.status === "passed").length
    total.skipped += tests.filter((test) => test.status !== "passed" && test.status !== "failed").length
    for (const test of failures) fail(total, `${where}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`)
    if (status === "failed" && failures.length === 0) fail(total, `${where}: ${firstLine(message)}`)
  }
  return total
}

const firstLine = (text) => (text ?? "").split("\n", 1)[0]
