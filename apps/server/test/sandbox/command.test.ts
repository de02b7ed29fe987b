import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { sandbox } from "../../src/sandbox/command.ts"
import { fetchSigned, type Ready } from "./caller.ts"

const folder = mkdtempSync(join(tmpdir(), "sandbox-"))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, value: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(value))
  return path
}

/** Runs the command in process; `during` gets what it printed when ready. */
const run = async (argv: ReadonlyArray<string>, during?: (ready: Ready) => Promise<void>) => {
  const stop = new AbortController()
  const printed = { stdout: "", stderr: "" }
  let said: () => void = () => undefined
  const ready = new Promise<void>((resolve) => (said = resolve))
  const code = sandbox(argv, {
    stdout: { write: (text) => ((printed.stdout += text), said()) },
    stderr: { write: (text) => (printed.stderr += text) },
    env: {},
    signal: stop.signal
  })
  await Promise.race([ready, code])
  try {
    await during?.(JSON.parse(printed.stdout) as Ready)
  } finally {
    stop.abort()
  }
  return { ...printed, code: await code }
}

describe("caudal sandbox", () => {
  it("prints one line of JSON, serves, and stops on SIGTERM", async () => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url))
    const child = spawn(process.execPath, [main, "--exchange", "bitso", "--port", "0", "--persona", "beginner"], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    const lines: Array<string> = []
    const reader = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line))
    await once(reader, "line")
    const ready = JSON.parse(lines[0]!) as Ready
    expect(Object.keys(ready)).toEqual(["url", "apiKey", "apiSecret"])
    expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const { status, text } = await fetchSigned(ready, "/api/v3/balance")
    expect([status, JSON.parse(text).success]).toEqual([200, true])
    expect(await (await fetch(`${ready.url}/__sandbox/truth`)).json()).toMatchObject({ balances: { mxn: { total: "11213.47962505" } } })
    const { requests } = (await (await fetch(`${ready.url}/__sandbox/requests`)).json()) as { requests: ReadonlyArray<unknown> }
    expect(requests).toMatchObject([{ n: 1, method: "GET", path: "/api/v3/balance", endpoint: "balance", status: 200, nonceRose: true }])
    child.kill("SIGTERM")
    expect(await once(child, "exit")).toEqual([0, null])
    expect(lines).toHaveLength(1)
  })

  it("serves an account file as it is spelled, with the faults of a plan, at the rate asked for", async () => {
    const account = join(folder, "account.json")
    writeFileSync(
      account,
      '{"ledger":[{"eid":"a","operation":"x","created_at":"2024-01-01T00:00:00+0000","balance_updates":[{"currency":"btc","amount":1.0E-5}],"details":{}}]}'
    )
    const faults = file("faults.json", { seed: 1, rules: [{ route: "balance", nth: 1, fault: "html" }] })
    await run(["--exchange", "bitso", "--port", "0", "--account", account, "--faults", faults, "--rate-scale", "1000"], async (ready) => {
      expect((await fetchSigned(ready, "/api/v3/ledger")).text).toContain('"amount":1.0E-5')
      expect((await fetchSigned(ready, "/api/v3/balance")).status).toBe(500)
      const balance = JSON.parse((await fetchSigned(ready, "/api/v3/balance")).text)
      expect(balance.payload.balances.find((row: any) => row.currency === "btc").total).toBe("0.00001000")
    })
  })

  it("has the same keys when it is started again", async () => {
    const keys: Array<string> = []
    for (let i = 0; i < 2; i++) {
      await run(
        ["--exchange", "bitso", "--port", "0", "--persona", "gap"],
        async ({ apiKey, apiSecret }) => void keys.push(apiKey + apiSecret)
      )
    }
    expect(keys[0]).toBe(keys[1])
  })

  it("explains itself", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("--rate-scale") })
  })

  it("says what is wrong on stderr, nothing on stdout, and exits with 2", async () => {
    const base = ["--exchange", "bitso", "--port", "0"]
    const wrong: ReadonlyArray<readonly [ReadonlyArray<string>, RegExp]> = [
      [[], /--exchange/],
      [["--exchange", "nowhere", "--port", "0", "--persona", "gap"], /no exchange or package "nowhere".*There are: .*bitso/],
      [["--exchange", "bitso", "--port", "x", "--persona", "gap"], /--port/],
      [base, /--persona or --account/],
      [[...base, "--persona", "gap", "--account", "x"], /--persona or --account/],
      [[...base, "--persona", "nobody"], /beginner/],
      [[...base, "--account", join(folder, "absent.json")], /absent/],
      [[...base, "--account", file("wrong.json", { ledger: 1 })], /ledger is not a list/],
      [[...base, "--persona", "gap", "--faults", file("plan.json", { rules: [{ route: "*", fault: "x" }] })], /rules\[0\]/],
      [[...base, "--persona", "gap", "--rate-scale", "0"], /--rate-scale/],
      [[...base, "--persona", "gap", "--frobnicate"], /frobnicate/]
    ]
    for (const [argv, what] of wrong) expect(await run(argv)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(what) })
  })
})
