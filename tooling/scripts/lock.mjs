/** One process at a time, over a directory that only one of them can create. */
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { say } from "./say.mjs"

/** The holder touches its lock this often; a lock left alone for `abandonedMs` has no holder any more. */
const touchMs = 2_000
const abandonedMs = 20_000

/** Runs `work` while holding the lock; waits for its present holder, and says so once. */
export const withLock = async (lock, purpose, work) => {
  await mkdir(path.dirname(lock), { recursive: true })
  let told = false
  while (!(await acquire(lock))) {
    if (await removeIfAbandoned(lock)) continue
    if (!told) say(`waiting: another process is ${purpose} (${path.relative(process.cwd(), lock)})`)
    told = true
    await pause(200)
  }
  const touching = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), touchMs)
  try {
    return await work()
  } finally {
    clearInterval(touching)
    await rm(lock, { recursive: true, force: true })
  }
}

const acquire = async (lock) => {
  try {
    await mkdir(lock)
  } catch (error) {
    if (error.code === "EEXIST") return false
    throw error
  }
  await writeFile(ownerFile(lock), JSON.stringify({ pid: process.pid, host: os.hostname() }))
  return true
}

const ownerFile = (lock) => path.join(lock, "owner.json")

/** Renamed before it is removed: of several that notice at once only one succeeds. */
const removeIfAbandoned = async (lock) => {
  if (!(await isAbandoned(lock))) return false
  const aside = `${lock}.abandoned-${process.pid}`
  try {
    await rename(lock, aside)
    await rm(aside, { recursive: true, force: true })
  } catch (error) {
    if (error.code !== "ENOENT") throw error
  }
  return true
}

const isAbandoned = async (lock) => {
  try {
    const { mtimeMs } = await stat(lock)
    if (Date.now() - mtimeMs > abandonedMs) return true
    const owner = JSON.parse(await readFile(ownerFile(lock), "utf8"))
    return owner.host === os.hostname() && !isAlive(owner.pid)
  } catch {
    // Just released, or its owner is still writing its name: look again.
    return false
  }
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === "EPERM"
  }
}
