/** Dependencies: installed when something about them changed, left alone otherwise, so that a warm start costs nothing. */
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { step } from "./child.mjs"
import { members, root, toolchain } from "./layout.mjs"
import { withLock } from "./lock.mjs"
import { Problem, say } from "./say.mjs"

/** Inside node_modules, so that it goes when they go. */
const stamp = path.join(root, "node_modules", ".caudal-installed")

/** `mayAdd`: a package that was just made is added to the lockfile; the tests say so instead. */
export const installDependencies = async (tools, mayAdd) => {
  if (isInstalled()) return
  await withLock(path.join(toolchain, "install.lock"), "installing dependencies", async () => {
    if (!isInstalled()) await install(tools, mayAdd)
  })
}

const isNewPackage = ({ code, output }) => code !== 0 && output.includes("NO_IMPORTER")

const install = async ({ pnpm, env }, mayAdd) => {
  say("installing dependencies…")
  await rm(stamp, { force: true })
  const by = (lockfile) =>
    step(pnpm, ["install", lockfile, "--reporter=append-only", "--config.confirmModulesPurge=false"], { cwd: root, env })
  let outcome = await by("--frozen-lockfile")
  if (mayAdd && isNewPackage(outcome)) {
    say("a package is new: it is added to pnpm-lock.yaml…")
    outcome = await by("--no-frozen-lockfile")
  }
  const { code, output } = outcome
  if (code !== 0) {
    throw new Problem(
      "could not install the dependencies",
      output,
      /OUTDATED_LOCKFILE|NO_IMPORTER/.test(output)
        ? "A package.json changed without the lockfile: run `pnpm install` and commit pnpm-lock.yaml."
        : "Is this machine offline, or behind a proxy? `npm config get registry` and `npm ping` tell. Nothing was marked as done: the next start tries again."
    )
  }
  await writeFile(stamp, state())
}

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, "utf8") === state() && everyDependencyIsThere()

/** Hash of everything that decides what has to be installed, and of what pnpm says it has installed. */
const state = () => {
  const files = [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "node_modules/.pnpm/lock.yaml",
    ...members().map((directory) => path.join(directory, "package.json"))
  ]
  const hash = createHash("sha256")
  for (const file of files) {
    const absolute = path.join(root, file)
    hash.update(`${file}\0`)
    hash.update(existsSync(absolute) ? readFileSync(absolute) : "absent")
  }
  return hash.digest("hex")
}

/** Somebody may have deleted a folder by hand; following each link is cheaper than asking pnpm. */
const everyDependencyIsThere = () =>
  members().every((directory) => {
    const manifest = JSON.parse(readFileSync(path.join(root, directory, "package.json"), "utf8"))
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    return names.every((name) => existsSync(path.join(root, directory, "node_modules", name, "package.json")))
  })
