import { describe, expect, it } from "vitest"
// @ts-expect-error plain JavaScript: runs before TypeScript can
import { tally as untyped } from "../../scripts/tally.mjs"

interface Task {
  readonly taskId: string
  readonly task: string
  readonly directory: string
  readonly execution?: { readonly exitCode: number }
}
interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly problems: ReadonlyArray<string>
}
const tally: (run: { turboCode: number; tasks: ReadonlyArray<Task>; readReport: (directory: string) => unknown }) => Tally = untyped

const task = (name: string, exitCode?: number): Task => ({
  taskId: `p#${name}`,
  task: name,
  directory: "p",
  ...(exitCode === undefined ? {} : { execution: { exitCode } })
})
const report = (...files: ReadonlyArray<ReadonlyArray<string>>) => ({
  testResults: files.map((statuses) => ({
    status: statuses.length === 0 || statuses.includes("failed") ? "failed" : "passed",
    assertionResults: statuses.map((status) => ({ status }))
  }))
})
const counts = (tasks: ReadonlyArray<Task>, found: unknown, turboCode = 0) => {
  const { passed, failed, skipped } = tally({ turboCode, tasks, readReport: () => found })
  return [passed, failed, skipped]
}

describe("tally", () => {
  it("adds up tests and type checks", () => {
    const tasks = [task("test", 0), task("typecheck", 0)]
    expect(counts(tasks, report(["passed", "passed"], ["passed", "pending", "todo"]))).toEqual([4, 0, 2])
  })

  it("counts failed tests and failed type checks", () => {
    expect(counts([task("test", 1), task("typecheck", 2)], report(["passed", "failed"]), 1)).toEqual([1, 2, 0])
  })

  it.each([
    ["a run that left no report", [task("test", 0)], null],
    ["a run that never ended", [task("test")], null],
    ["a run that failed though no test did", [task("test", 1)], report(["passed"])],
    ["a file that could not be loaded", [task("test", 1)], report(["passed"], [])],
    ["a type check that did not run", [task("test", 0), task("typecheck")], report(["passed"])],
    ["a run without any test", [task("test", 0)], report()],
    ["no tasks at all", [], null]
  ])("counts as failed: %s", (_, tasks, found) => expect(counts(tasks, found)[1]).toBeGreaterThan(0))

  it("counts a failure of turbo itself", () => expect(counts([task("test", 0)], report(["passed"]), 1)).toEqual([1, 1, 0]))
})
