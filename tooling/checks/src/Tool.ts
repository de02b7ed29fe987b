/** Runs one of the repository's command line tools. */
import { spawnSync } from "node:child_process"
import path from "node:path"
import { root } from "./Repository.ts"

export interface ToolRun {
  readonly code: number | null
  readonly output: string
}

export const runTool = (name: "oxlint" | "oxfmt" | "knip", args: ReadonlyArray<string>, cwd = root): ToolRun => {
  const { status, stdout, stderr } = spawnSync(path.join(root, "node_modules", ".bin", name), args, {
    cwd,
    encoding: "utf8",
    timeout: 60_000,
    // Their own helpers are found here even when the tool looks at another folder.
    env: { ...process.env, NO_COLOR: "1", PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env["PATH"]}` }
  })
  return { code: status, output: `${stdout}${stderr}` }
}
