/** Runs one of the repository's command line tools. */
import { spawnSync } from "node:child_process"
import path from "node:path"
import { root } from "./Repository.ts"

export interface ToolRun {
  readonly code: number | null
  readonly output: string
}

/** The whole repository takes ten seconds, and several minutes where all tests run beside it on two cores. */
export const wholeRepository = 600_000

export const runTool = (name: "oxlint" | "oxfmt" | "knip", args: ReadonlyArray<string>, cwd = root): ToolRun => {
  const { status, signal, stdout, stderr } = spawnSync(path.join(root, "node_modules", ".bin", name), args, {
    cwd,
    encoding: "utf8",
    timeout: wholeRepository,
    // Their own helpers are found here even when the tool looks at another folder.
    env: { ...process.env, NO_COLOR: "1", PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env["PATH"]}` }
  })
  const ended = signal === null ? "" : `ended by ${signal} after ${wholeRepository} ms at most\n`
  return { code: status, output: `${ended}${stdout}${stderr}` }
}
