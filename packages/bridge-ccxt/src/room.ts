/**
 * ccxt in a room of its own: a context with a language and nothing else. No network, files, timers, clock or chance are in
 * there, so that what ccxt makes of a reply depends on the reply alone; and its promises are settled before a call returns,
 * so that its asynchronous methods can be asked from a pure function. The room keeps mistakes in; it is no prison for malice.
 */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { createContext, Script } from "node:vm"
import { inRoom } from "./inRoom.ts"

/** The bundle that ccxt publishes for browsers. It asks for no module. */
const bundle = (): string => join(dirname(createRequire(import.meta.url).resolve("ccxt")), "ccxt.browser.min.js")

/** What the bundle needs to load. Nothing ever comes back from a timer. */
const furniture = `
  globalThis.self = globalThis
  globalThis.setTimeout = () => 0
  globalThis.clearTimeout = () => undefined
  Math.random = () => 0.5
  const Still = Date
  globalThis.Date = class Date extends Still {
    constructor(...args) { super(...(args.length === 0 ? [0] : args)) }
    static now() { return 0 }
  }
`

const enter = (): ((name: string, ...args: ReadonlyArray<unknown>) => unknown) => {
  const room = createContext(
    { TextEncoder, TextDecoder, URL, URLSearchParams },
    { microtaskMode: "afterEvaluate", codeGeneration: { strings: false, wasm: false } }
  )
  const run = (source: string, filename: string): unknown => new Script(source, { filename }).runInContext(room)
  run(furniture, "furniture.js")
  run(readFileSync(bundle(), "utf8"), "ccxt.browser.min.js")
  run(`globalThis.ask = ${inRoom}`, "inRoom.js")
  return (name, ...args) => {
    const call = [name, ...args].map((one) => JSON.stringify(one)).join(", ")
    // The promises are settled between the two.
    run(`globalThis.answer = ask(${call})`, "ask.js")
    return JSON.parse(run("JSON.stringify(globalThis.answer)", "answer.js") as string) as unknown
  }
}

let entered: ReturnType<typeof enter> | undefined

/** Asks in the room, which is furnished on first use. */
export const ask = <A>(name: string, ...args: ReadonlyArray<unknown>): A => (entered ??= enter())(name, ...args) as A
