import { describe, expect, it } from "vitest"
import { cases, runCase, sourcesOf } from "../../src/index.ts"
import { ambientUses, foreignImports } from "../../src/sources/ambient.ts"
import { pond } from "../toy/src/index.ts"
import { simulatorPackage as simulator } from "../toy/src/simulator/index.ts"

const file = (text: string) => [{ path: "src/internal/x.ts", text }]

describe("sources", () => {
  it.each([
    ["fetch('https://x.example')", "fetch"],
    ["const f = flag ? fetch : null", "fetch"],
    ["globalThis['fet' + 'ch'](url)", "globalThis"],
    ["const { env } = process", "process"],
    ["at: Date.now()", "Date.now"],
    ["Date ?. now()", "Date.now"],
    ["Date['now']()", "Date[…]"],
    ["new Date()", "new Date()"],
    ["new Date", "new Date()"],
    ["Math.random()", "Math.random"],
    ["eval(text)", "eval"],
    ["new Function('return 1')", "Function"],
    ["(() => {}).constructor('return this')()", ".constructor"],
    ["new WebSocket(url)", "WebSocket"],
    ["setTimeout(send, 0)", "setTimeout"],
    ["require('node:fs')", "require"],
    ["import('node:fs')", "a dynamic import"],
    ["import.meta.url", "import.meta"],
    ["console.log(reply)", "console"],
    ["crypto.randomUUID()", "crypto"],
    ["window.fetch(url)", "window"],
    ["window['fetch'](url)", "window"],
    ["window?.document", "window"],
    ["`${process.env.HOME}`", "process"],
    ["(() => {})['constructor']('return this')()", '"constructor"'],
    ["const { constructor: F } = () => {}", ".constructor"],
    ["Object.getPrototypeOf([])", "what all objects share"],
    ["Array.prototype.map = spy", "what all objects share"],
    ["[].__proto__.map = spy", "what all objects share"],
    ["Object.defineProperty(JSON, 'stringify', spy)", "what all objects share"],
    ["Reflect.get(JSON, name)", "Reflect"],
    ["const { now } = Date", "Date or Math under another name"],
    ["const { random } = Math", "Date or Math under another name"],
    ["new Date(...[])", "new Date()"],
    ["new Date(at).getHours()", "a time of this machine's zone"],
    ["code.toLocaleLowerCase()", "the language of this machine"],
    ["await forever", "await"],
    ["new WebAssembly.Module(bytes)", "WebAssembly"],
    ["Error.prepareStackTrace = spy", "Error's own hooks"],
    ["\\u0066etch(url)", "an escaped name"],
    ['if (a) /"/.test(b); fetch(url) //"', "a slash that may divide or begin a pattern"],
    ['if (a) b; else /"/.exec(c); fetch(url) //"', "fetch"]
  ])("that say %s are found out", (text, name) => {
    expect(ambientUses(file(`export const a = 1\n${text}`))).toEqual([`src/internal/x.ts:2: ${name}`])
  })

  it.each([
    "// fetch(url)",
    "/* process.env */",
    "const words = 'eval(x) and Date.now()'",
    "const pattern = /fetch|process/",
    "const text = `Date.now() is not for adapters`",
    "const keys = { process: 1, fetch: 2 }",
    "status.process",
    "({ window }) => [window.from, window!.to, request.window]",
    "new Date(at).getUTCFullYear()",
    "const prefetch = refetch(self_)",
    "(a + b) / c // a half",
    "new Date(Date.UTC(2024, 1, 29)).getUTCHours()",
    "const { constructorOf, prototypes } = manifest"
  ])("that say %s are fine", (text) => {
    expect(ambientUses(file(text))).toEqual([])
  })

  it.each([
    "node:fs",
    "fs",
    "@caudal/engine",
    "@caudal/exchange/simulator",
    "msw",
    "axios",
    "../simulator/x.ts",
    "../../../secrets.ts",
    "/etc/x.ts",
    "https://x.example/x.js",
    "./%2e%2e/%2e%2e/x.js",
    "./\\x2e\\x2e/x.js",
    "./x.wasm",
    "effect/Clock",
    "effect/unstable/http"
  ])("that import %s are found out", (specifier) => {
    expect(foreignImports(file(`import { a } from "${specifier}"`))).toEqual([`src/internal/x.ts:1: ${specifier}`])
    expect(foreignImports(file(`export * from '${specifier}'`))).toHaveLength(1)
    expect(foreignImports(file(`import "${specifier}"`))).toHaveLength(1)
  })

  it.each(["@caudal/exchange", "effect/Schema", "./y.ts", "../manifest.ts", "./known.json"])("that import %s are fine", (specifier) => {
    expect(foreignImports(file(`import { a } from "${specifier}"`))).toEqual([])
  })

  it.each([
    ["{ Schema }", true],
    ["{ Schema as S, pipe, type Effect }", true],
    ["type { Effect }", true],
    ["{ Effect }", false],
    ["{ Schema, Clock }", false],
    ["* as All", false]
  ])("that import %s of Effect: fine is %s", (clause, fine) => {
    const found = foreignImports(file(`export const a = 1\nimport ${clause} from "effect"`))
    expect(found).toEqual(fine ? [] : [`src/internal/x.ts:2: ${clause} of effect`])
  })

  it("with such a line fail the case that is about them", async () => {
    const sources = sourcesOf(new URL("../toy/", import.meta.url))
    const bad = [...sources, ...file('import { request } from "node:https"\nexport const send = () => fetch("https://x.example")')]
    const reasons = await Promise.all(
      cases.filter(({ id }) => id === "O-10" || id === "O-11").map((one) => runCase(one, { adapter: pond, simulator, sources: bad }))
    )
    expect(reasons).toMatchObject([
      { state: "failed", reason: "src/internal/x.ts:2: fetch" },
      { state: "failed", reason: "src/internal/x.ts:1: node:https" }
    ])
  })
})
