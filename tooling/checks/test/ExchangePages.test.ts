import { readdirSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { adapterFolders, duration, exchangeIndex, exchangePage, manifests } from "../src/ExchangePages.ts"
import { root } from "../src/Repository.ts"

const pages = path.join(root, "docs", "exchanges")
const all = await manifests()

describe("the pages of the exchanges", () => {
  // To accept a change: vitest run -u
  it.each(all.map((manifest) => [manifest.id, manifest] as const))("%s is what its manifest says", async (id, manifest) => {
    await expect(exchangePage(manifest)).toMatchFileSnapshot(path.join(pages, `${id}.md`))
  })

  it("have a list", () => expect(exchangeIndex(all)).toMatchFileSnapshot(path.join(pages, "README.md")))

  it("are there for every adapter package, and for nothing else", () => {
    expect(all.map(({ id }) => `exchange-${id}`)).toEqual(adapterFolders())
    expect(all.length).toBeGreaterThan(0)
    expect(readdirSync(pages).toSorted()).toEqual(["README.md", ...all.map(({ id }) => `${id}.md`)].toSorted())
  })

  it("change with the manifest", () => {
    const [manifest] = all
    expect(exchangePage({ ...manifest!, syncIntervalMs: manifest!.syncIntervalMs * 2 })).not.toBe(exchangePage(manifest!))
    const [stream] = manifest!.streams
    expect(exchangePage({ ...manifest!, streams: [{ ...stream!, historyDepth: { days: 90 }, permission: "View" }] })).toContain("90 days")
  })

  it("print times in the largest whole unit", () => {
    expect([0, 1, 1000, 65_000, 60_000, 86_400_000].map(duration)).toEqual(["0 ms", "1 ms", "1 s", "65 s", "1 min", "24 h"])
  })
})
