/** Things that must not be in a published file: where somebody's machine keeps it, or where it fetched packages. Pure. */
import type { SourceFile } from "./Repository.ts"

/** Written in pieces, so that this file passes its own check. */
const forbidden: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
  ["a path of one machine", new RegExp(["/wo", "rk/|/tm", "p/w\\b"].join(""))],
  ["a registry's host", new RegExp(["registry\\.np", "mjs\\.org|registry\\.ya", "rnpkg\\.com|npm\\.pkg\\.git", "hub\\.com"].join(""))]
]

export const wordViolations = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files.flatMap((file) =>
    file.text
      .split("\n")
      .flatMap((line, i) => forbidden.filter(([, pattern]) => pattern.test(line)).map(([name]) => `${file.path}:${i + 1}: ${name}`))
  )
