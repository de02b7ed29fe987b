/**
 * The way in: `npm start`, `npm test`, `npm run bench`, `npm run caudal -- …` on a machine that has only npm and some
 * Node (20 or newer). Plain JavaScript without dependencies, because it runs before anything is installed.
 *
 * It brings Node and pnpm if they are missing, installs the dependencies if they changed, and hands over. Whatever it
 * has to say goes to stderr: stdout belongs to the program, whose output may be read by a machine.
 */
import { existsSync } from "node:fs"
import { endAs, run } from "./child.mjs"
import { installDependencies } from "./install.mjs"
import { root } from "./layout.mjs"
import { Problem, say } from "./say.mjs"
import { runTests } from "./tests.mjs"
import { prepareTools } from "./toolchain.mjs"

const server = "apps/server/src/main.ts"
const commands = {
  start: (tools, args) => runProgram(tools, [server, "serve", ...args]),
  caudal: (tools, args) => runProgram(tools, [server, ...args]),
  bench: (tools, args) => runProgram(tools, ["tooling/bench/src/main.ts", ...args]),
  test: (tools, args) => runTests(tools, args)
}

/** Sources run as they are. In the caller's directory, so that relative file arguments mean what the caller meant. */
const runProgram = (tools, [entry, ...args]) =>
  run(tools.node, ["--disable-warning=ExperimentalWarning", `${root}${entry}`, ...args], {
    cwd: callersDirectory(),
    env: tools.env,
    stdio: "inherit"
  })

/** npm changes to the package's root and leaves the caller's directory in INIT_CWD. */
const callersDirectory = () => [process.env.INIT_CWD, process.cwd(), root].find((directory) => directory && existsSync(directory))

const main = async ([name, ...args]) => {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined
  if (command === undefined) throw new Problem(`unknown command "${name ?? ""}"`, `One of: ${Object.keys(commands).join(", ")}.`)
  const tools = await prepareTools()
  await installDependencies(tools, name !== "test")
  return command(tools, args)
}

try {
  endAs(await main(process.argv.slice(2)))
} catch (problem) {
  if (problem instanceof Problem) say(problem.message, ...problem.details)
  else say(`unexpected failure\n${problem?.stack ?? problem}`)
  endAs({ code: 1, signal: problem?.signal ?? null })
}
