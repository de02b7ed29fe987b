import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { codeRules, seedRules } from "../../src/assets/AssetRules.ts"
import { relations } from "../../src/assets/AssetRelation.ts"
import { resolver } from "../../src/assets/resolve.ts"

const read = (file: string): ReadonlyArray<Record<string, unknown>> =>
  JSON.parse(readFileSync(new URL(`../../src/assets/data/${file}.json`, import.meta.url), "utf8"))
const sources = Object.keys(read("sources"))
const ccxt: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(new URL("./fixtures/ccxt-common-currencies.json", import.meta.url), "utf8")
)

describe("the data", () => {
  it.each([
    ["catalogue", ["id", "symbol", "name", "kind", "source"], ["ambiguous"]],
    ["codes", ["exchange", "code", "asset", "source"], ["from", "to"]],
    ["forms", ["exchange", "kind", "source"], ["prefix", "suffix", "lockDays"]],
    ["relations", ["kind", "from", "to", "ratio", "date", "source", "checked"], ["continues"]]
  ])("of %s have a source each, every field they need and none that nothing reads", (file, required, optional) => {
    for (const record of read(file)) {
      expect(sources, JSON.stringify(record)).toContain(record["source"])
      expect(Object.keys(record), JSON.stringify(record)).toEqual(expect.arrayContaining(required))
      expect([...required, ...optional], JSON.stringify(record)).toEqual(expect.arrayContaining(Object.keys(record)))
    }
  })

  it("use every source that they name", () => {
    const used = new Set(["catalogue", "codes", "forms", "relations"].flatMap((file) => read(file).map(({ source }) => source)))
    expect(sources.filter((source) => !used.has(source))).toEqual([])
  })

  it("know every asset once, of a kind there is", () => {
    const all = read("catalogue")
    expect(seedRules.assets.size).toBe(all.length)
    expect(all.filter(({ kind }) => !["crypto", "fiat", "stablecoin", "receipt"].includes(String(kind)))).toEqual([])
    expect(all.filter(({ id }) => !/^[a-z0-9][a-z0-9-]*$/.test(String(id)))).toEqual([])
  })

  it("never let two rules speak of one code at one exchange at one time", () => {
    const clashes = [
      ...Map.groupBy(
        codeRules,
        ({ exchange, code }) => `${exchange} ${code.toUpperCase() === code || code.toLowerCase() === code ? code.toUpperCase() : code}`
      )
    ].flatMap(([key, rules]) => {
      const sorted = rules.toSorted((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))
      return sorted.some(
        (rule, i) =>
          (rule.from ?? -Infinity) >= (rule.to ?? Infinity) || (i > 0 && (sorted[i - 1]!.to ?? Infinity) > (rule.from ?? -Infinity))
      )
        ? [key]
        : []
    })
    expect(clashes).toEqual([])
  })

  it("name only assets that are in the catalogue, from real days", () => {
    expect(codeRules.filter(({ asset }) => asset !== null && !seedRules.assets.has(asset))).toEqual([])
    expect(codeRules.filter(({ from, to }) => Number.isNaN(from) || Number.isNaN(to))).toEqual([])
  })

  it("relate known assets by exact ratios, and let one live on as another only at par", () => {
    for (const { from, to, ratio, date, continues } of relations) {
      expect([seedRules.assets.has(from), seedRules.assets.has(to), from !== to], `${from} → ${to}`).toEqual([true, true, true])
      if (continues) expect(ratio).toBe("1")
      if (date !== null) expect(date).toMatch(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    }
    const ratioOf = (from: string, to: string) => relations.find((one) => one.from === from && one.to === to)?.ratio
    expect(ratioOf("golem-gnt", "golem")).toBe("1")
    expect(ratioOf("bcha", "ecash")).toBe("1000000")
    expect(ratioOf("singularitynet", "artificial-superintelligence-alliance")).toBe("0.43335")
    expect(ratioOf("lend", "aave")).toBe("0.01")
    expect(ratioOf("terra-classic", "terra")).toBeNull()
  })

  it("never take a code for its usual self where ccxt has seen it mean something else", () => {
    const resolve = resolver(seedRules)
    const wrong = Object.entries(ccxt).flatMap(([exchange, aliases]) =>
      Object.entries(aliases).flatMap(([code, means]) => {
        if (exchange === "_base" || code === means) return []
        const ref = resolve({ exchange, code, at: Date.parse("2026-01-01") })
        const usual = resolve({ exchange: "an exchange without rules", code, at: Date.parse("2026-01-01") })
        const meant = resolve({ exchange: "an exchange without rules", code: means, at: Date.parse("2026-01-01") })
        return ref.status === "known" && ref.id === usual.id && ref.id !== meant.id ? [`${exchange} ${code} (${means})`] : []
      })
    )
    expect(wrong).toEqual([])
  })
})
