/** Import cycles among the files of one package. Pure. Imports of types count too: a cycle of ideas is a cycle. */
import path from "node:path"
import { importsOf } from "./Imports.ts"
import type { SourceFile } from "./Repository.ts"

export interface ImportGraph {
  readonly modules: number
  /** Each cycle once, as the files along it. */
  readonly cycles: ReadonlyArray<ReadonlyArray<string>>
}

export const findCycles = (files: ReadonlyArray<SourceFile>): ImportGraph => {
  const known = new Set(files.map((file) => file.path))
  const targets = new Map(files.map((file) => [file.path, relativeTargets(file).filter((target) => known.has(target))]))
  const cycles: Array<ReadonlyArray<string>> = []
  const done = new Set<string>()
  const visit = (file: string, trail: ReadonlyArray<string>): void => {
    const start = trail.indexOf(file)
    if (start >= 0) cycles.push(trail.slice(start))
    if (start >= 0 || done.has(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file])
    done.add(file)
  }
  for (const file of known) visit(file, [])
  return { modules: files.length, cycles }
}

const relativeTargets = (file: SourceFile): ReadonlyArray<string> =>
  importsOf(file.text)
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ specifier }) => path.posix.join(path.posix.dirname(file.path), specifier))
