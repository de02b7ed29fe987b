/** What a source imports by a static `import` or `export … from`, in order of appearance. */
import { lineOf, mask } from "./mask.ts"

const importForm = /(?:\bfrom|\bimport)\s*"(\d+)"/g

export const importsOf = ({ text }: { readonly text: string }): ReadonlyArray<{ readonly specifier: string; readonly line: number }> => {
  const { code, strings } = mask(text)
  return Array.from(code.matchAll(importForm), (match) => ({
    specifier: strings[Number(match[1])] ?? "",
    line: lineOf(code, match.index)
  }))
}
