import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { accountOf, activityOf } from "../../src/simulator/index.ts"

const personas = { beginner: () => ({ lists: "of a beginner", text: "" }) }
const parse = (value: unknown, text = "") => ({ lists: JSON.stringify(value), text })

describe("the account that a simulator is opened with", () => {
  let folder: string
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "caudal-account-"))))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("is an invented one by its name", () => {
    expect(accountOf({ persona: "beginner" }, personas, parse)).toEqual(personas.beginner())
  })

  it.each(["nobody", "toString"])("is refused with the names that there are: %s", (persona) => {
    expect(() => accountOf({ persona }, personas, parse)).toThrow(`no persona ${persona}; there are beginner`)
  })

  it("is what rows say", () => {
    expect(accountOf({ rows: { trades: [] } }, personas, parse)).toEqual({ lists: '{"trades":[]}', text: "" })
  })

  it("is what a file says, number for number", () => {
    const file = join(folder, "account.json")
    const text = '{"trades": [{"id": 12345678901234567890.10}]}'
    writeFileSync(file, text)
    const account = accountOf({ file }, personas, parse)
    expect(account.text).toBe(text)
    expect(account.lists).toContain("12345678901234567890.10")
  })

  it("is an object of lists where an exchange asks for no more", () => {
    expect(activityOf({ trades: [] })).toEqual({ trades: [] })
    for (const value of [[], null, "trades"]) expect(() => activityOf(value)).toThrow("an object of lists is expected")
  })
})
