import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { adapters, discover, exchangeNamed } from "../../src/exchanges/discover.ts"
import { simulatorOf } from "../../src/exchanges/ExchangePackage.ts"
import { builtIn } from "../../src/exchanges/folderOf.ts"
import { caudal, serving, settings, tempFolder } from "../caudal.ts"
import { builtAt, prepare, sourcesAt } from "./outsider.ts"

const folder = tempFolder()
afterAll(() => folder[Symbol.dispose]())
beforeAll(() => prepare(folder.path))

let made = 0
/** A new outside package, as sources. */
const outsider = (edits: Parameters<typeof sourcesAt>[1] = {}): string => sourcesAt(join(folder.path, `outsider-${made++}`), edits)

const listing = (...names: ReadonlyArray<string>) => ({ CAUDAL_EXCHANGES: names.join(","), CAUDAL_DATA_DIR: join(folder.path, "data") })
const idsOf = async (...names: ReadonlyArray<string>) => (await adapters(listing(...names))).map(({ manifest }) => manifest.id)

/** A data folder into which the package was installed under its name. */
const installedIn = (data: string): string => {
  prepare(data)
  mkdirSync(join(data, "node_modules", "@acme"), { recursive: true })
  return join(data, "node_modules", "@acme", "exchange-pond")
}

describe("the exchanges of an installation", () => {
  it("are those that come with Caudal unless the settings say otherwise, each found by its folder", async () => {
    const folders = readdirSync(new URL("../../../../packages/", import.meta.url)).filter((name) => name.startsWith("exchange-"))
    const all = (await adapters({})).map(({ manifest }) => `exchange-${manifest.id}`)
    expect(all).toEqual(folders.toSorted())
    expect(all.length).toBeGreaterThan(1)
    expect(await idsOf("*")).toEqual(builtIn())
  })

  it("are those that the settings list, in that order, each once", async () => {
    expect(await idsOf("kraken", "bitso")).toEqual(["kraken", "bitso"])
    expect(await idsOf(" bitso ", "*", "@caudal/exchange-bitso")).toEqual(["bitso", ...builtIn().filter((id) => id !== "bitso")])
  })

  it("may be of anybody: a folder of sources and an installed package are equal to a built-in one", async () => {
    expect(await idsOf("*", outsider())).toEqual([...builtIn(), "pond"])
    const linked = join(folder.path, "linked")
    symlinkSync(outsider(), installedIn(linked))
    const built = join(folder.path, "built")
    builtAt(installedIn(built))
    for (const data of [linked, built]) {
      const env = { CAUDAL_EXCHANGES: "@acme/exchange-pond", CAUDAL_DATA_DIR: data }
      expect((await adapters(env)).map(({ manifest }) => manifest.id)).toEqual(["pond"])
      const found = await exchangeNamed("pond", env)
      expect((await simulatorOf(found)).id).toBe("pond")
      expect((await exchangeNamed("@acme/exchange-pond", { CAUDAL_DATA_DIR: data })).adapter).toBe(found.adapter)
    }
  })

  const manifestSaying = (words: string) => ({ "manifest.ts": (text: string) => text.replace(/^ {2}contractVersion,$/m, `  ${words},`) })
  const appended = (path: string, line: string) => ({ [path]: (text: string) => `${text}\n${line}\n` })

  it.each<readonly [string, () => string, RegExp]>([
    ["that is nowhere", () => "mtgox", /no exchange or package "mtgox"\. There are: .*bitso.*install it there/],
    ["whose folder is nowhere", () => "./no/such", /no folder "\.\/no\/such"/],
    ["whose package has no entry", () => folder.path, /refused: there is no .*src\/index\.ts/],
    ["that exports no adapter", () => outsider({ "index.ts": () => "export const pond = { manifest: {} }\n" }), /exports no adapter/],
    ["that exports two", () => outsider(appended("index.ts", 'export { pond as lake } from "./Pond.ts"')), /exports several adapters/],
    ["for a newer contract", () => outsider(manifestSaying("contractVersion: 99")), /for contract version 99 .*: update Caudal/],
    ["for a contract that never was", () => outsider(manifestSaying("contractVersion: 0")), /which version of the contract/],
    [
      "that reaches for the network",
      () => outsider(appended("classify.ts", 'export const a = fetch("x")')),
      /src\/classify\.ts:\d+: fetch/
    ],
    ["that imports what it may not", () => outsider(appended("rows.ts", 'import "node:fs"')), /src\/rows\.ts:\d+: node:fs/],
    [
      "that breaks when it is loaded",
      () => outsider(appended("index.ts", 'throw new Error("out of order")')),
      /cannot be loaded: out of order/
    ]
  ])("refuse one %s, by name and with what to do", async (_what, name, problem) => {
    const listed = name()
    const found = await discover(listing("bitso", listed))
    expect(found.map(({ installed }) => installed?.adapter.manifest.id)).toEqual(["bitso", undefined])
    expect(found[1]!.problem).toMatch(problem)
    expect(found[1]!.problem).toContain(listed)
    await expect(adapters(listing("bitso", listed))).rejects.toThrow(/^CAUDAL_EXCHANGES: /)
  })

  it("judge sources before they run", async () => {
    const file = join(folder.path, "ran")
    const name = outsider(appended("index.ts", `import { writeFileSync } from "node:fs"\nwriteFileSync(${JSON.stringify(file)}, "")`))
    expect((await discover(listing(name)))[0]!.problem).toContain("node:fs")
    expect(readdirSync(folder.path)).not.toContain("ran")
  })

  it("refuse TypeScript under node_modules, which Node does not run, in words", async () => {
    const data = join(folder.path, "copied")
    cpSync(outsider(), installedIn(data), { recursive: true })
    // Vitest would run it.
    const { code, stderr } = await caudal(
      ["serve"],
      settings(folder.path, { CAUDAL_EXCHANGES: "@acme/exchange-pond", CAUDAL_DATA_DIR: data })
    )
    expect([code, stderr]).toEqual([1, expect.stringMatching(/"@acme\/exchange-pond" is refused: .* must hold JavaScript/)])
  })

  it("refuse two adapters for one exchange, naming both", async () => {
    const [first, second] = [outsider(), outsider()]
    const problem = (await discover(listing(first, second)))[1]!.problem
    expect(problem).toMatch(/Two adapters are for the exchange pond/)
    expect(problem).toContain(first)
    expect(problem).toContain(second)
  })

  it("are named without a gap", async () => {
    await expect(adapters(listing("bitso", ""))).rejects.toThrow(/CAUDAL_EXCHANGES has an empty name/)
  })
})

