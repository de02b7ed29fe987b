/** What a source imports by a static `import` or `export … from`, in order of appearance. */
import { lineOf, mask } from "./mask.ts"

export interface Import {
  readonly specifier: string
  /** What of it: `{ Schema }`, `type { Json }`, `*`; empty where it is only loaded. */
  readonly clause: string
  readonly line: number
}

const importForm = /\b(?:import|export)\b([^"']*?)\bfrom\s*"(\d+)"|\bimport\s*"(\d+)"/g

export const importsOf = ({ text }: { readonly text: string }): ReadonlyArray<Import> => {
  const { code, strings } = mask(text)
  return Array.from(code.matchAll(importForm), (match) => ({
    specifier: strings[Number(match[2] ?? match[3])] ?? "",
    // an export of something else may stand before it
    clause: (match[1] ?? "")
      .split(/\b(?:import|export)\b/)
      .at(-1)!
      .trim(),
    line: lineOf(code, match.index + match[0].length)
  }))
}
