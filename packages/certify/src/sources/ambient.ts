/**
 * What an adapter's sources reach for that an adapter must not have: the world around it. An adapter is data and pure
 * functions; time, randomness, the network and the process are the host's.
 */
import { posix } from "node:path"
import { type Import, importsOf } from "./importsOf.ts"
import { lineOf, mask, unclear } from "./mask.ts"
import type { SourceFile } from "./SourceFile.ts"

/** Names that mean something outside, wherever they stand free: not as a property, a key or a member. */
const globals = [
  "fetch",
  "process",
  "globalThis",
  "self",
  "global",
  "eval",
  "Function",
  "WebSocket",
  "EventSource",
  "XMLHttpRequest",
  "Worker",
  "navigator",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "performance",
  "crypto",
  "Buffer",
  "console",
  "require",
  "localStorage",
  "indexedDB",
  "BroadcastChannel",
  "MessageChannel",
  "SharedArrayBuffer",
  "Atomics",
  "WebAssembly",
  "Intl",
  "Temporal",
  "Reflect",
  "Proxy",
  // parsers are synchronous, and a module that waits while it is loaded would hold up the start
  "Promise",
  "async",
  "await"
]

type Form = readonly [name: string, form: RegExp]

const free: ReadonlyArray<Form> = globals.map((name) => [name, new RegExp(`(?<![\\w$.#])${name}(?![\\w$])`, "g")])

/** Whatever stands beside them. */
const forms: ReadonlyArray<Form> = [
  // the contract has a word `window` of its own, which only has ends
  ["window", /(?<![\w$.#])window\s*(?:\?\.|!?\.)\s*(?!(?:from|to)\b)[\w$]|(?<![\w$.#])window\s*!?\s*(?:\?\.)?\s*\[/g],
  ["Date.now", /\bDate\s*(?:\?\.|\.)\s*now\b/g],
  ["new Date()", /\bnew\s+Date\b(?!\s*\(\s*[^\s)])/g],
  ["Date()", /(?<![\w$.]|new\s)Date\s*\(\s*\)/g],
  ["Math.random", /\bMath\s*(?:\?\.|\.)\s*random\b/g],
  ["Date[…]", /\b(?:Date|Math)\s*(?:\?\.)?\s*\[/g],
  ["new Date()", /\bnew\s+Date\s*\(\s*\.\.\./g],
  ["Date or Math under another name", /(?<![\w$.#])(?:Date|Math)(?![\w$])(?!\s*(?:\?\.|\.|\(|\[))(?<!\bnew\s+Date)/g],
  ["a time of this machine's zone", /\.\s*[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\b/g],
  ["the language of this machine", /\.\s*(?:toLocale\w+|localeCompare)\b/g],
  [".constructor", /\.\s*constructor\b|(?<![\w$.])constructor(?![\w$])(?!\s*\()/g],
  [
    "what all objects share",
    /(?<![\w$])(?:prototype|__proto__|(?:get|set)PrototypeOf|defineProperty|defineProperties|__define[GS]etter__)(?![\w$])/g
  ],
  ["Error's own hooks", /\.\s*(?:prepareStackTrace|captureStackTrace)\b/g],
  ["an escaped name", /\\/g],
  ["a slash that may divide or begin a pattern", new RegExp(unclear, "g")],
  ["a dynamic import", /\bimport\s*\(/g],
  ["import.meta", /\bimport\s*\.\s*meta\b/g]
]

/** `{ process: … }` names a key, `a ? process : b` does not. */
const isKey = (code: string, start: number, end: number): boolean =>
  /^\s*\??:/.test(code.slice(end)) && /(?:[{,;(]|^)\s*$/.test(code.slice(Math.max(0, start - 200), start))

/** One line per use: `src/x.ts:12: fetch`. */
export const ambientUses = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files.flatMap(({ path, text }) => {
    const { code, strings } = mask(text)
    const named = [...code.matchAll(/"(\d+)"/g)]
      .filter((match) => reflective.has(strings[Number(match[1])] ?? ""))
      .map((match) => `${path}:${lineOf(code, match.index)}: "${strings[Number(match[1])]}"`)
    const found = ([name, form]: Form, unless: (match: RegExpExecArray) => boolean) =>
      [...code.matchAll(form)].filter((match) => !unless(match)).map(({ index }) => `${path}:${lineOf(code, index)}: ${name}`)
    const asKey = (match: RegExpExecArray) => isKey(code, match.index, match.index + match[0].length)
    return [...free.flatMap((one) => found(one, asKey)), ...forms.flatMap((one) => found(one, () => false)), ...named]
  })

/** As the name of a property, these lead from any value to everything. */
const reflective: ReadonlySet<string> = new Set(["constructor", "prototype", "__proto__"])

/** The package's own sources: beside the file, in the folder where all of them lie, and not the simulator. */
const isOwn = (specifier: string, path: string): boolean => {
  // spelled plainly: an address would be decoded, and lead elsewhere than it says
  if (!/^\.{1,2}\/[\w./-]+\.(?:[cm]?[jt]s|json)$/.test(specifier)) return false
  const target = posix.join(posix.dirname(path), specifier)
  const top = path.slice(0, path.indexOf("/") + 1)
  return target.startsWith(top) && !target.startsWith("../") && !/(?:^|\/)simulator\//.test(target)
}

/** What of Effect is data and pure functions: nothing that runs, waits, asks the clock or opens a connection. */
const pureOfEffect: ReadonlySet<string> = new Set([
  "Array",
  "BigDecimal",
  "BigInt",
  "Boolean",
  "Brand",
  "Chunk",
  "Data",
  "Equivalence",
  "HashMap",
  "HashSet",
  "Match",
  "Number",
  "Option",
  "Order",
  "Predicate",
  "Record",
  "Result",
  "Schema",
  "String",
  "Struct",
  "Tuple",
  "flow",
  "identity",
  "pipe"
])

const isPure = ({ specifier, clause }: Import): boolean => {
  if (specifier.startsWith("effect/")) return pureOfEffect.has(specifier.slice("effect/".length))
  const names = /^\{([^{}]*)\}$/.exec(clause)?.[1]?.split(",") ?? [clause]
  return names.map((name) => name.trim()).every((name) => name === "" || pureOfEffect.has(name.split(/\s/)[0]!) || name.startsWith("type "))
}

const isAllowed = (one: Import, path: string): boolean => {
  const { specifier, clause } = one
  if (isOwn(specifier, path) || specifier === "@caudal/exchange") return true
  return (specifier === "effect" || specifier.startsWith("effect/")) && (clause.startsWith("type ") || isPure(one))
}

/** Imports of anything but the contract, what is pure in Effect, and the package's own sources. */
export const foreignImports = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((one) => !isAllowed(one, file.path))
      .map(({ specifier, clause, line }) => `${file.path}:${line}: ${specifier === "effect" ? `${clause} of effect` : specifier}`)
  )