describe("somebody else's package", () => {
  const more = (name: string) => settings(folder.path, { CAUDAL_EXCHANGES: name, CAUDAL_OWNER_TOKEN_FILE: join(folder.path, "token") })

  it("is served, pretended, parsed and certified like any other", async () => {
    const place = join(folder.path, "place")
    symlinkSync(outsider(), installedIn(place))
    const env = more("*,@acme/exchange-pond")
    // Found from the folder that the command runs in.
    const parsed = await caudal(["parse", "pond", "ledger", "-"], env, '{"rows":[]}', place)
    expect([parsed.code, parsed.stderr]).toEqual([0, ""])
    const certified = await caudal(["certify", "@acme/exchange-pond", "--only", "O-1"], env, "", place)
    expect(certified.stdout).toContain("4 passed, 0 failed, 0 skipped")

    const path = more(`*,${join(place, "node_modules/@acme/exchange-pond")}`)
    // Its simulator was found: the words are its own.
    const pretended = await caudal(["sandbox", "--exchange", "pond", "--port", "0", "--persona", "frog"], path)
    expect(pretended.stderr).toContain("Pond opens rows only")
    const server = await serving(path)
    try {
      const token = readFileSync(join(folder.path, "token"), "utf8").trim()
      const answer = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ query: "{ exchanges { slug } }" })
      })
      expect(await answer.json()).toEqual({ data: { exchanges: [...builtIn(), "pond"].map((slug) => ({ slug })) } })
    } finally {
      await server.stop()
    }
  })

  it("that is refused ends the start in one line, and the doctor shows it beside the rest", async () => {
    const env = more("*,@acme/exchange-nowhere")
    const served = await caudal(["serve"], env)
    expect([served.code, served.stdout]).toEqual([1, ""])
    expect(served.stderr).toMatch(/^caudal: CAUDAL_EXCHANGES: There is no exchange or package "@acme\/exchange-nowhere".*\n$/)
    const { code, stdout } = await caudal(["doctor"], env)
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ @acme\/exchange-nowhere +There is no exchange or package/)
    expect(stdout).toContain("✓ node")
  })
})
