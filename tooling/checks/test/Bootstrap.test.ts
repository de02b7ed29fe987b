import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { setTimeout as pause } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { ended, Sandbox } from "./Sandbox.ts"

/** Says that it is up, then lives until a signal. */
const longRunning = `
process.on("SIGTERM", () => { console.log("SIGTERM"); process.exit(5) })
process.on("SIGINT", () => { console.log("SIGINT"); process.exit(6) })
process.on("SIGHUP", () => { console.log("SIGHUP"); process.exit(7) })
console.log("up " + process.pid)
setInterval(() => {}, 1000)
`

const up = (stream: NodeJS.ReadableStream | null): Promise<number> =>
  new Promise((resolve) => {
    stream?.on("data", (chunk) => {
      const match = /up (\d+)/.exec(String(chunk))
      if (match !== null) resolve(Number(match[1]))
    })
  })

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const until = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !condition(); tries++) await pause(50)
  expect(condition()).toBe(true)
}

describe("a start", () => {
  it("installs, passes arguments through, and leaves stdout to the program", async () => {
    const sandbox = new Sandbox()
    const { code, stdout, stderr } = await sandbox.run("caudal", "parse", "--", "a file.json", "--x=1")
    expect({ code, stdout }).toEqual({ code: 0, stdout: "parse,--,a file.json,--x=1\n" })
    expect(stderr).toBe("caudal: installing dependencies…\n")
  })

  it("serves", async () => expect((await new Sandbox().run("start", "--port", "0")).stdout).toBe("serve,--port,0\n"))

  it("works in the caller's directory, where relative files are", async () => {
    const sandbox = new Sandbox({ program: "console.log(process.cwd())" })
    mkdirSync(sandbox.at("else where"))
    const env = { ...sandbox.environment(), INIT_CWD: sandbox.at("else where") }
    const child = spawn(process.execPath, [sandbox.at("tooling/scripts/run.mjs"), "caudal"], { cwd: sandbox.directory, env })
    expect((await ended(child)).stdout).toBe(`${realpathSync(sandbox.at("else where"))}\n`)
  })

  it("that is warm says nothing and installs nothing", async () => {
    const sandbox = new Sandbox()
    await sandbox.run("caudal")
    expect((await sandbox.run("caudal")).stderr).toBe("")
    expect(sandbox.calls()).toEqual(["pnpm install"])
  })

  it.each([
    ["node_modules is gone", (sandbox: Sandbox) => rmSync(sandbox.at("node_modules"), { recursive: true })],
    ["the lockfile changed", (sandbox: Sandbox) => sandbox.write("pnpm-lock.yaml", "other")],
    ["a package was added", (sandbox: Sandbox) => sandbox.write("packages/new/package.json", "{}")],
    ["somebody installed something else", (sandbox: Sandbox) => sandbox.write("node_modules/.pnpm/lock.yaml", "other")]
  ])("installs again when %s", async (_, change) => {
    const sandbox = new Sandbox()
    await sandbox.run("caudal")
    change(sandbox)
    await sandbox.run("caudal")
    await sandbox.run("caudal")
    expect(sandbox.calls()).toEqual(["pnpm install", "pnpm install"])
  })

  it("whose installation failed shows why, runs nothing, and tries again next time", async () => {
    const sandbox = new Sandbox()
    sandbox.write("pnpm-install-fails", "")
    const failed = await sandbox.run("caudal")
    expect(failed).toMatchObject({ code: 1, stdout: "" })
    expect(failed.stderr).toContain("noise of an installation")
    expect(failed.stderr).toContain("could not install the dependencies")
    rmSync(sandbox.at("pnpm-install-fails"))
    expect((await sandbox.run("caudal")).code).toBe(0)
    expect(sandbox.calls()).toHaveLength(2)
  })

  it("takes in a package that was just made, but for the tests, which want it in the lockfile", async () => {
    const sandbox = new Sandbox()
    sandbox.write("not-in-lockfile", "")
    const tested = await sandbox.run("test")
    expect(tested.code).toBe(1)
    expect(tested.stderr).toContain("run `pnpm install` and commit pnpm-lock.yaml")
    expect(sandbox.calls()).toEqual(["pnpm install"])
    const made = await sandbox.run("caudal", "certify")
    expect(made).toMatchObject({ code: 0, stdout: "certify\n" })
    expect(made.stderr).toContain("a package is new: it is added to pnpm-lock.yaml…")
    expect(sandbox.calls()).toHaveLength(3)
  })

  it("fetches a missing pnpm once", async () => {
    const sandbox = new Sandbox({ pnpm: "npm" })
    expect((await sandbox.run("caudal")).stderr).toContain("fetching pnpm 12.21.0 (first start only)…")
    expect((await sandbox.run("caudal")).stderr).toBe("")
    expect(sandbox.calls()).toEqual(["npm pnpm@12.21.0", "pnpm install"])
  })

  it("without a network says what to do and leaves nothing half done", async () => {
    const sandbox = new Sandbox({ pnpm: "none" })
    const { code, stdout, stderr } = await sandbox.run("caudal")
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toContain("ENOTFOUND")
    expect(stderr).toContain("offline")
    expect(readdirSync(sandbox.at(".toolchain"))).toEqual([])
  })

  it("beside others installs once", async () => {
    const sandbox = new Sandbox({ pnpm: "npm" })
    const all = await Promise.all([1, 2, 3, 4].map((i) => sandbox.run("caudal", String(i))))
    expect(all.map(({ stdout }) => stdout)).toEqual(["1\n", "2\n", "3\n", "4\n"])
    expect(sandbox.calls()).toEqual(["npm pnpm@12.21.0", "pnpm install"])
  })

  it.each([
    ["is dead", { pid: 999_999_999 }, 0],
    ["was on another machine, long ago", { pid: process.pid, host: "elsewhere" }, 3600]
  ])("takes over a lock whose holder %s", async (_, owner, age) => {
    const sandbox = new Sandbox()
    const lock = sandbox.at(".toolchain/install.lock")
    sandbox.write(".toolchain/install.lock/owner.json", JSON.stringify({ host: (await import("node:os")).hostname(), ...owner }))
    const then = new Date(Date.now() - age * 1000)
    utimesSync(lock, then, then)
    expect((await sandbox.run("caudal")).code).toBe(0)
    expect(existsSync(lock)).toBe(false)
  })

  it("waits for a lock that is held, and says so", async () => {
    const sandbox = new Sandbox()
    sandbox.write(".toolchain/install.lock/owner.json", JSON.stringify({ pid: process.pid, host: (await import("node:os")).hostname() }))
    const child = sandbox.spawn("caudal")
    const end = ended(child)
    // the lock is only given up once the child has said that it waits
    await new Promise<void>((said) => child.stderr!.on("data", (part: Buffer) => part.includes("another process") && said()))
    expect(sandbox.calls()).toEqual([])
    rmSync(sandbox.at(".toolchain/install.lock"), { recursive: true })
    expect((await end).stderr).toContain("another process is installing dependencies")
  })

  it("with an unknown command names those there are", async () => {
    const { code, stderr } = await new Sandbox().run("strat")
    expect(code).toBe(1)
    expect(stderr).toContain("start, caudal, bench, test")
  })
})

