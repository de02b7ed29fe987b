import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { checkDataDir, checkKeyFile, checkNode } from "../src/doctor/machine.ts"
import { checkClock } from "../src/doctor/reach.ts"
import { tempFolder } from "./caudal.ts"

describe("the doctor", () => {
  it("wants a Node that can run the sources", () => {
    expect(checkNode("v24.21.0").state).toBe("ok")
    expect(checkNode("v22.9.0")).toMatchObject({ state: "error", todo: expect.stringContaining("npm start") })
  })

  it("tells a folder that others can read", () => {
    using folder = tempFolder()
    expect(checkDataDir(folder.path).state).toBe("ok")
    chmodSync(folder.path, 0o755)
    expect(checkDataDir(folder.path)).toMatchObject({ state: "warning", todo: expect.stringContaining("chmod 700") })
    expect(checkDataDir(join(folder.path, "new", "deeper")).state).toBe("ok")
  })

  it("tells a key file that is missing, open to others, or no key", () => {
    using folder = tempFolder()
    const file = join(folder.path, "key")
    expect(checkKeyFile(file, false).state).toBe("ok")
    expect(checkKeyFile(file, true)).toMatchObject({ state: "error", todo: expect.stringContaining("CAUDAL_KEY_FILE") })
    writeFileSync(file, `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 })
    expect(checkKeyFile(file, true).state).toBe("ok")
    chmodSync(file, 0o644)
    expect(checkKeyFile(file, true)).toMatchObject({ state: "error", todo: `chmod 600 ${file}` })
    // a folder is never to be opened or closed to others for the sake of a key
    expect(checkKeyFile(folder.path, true)).toMatchObject({ state: "error", found: expect.stringContaining("is not a file") })
    chmodSync(folder.path, 0o755)
    expect(checkKeyFile(folder.path, true).todo).not.toContain("chmod")
    chmodSync(file, 0o600)
    writeFileSync(file, "hello")
    expect(checkKeyFile(file, true).state).toBe("error")
  })

  it("measures the clock against the exchange's, whole seconds forgiven", () => {
    const there = Date.parse("2026-01-01T00:00:10Z")
    const check = (here: number) => checkClock("clock", "Thu, 01 Jan 2026 00:00:10 GMT", here, 2_000)
    expect(check(there).state).toBe("ok")
    expect(check(there + 1_900).state).toBe("ok")
    expect(check(there + 60_000)).toMatchObject({ state: "error", found: "59.5 s ahead" })
    expect(check(there - 60_000)).toMatchObject({ state: "error", found: "60.5 s behind" })
    expect(checkClock("clock", null, there, 2_000).state).toBe("warning")
  })
})
