import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { load } from "../../src/vault/Kek.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

let place: Place
beforeEach(() => {
  place = newPlace()
  mkdirSync(place.dataDir)
})
afterEach(() => removePlace(place))

const loading = (mayCreate: boolean, file = place.keyFile, dataDir = place.dataDir) =>
  Effect.runPromise(Effect.result(load(file, dataDir, mayCreate)))
const write = (text: string, mode = 0o600, file = place.keyFile) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode })
  chmodSync(file, mode)
}
const good = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString("base64")

describe("the key file", () => {
  it("is made on the very first start, for its owner's eyes only, and read ever after", async () => {
    const first = await loading(true)
    expect(statSync(place.keyFile).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(place.keyFile)).mode & 0o777).toBe(0o700)
    const bytes = readFileSync(place.keyFile)
    const second = await loading(false)
    expect(first._tag === "Success" && second._tag === "Success" && first.success.id === second.success.id).toBe(true)
    expect(readFileSync(place.keyFile)).toEqual(bytes)
  })

  it("is another one at every installation", async () => {
    await loading(true)
    await loading(true, join(place.root, "other", "kek"))
    expect(readFileSync(place.keyFile)).not.toEqual(readFileSync(join(place.root, "other", "kek")))
  })

  it("that is missing while something was sealed with it is asked for, never replaced", async () => {
    const missing = await loading(false)
    expect(missing).toMatchObject({ failure: { reason: "KEY_FILE_MISSING", message: expect.stringContaining(place.keyFile) } })
    expect(existsSync(place.keyFile)).toBe(false)
    expect(existsSync(dirname(place.keyFile))).toBe(false)
  })

  it.each([
    ["empty", ""],
    ["short", good.slice(0, 40)],
    ["long", good + good],
    ["of zeros", Buffer.alloc(32).toString("base64")],
    ["of one byte repeated", Buffer.alloc(32, 7).toString("base64")],
    ["hexadecimal", "ab".repeat(32)],
    ["text", "correct horse battery staple correct horse ba"],
    ["two lines", `${good}\n${good}`]
  ])("that is %s is refused, not stretched, and left as it is", async (_, text) => {
    write(text)
    expect(await loading(true)).toMatchObject({ failure: { reason: "KEY_FILE_INVALID" } })
    expect(readFileSync(place.keyFile, "utf8")).toBe(text)
  })

  it("is never quoted in a message", async () => {
    write(`${good}x`)
    expect(JSON.stringify(await loading(true))).not.toContain(good.slice(0, 12))
  })

  it.each([0o644, 0o640, 0o604, 0o660, 0o622])("that others may read or write (%o) is refused with what to do", async (mode) => {
    write(good, mode)
    expect(await loading(true)).toMatchObject({ failure: { reason: "KEY_FILE_INVALID", message: expect.stringContaining("chmod 600") } })
  })

  it("may end with a line end", async () => {
    write(`${good}\r\n`)
    expect(await loading(false)).toMatchObject({ _tag: "Success" })
  })

  it("inside the data folder is refused before it is made, also through links and dots", async () => {
    const linked = join(place.root, "link")
    symlinkSync(place.dataDir, linked)
    for (const file of [
      join(place.dataDir, "kek"),
      join(place.dataDir, "deep", "er", "kek"),
      `${place.root}/keys/../data/kek`,
      join(linked, "kek"),
      join(linked, "deep", "kek")
    ]) {
      expect(await loading(true, file), file).toMatchObject({ failure: { reason: "KEY_FILE_IN_DATA_DIR" } })
      expect(existsSync(file)).toBe(false)
    }
    write(good, 0o600, join(place.dataDir, "kek"))
    mkdirSync(dirname(place.keyFile))
    symlinkSync(join(place.dataDir, "kek"), place.keyFile)
    expect(await loading(false)).toMatchObject({ failure: { reason: "KEY_FILE_IN_DATA_DIR" } })
  })

  it("beside a data folder of a similar name is fine", async () => {
    expect(await loading(true, `${place.dataDir}-keys/kek`)).toMatchObject({ _tag: "Success" })
  })

  it("whose folder cannot be made is named", async () => {
    writeFileSync(join(place.root, "file"), "")
    expect(await loading(true, join(place.root, "file", "kek"))).toMatchObject({ failure: { reason: "KEY_FILE_INVALID" } })
    mkdirSync(place.keyFile, { recursive: true, mode: 0o700 })
    expect(await loading(true)).toMatchObject({
      failure: { reason: "KEY_FILE_INVALID", message: expect.stringContaining("is not a file") }
    })
  })
})
