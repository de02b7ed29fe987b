import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { runCase } from "../../src/index.ts"

const folder = new URL("../cases/", import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith(".json"))
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, unknown>

describe("published cases", () => {
  it("are all here", () => expect(files).toHaveLength(167))

  it.each(files)("%s", (file) => {
    const { differences, remark } = runCase(read(file))
    expect(differences).toEqual([])
    expect(remark).toBeNull()
  })
})

/** Information only, by the format; or names and not figures. */
const notAsserted =
  /^(xirr|libreOffice74|allRoots|reason|ambiguous|complete|remainingComplete|event|date|asset|account|acquired|year|type|lot|rule|term|code)$/

/** Every place in the expectation that holds a figure. */
const figuresIn = (value: unknown): ReadonlyArray<{ readonly holder: Record<string, unknown>; readonly key: string }> =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, each]) =>
        key === "allRoots"
          ? []
          : typeof each === "string" && /^-?[\d.]+$/.test(each) && !notAsserted.test(key)
            ? [{ holder: value as Record<string, unknown>, key }]
            : figuresIn(each)
      )

describe("the runner", () => {
  it("fails when any single expected figure is another", () => {
    let changed = 0
    for (const file of files) {
      const given = read(file)
      for (const { holder, key } of figuresIn(given["expected"])) {
        const before = holder[key] as string
        holder[key] = String(Number(before) * 1.5 + 7.7331)
        expect(runCase(given).passed, `${file} ${key} ${before}`).toBe(false)
        holder[key] = before
        changed++
      }
    }
    expect(changed).toBeGreaterThan(2000)
  })

  it("fails when a disposal, lot or error is expected that is not there, and when one is there that is not expected", () => {
    const given = read("deposit-without-cost-zero.json") as { expected: { disposals: Array<unknown>; errors: Array<unknown> } }
    const [disposal] = given.expected.disposals
    given.expected.disposals = [disposal, { event: "b1" }]
    expect(runCase(given).passed).toBe(false)
    given.expected.disposals = []
    expect(runCase(given).passed).toBe(false)
    given.expected.disposals = [disposal]
    given.expected.errors = []
    expect(runCase(given).passed).toBe(false)
  })

  it("asserts no other row where the expectation says that it is not complete", () => {
    const given = read("deposit-without-cost-zero.json") as { expected: object }
    const some = { ...given.expected, complete: false, disposals: [], errors: [] }
    expect(runCase({ ...given, expected: some })).toMatchObject({ passed: true })
    expect(runCase({ ...given, expected: { ...some, complete: true } })).toMatchObject({ passed: false })
  })

  it("says which policy, method, event or field it does not know", () => {
    const given = read("us-2025-per-wallet-fifo.json")
    const failure = (change: object): string => {
      const { passed, remark, differences } = runCase({ ...given, ...change })
      expect(passed).toBe(false)
      return `${remark} ${JSON.stringify(differences)}`
    }
    expect(failure({ policy: { scope: "galaxy" } })).toContain('unknown policy.scope "galaxy"')
    expect(failure({ policy: { longTerm: "a while" } })).toContain('unknown policy.longTerm "a while"')
    expect(failure({ policy: { dayBoundary: "Mars/Olympus" } })).toContain("Mars/Olympus")
    expect(failure({ method: "RANDOM" })).toContain('unknown method "RANDOM"')
    expect(failure({ policy: { moonPhase: "full" } })).toContain("moonPhase")
    expect(failure({ events: [{ id: "x", time: "2024-01-01", type: "theft" }] })).toContain('unknown events[0].type "theft"')
    expect(failure({ expected: { aura: "1" } })).toContain("aura")
    expect(failure({ expected: undefined })).toContain("expected is not an object")
    expect(failure({ expected: {} })).toContain("nothing to compare")
    expect(failure({ events: [{ id: "x", time: "2025-02-30T00:00:00Z", type: "buy", asset: "X", quantity: "1", total: "1" }] })).toContain(
      "2025-02-30"
    )
    expect(runCase("nonsense")).toMatchObject({ id: "?", passed: false })
  })

  it("takes null for what is left out", () => {
    for (const file of files) {
      const given = read(file)
      const nothing = (names: ReadonlyArray<string>, of: unknown): object => ({
        ...Object.fromEntries(names.map((name) => [name, null])),
        ...(of as object | undefined)
      })
      const optional = ["account", "subtype", "fee", "lots", "acquired", "unitKey", "feeValue", "toAccount"]
      const changed =
        given["kind"] === "lots"
          ? {
              ...given,
              policy: nothing(
                ["scope", "acquisitionFee", "missingBasis", "longTerm", "hifoKey", "methodByYear", "assetAliases"],
                given["policy"]
              ),
              events: (given["events"] as ReadonlyArray<object>).map((event) => nothing(optional, event))
            }
          : {
              ...nothing(["benchmark", "weights", "values", "accumulated", "flows"], given),
              params: nothing(["capital", "timing", "marPerPeriod", "riskFreePerPeriod", "periodCount", "dayCount"], given["params"])
            }
      expect(runCase(changed), file).toMatchObject({ differences: [], remark: null })
    }
  })

  it("accepts another listed rate only where the case is ambiguous and the answer says so", () => {
    const ambiguous = read("xirr-px-30-18.json")
    expect(runCase(ambiguous).passed).toBe(true)
    expect(
      runCase({ ...ambiguous, expected: { ...(ambiguous["expected"] as object), ambiguous: false, xirr: "0.5", allRoots: [] } }).passed
    ).toBe(false)
    const single = read("xirr-node-ten-percent.json")
    expect(runCase({ ...single, expected: { xirr: "0.1", ambiguous: true, allRoots: ["0.1"] } }).passed).toBe(false)
    expect(runCase({ ...single, expected: { xirr: null, allRoots: [] } }).passed).toBe(false)
  })
})
