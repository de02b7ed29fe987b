/**
 * What an adapter's sources reach for that an adapter must not have: the world around it. An adapter is data and pure
 * functions; time, randomness, the network and the process are the host's.
 */
import { posix } from "node:path"
import { importsOf } from "./importsOf.ts"
import { lineOf, mask } from "./mask.ts"
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
  "indexedDB"
]

const forms: ReadonlyArray<readonly [name: string, form: RegExp]> = [
  ...globals.map((name): readonly [string, RegExp] => [name, new RegExp(`(?<![\\w$.#])${name}(?![\\w$])`, "g")]),
  // the contract has a word `window` of its own, which only has ends
  ["window", /(?<![\w$.#])window\s*(?:\?\.|!?\.)\s*(?!(?:from|to)\b)[\w$]|(?<![\w$.#])window\s*!?\s*(?:\?\.)?\s*\[/g],
  ["Date.now", /\bDate\s*(?:\?\.|\.)\s*now\b/g],
  ["new Date()", /\bnew\s+Date\b(?!\s*\(\s*[^\s)])/g],
  ["Date()", /(?<![\w$.]|new\s)Date\s*\(\s*\)/g],
  ["Math.random", /\bMath\s*(?:\?\.|\.)\s*random\b/g],
  ["Date[…]", /\b(?:Date|Math)\s*(?:\?\.)?\s*\[/g],
  [".constructor", /\.\s*constructor\b/g],
  ["a dynamic import", /\bimport\s*\(/g],
  ["import.meta", /\bimport\s*\.\s*meta\b/g]
]

/** `{ process: … }` names a key, `a ? process : b` does not. */
const isKey = (code: string, start: number, end: number): boolean =>
  /^\s*\??:/.test(code.slice(end)) && /(?:[{,;(]|^)\s*$/.test(code.slice(Math.max(0, start - 200), start))

/** One line per use: `src/x.ts:12: fetch`. */
export const ambientUses = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files.flatMap(({ path, text }) => {
    const { code } = mask(text)
    return forms.flatMap(([name, form]) =>
      [...code.matchAll(form)]
        .filter((match) => !isKey(code, match.index, match.index + match[0].length))
        .map((match) => `${path}:${lineOf(code, match.index)}: ${name}`)
    )
  })

/** The package's own sources: beside the file, in the folder where all of them lie, and not the simulator. */
const isOwn = (specifier: string, path: string): boolean => {
  if (!specifier.startsWith("./") && !specifier.startsWith("../")) return false
  const target = posix.join(posix.dirname(path), specifier)
  const top = path.slice(0, path.indexOf("/") + 1)
  return target.startsWith(top) && !target.startsWith("../") && !/(?:^|\/)simulator\//.test(target)
}

const allowed = (specifier: string, path: string): boolean =>
  specifier === "@caudal/exchange" || specifier === "effect" || specifier.startsWith("effect/") || isOwn(specifier, path)

/** Imports of anything but the contract, Effect and the package's own sources. */
export const foreignImports = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !allowed(specifier, file.path))
      .map(({ specifier, line }) => `${file.path}:${line}: ${specifier}`)
  )