describe("the end", () => {
  it("is the program's: exit code", async () => expect((await new Sandbox({ program: "process.exit(42)" }).run("start")).code).toBe(42))

  it("is the program's: signal", async () => {
    const program = 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)'
    expect((await new Sandbox({ program }).run("start")).signal).toBe("SIGKILL")
  })

  it.each([
    ["SIGTERM", 5],
    ["SIGINT", 6],
    ["SIGHUP", 7]
  ] as const)("is asked for with %s, once, and the program may take its leave", async (signal, code) => {
    const child = new Sandbox({ program: longRunning }).spawn("start")
    const end = ended(child)
    const pid = await up(child.stdout)
    child.kill(signal)
    const { stdout, ...rest } = await end
    expect(rest).toMatchObject({ code, signal: null })
    expect(stdout).toBe(`up ${pid}\n${signal}\n`)
  })

  it("comes when npm's shell is killed", async () => {
    const sandbox = new Sandbox({ program: longRunning })
    // The second command keeps the shell from replacing itself with the first.
    const shell = spawn("sh", ["-c", `"${process.execPath}" tooling/scripts/run.mjs start; true`], {
      cwd: sandbox.directory,
      env: sandbox.environment()
    })
    const pid = await up(shell.stdout)
    expect(isAlive(pid)).toBe(true)
    shell.kill("SIGKILL")
    await until(() => !isAlive(pid))
  })

  it.runIf(process.platform === "linux")("comes when npm is killed above its shell", async () => {
    const sandbox = new Sandbox({ program: longRunning })
    sandbox.write("npm.mjs", `import { spawn } from "node:child_process"\nspawn("sh", ["-c", process.argv[2]], { stdio: "inherit" })`)
    const line = `"${process.execPath}" tooling/scripts/run.mjs start; true`
    const npm = spawn(process.execPath, [sandbox.at("npm.mjs"), line], { cwd: sandbox.directory, env: sandbox.environment() })
    const pid = await up(npm.stdout)
    npm.kill("SIGKILL")
    await until(() => !isAlive(pid))
  })

  it("of an installation that is interrupted leaves no stamp and no lock", async () => {
    const sandbox = new Sandbox()
    writeFileSync(sandbox.at("fake/pnpm"), readFileSync(sandbox.at("fake/pnpm"), "utf8").replace("}, 200)", "}, 60000)"))
    const child = sandbox.spawn("start")
    const end = ended(child)
    await until(() => sandbox.calls().length === 1)
    child.kill("SIGTERM")
    expect((await end).signal).toBe("SIGTERM")
    expect(readdirSync(sandbox.at(".toolchain")).filter((name) => name.includes("lock"))).toEqual([])
    expect(existsSync(sandbox.at("node_modules/.caudal-installed"))).toBe(false)
  })
})
