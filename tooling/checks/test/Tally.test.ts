import path from "node:path"
import { describe, expect, it } from "vitest"
// @ts-expect-error plain JavaScript: runs before TypeScript can
import { root as untypedRoot } from "../../scripts/layout.mjs"
// @ts-expect-error plain JavaScript: runs before TypeScript can
import { tally as untyped } from "../../scripts/tally.mjs"

const root: string = untypedRoot

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
  testResults: files.map((statuses, n) => ({
    name: path.join(root, "p", `test/${n}.test.ts`),
    message: "it does not load\n    at line 1",
    status: statuses.length === 0 || statuses.includes("failed") ? "failed" : "passed",
    assertionResults: statuses.map((status) => ({
      status,
      fullName: `it ${status}`,
      failureMessages: status === "failed" ? ["expected 1 to be 2\n    at line 2"] : []
    }))
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

  it("names each test that failed, since a long run scrolls it out of sight", () => {
    const { problems } = tally({ turboCode: 1, tasks: [task("test", 1)], readReport: () => report(["passed", "failed"], []) })
    expect(problems).toEqual(["p#test: test/0.test.ts: it failed: expected 1 to be 2", "p#test: test/1.test.ts: it does not load"])
  })

  it("counts a failure of turbo itself", () => expect(counts([task("test", 0)], report(["passed"]), 1)).toEqual([1, 1, 0]))
})
