import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { adapterFolders, duration, exchangeIndex, exchangePage, manifests, oddities } from "../src/ExchangePages.ts"
import { root } from "../src/Repository.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const pages = path.join(root, "docs", "exchanges")
const all = await manifests()

describe("the pages of the exchanges", () => {
  // To accept a change: vitest run -u
  it.each(all.map((manifest) => [manifest.id, manifest] as const))("%s is what its manifest says", async (id, manifest) => {
    await expect(exchangePage(manifest, oddities(id))).toMatchFileSnapshot(path.join(pages, `${id}.md`))
  })

  it("have a list", () => expect(exchangeIndex(all)).toMatchFileSnapshot(path.join(pages, "README.md")))

  it("are there for every adapter package, and for nothing else", () => {
    expect(all.map(({ id }) => `exchange-${id}`)).toEqual(adapterFolders())
    expect(all.length).toBeGreaterThan(0)
    // One that is missing is written by the snapshots above, and fails where nothing may be written.
    const known = ["README.md", "conformance.md", ...all.map(({ id }) => `${id}.md`)]
    expect(readdirSync(pages).filter((name) => !known.includes(name))).toEqual([])
  })

  it("have the oddities that the package tells of", () => {
    expect(exchangePage(all[0]!, "- Pages come twice.")).toContain("## Oddities\n- Pages come twice.\n")
    expect(exchangePage(all[0]!, null)).not.toContain("Oddities")
    const packages = temporaryFolder("packages")
    mkdirSync(path.join(packages, "exchange-x"))
    writeFileSync(path.join(packages, "exchange-x", "README.md"), "# x\n\n## Oddities\n- One.\n- Two.\n\n## More\n")
    expect(oddities("x", packages)).toBe("- One.\n- Two.")
    expect(oddities("y", packages)).toBeNull()
  })

  it("change with the manifest", () => {
    const [manifest] = all
    expect(exchangePage({ ...manifest!, syncIntervalMs: manifest!.syncIntervalMs * 2 }, null)).not.toBe(exchangePage(manifest!, null))
    const [stream] = manifest!.streams
    expect(exchangePage({ ...manifest!, streams: [{ ...stream!, historyDepth: { days: 90 }, permission: "View" }] }, null)).toContain(
      "90 days"
    )
  })

  it("print times in the largest whole unit", () => {
    expect([0, 1, 1000, 65_000, 60_000, 86_400_000].map(duration)).toEqual(["0 ms", "1 ms", "1 s", "65 s", "1 min", "24 h"])
  })
})
