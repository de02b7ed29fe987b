import { pause, settings, startServer, temporaryFolder } from "../Installation.ts"
import { memory, startProgram } from "../Program.ts"
import type { Row } from "../Row.ts"

const starts = 7

/** An empty program: what Node alone takes on this machine. */
const bare = async (): Promise<number> => {
  const startedAt = performance.now()
  await using program = startProgram("tooling/bench/src/programs/nothing.ts", [])
  await program.ended
  return performance.now() - startedAt
}

export const start: Row = {
  name: "start",
  meaning: "`npm start` until the page opens, once everything is installed; and what Caudal holds while it waits for the next sync.",
  run: async () => {
    using folder = temporaryFolder()
    const env = settings(folder.path)
    const ready: Array<number> = []
    const idle: Array<number> = []
    const node: Array<number> = []
    // The first makes the database and fills the compile cache.
    for (let i = 0; i <= starts; i++) {
      const alone = await bare()
      await using server = await startServer(env)
      await pause(500)
      if (i === 0) continue
      node.push(alone)
      ready.push(server.readyAfterMs)
      idle.push(memory(server.pid) ?? Number.NaN)
    }
    return [
      {
        name: `start: spawned until ready, ${starts} times`,
        unit: "ms",
        ours: ready,
        baseline: { name: "an empty program", figures: node },
        goal: { of: "figure", limit: 1_000 }
      },
      { name: "start: memory when ready", unit: "bytes", ours: idle, goal: { of: "figure", limit: 150 * 1_048_576 } }
    ]
  }
}
