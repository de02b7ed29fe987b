/** Files that hold more than one idea, judged by their length. Pure. */
import { mask } from "./Imports.ts"
import type { SourceFile } from "./Repository.ts"

const mostLines = 300

/** Lines that are neither blank nor comment. */
export const codeLines = (text: string): number =>
  mask(text)
    .code.split("\n")
    .filter((line) => line.trim() !== "").length

export const lengthViolations = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files
    .map((file) => ({ path: file.path, lines: codeLines(file.text) }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path}: ${lines} lines of code, at most ${mostLines}`)
