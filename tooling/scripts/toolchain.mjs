/** Node and pnpm: the machine's own where they are good enough, otherwise fetched from npm into `.toolchain/`. */
import { existsSync } from "node:fs"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { run, step } from "./child.mjs"
import { nodeVersion, oldestNode, pnpmVersion, root, toolchain } from "./layout.mjs"
import { withLock } from "./lock.mjs"
import { Problem, say } from "./say.mjs"

/** `{ node, pnpm, env }`: paths of the two programs, and an environment in which children find them first. */
export const prepareTools = async () => {
  const missing = [isNewEnough(process.versions.node) ? null : { name: "node", version: nodeVersion }, await missingPnpm()].filter(
    (tool) => tool !== null && !existsSync(folderOf(tool))
  )
  if (missing.length > 0) await withLock(path.join(toolchain, "fetch.lock"), "fetching tools", () => fetchAll(missing))
  return describe()
}

const isNewEnough = (version) => {
  const [major, minor] = version.split(".").map(Number)
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
}

const pnpmTool = () => ({ name: "pnpm", version: pnpmVersion() })

const missingPnpm = async () => {
  if (existsSync(folderOf(pnpmTool()))) return null
  return (await machineHasPnpm()) ? null : pnpmTool()
}

/** Asked outside the repository, where a version switcher has no pin to obey and so tells what is really there. */
const machineHasPnpm = async () => {
  try {
    const { code, output } = await run("pnpm", ["--version"], { cwd: os.tmpdir(), env: process.env, capture: true })
    return code === 0 && output.trim() === pnpmVersion()
  } catch {
    return false
  }
}

/** A tool's folder carries its version and appears complete or not at all, so its existence is all there is to check. */
const folderOf = ({ name, version }) => path.join(toolchain, `${name}-${version}`)
const binOf = (tool) => path.join(folderOf(tool), "node_modules", ".bin")

const fetchAll = async (tools) => {
  const absent = tools.filter((tool) => !existsSync(folderOf(tool)))
  const names = absent.map(({ name, version }) => `${name === "node" ? "Node" : name} ${version}`)
  if (absent.length > 0) say(`fetching ${names.join(" and ")} (first start only)…`)
  // Each is waited for: a failure of one must not leave the other's npm running behind us.
  const outcomes = await Promise.allSettled(absent.map(fetch))
  const failed = outcomes.find((outcome) => outcome.status === "rejected")
  if (failed !== undefined) throw failed.reason
}

const fetch = async (tool) => {
  const staging = `${folderOf(tool)}.partial`
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true })
  await writeFile(path.join(staging, "package.json"), JSON.stringify({ private: true }))
  const install = ["install", "--prefix", staging, ...npmFlags, `${tool.name}@${tool.version}`]
  const { code, output } = await step(...npm(install), { cwd: staging, env: withoutNpmVariables(process.env) })
  const works = code === 0 && (await answers(path.join(staging, "node_modules", ".bin", tool.name), tool.version))
  if (!works) {
    await rm(staging, { recursive: true, force: true })
    throw new Problem(
      `could not fetch ${tool.name} ${tool.version} from the npm registry`,
      output || "npm reported no error, but the program does not run on this machine.",
      "Is this machine offline, or behind a proxy? npm uses its own settings: `npm config get registry`, `npm ping`.",
      tool.name === "node"
        ? `Or install Node ${oldestNode.join(".")} or newer yourself; it will be used.`
        : `Or install pnpm ${tool.version} yourself; it will be used.`
    )
  }
  await rename(staging, folderOf(tool))
}

const npmFlags = [
  "--no-audit",
  "--no-fund",
  "--no-package-lock",
  "--loglevel=error",
  // The node package puts its binary in place in an install script.
  "--ignore-scripts=false",
  // An offline machine should say so within seconds.
  "--fetch-retries=2",
  "--fetch-retry-mintimeout=500",
  "--fetch-retry-maxtimeout=3000"
]

/** The npm that started us, or the one on the PATH. */
const npm = (args) => {
  const cli = process.env.npm_execpath
  return cli?.endsWith("npm-cli.js") ? [process.execPath, [cli, ...args]] : ["npm", args]
}

/** What `npm run` set for this script must not steer the npm below it; where to fetch from, and how, must. */
const withoutNpmVariables = (env) => {
  const kept = /^npm_config_(.*registry|.*_auth.*|cache|userconfig|globalconfig|https?_proxy|proxy|noproxy|cafile|strict_ssl)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)))
}

const answers = async (program, version) => {
  try {
    const { code, output } = await step(program, ["--version"], { cwd: os.tmpdir(), env: process.env })
    return code === 0 && output.trim().replace(/^v/, "") === version
  } catch (error) {
    if (error instanceof Problem) throw error
    return false
  }
}

const describe = () => {
  const fetchedNode = path.join(binOf({ name: "node", version: nodeVersion }), "node")
  const node = isNewEnough(process.versions.node) ? process.execPath : fetchedNode
  const fetchedPnpm = path.join(binOf(pnpmTool()), "pnpm")
  const pnpm = existsSync(fetchedPnpm) ? fetchedPnpm : "pnpm"
  const folders = [path.dirname(node), ...(pnpm === fetchedPnpm ? [path.dirname(pnpm)] : []), path.join(root, "node_modules", ".bin")]
  const env = {
    NODE_COMPILE_CACHE: path.join(toolchain, "compile-cache"),
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    ...process.env,
    PATH: [...folders, process.env.PATH].join(path.delimiter)
  }
  return { node, pnpm, env }
}
