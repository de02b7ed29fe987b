/**
 * What a source file imports, without a parser: TypeScript 7 offers none to programs. Comments, strings, templates and
 * regular expressions are told apart first, so that a word inside them is never taken for an import.
 */
export interface Import {
  readonly specifier: string
  readonly line: number
}

const importForms = /(?:\bfrom|\bimport(?:\s*\()?|\brequire\s*\(|\bimport\.meta\.resolve\s*\()\s*"(\d+)"/g

/** In order of appearance: `import`, `export … from`, `import()`, `require()`, `import.meta.resolve()`. */
export const importsOf = (text: string): ReadonlyArray<Import> => {
  const { code, strings } = mask(text)
  return Array.from(code.matchAll(importForms), (match) => ({
    specifier: strings[Number(match[1])] ?? "",
    line: code.slice(0, match.index).split("\n").length
  }))
}

/**
 * The text with comments, templates and regular expressions blanked, and each string replaced by its number in quotes.
 * Line breaks stay where they are.
 */
export const mask = (text: string): { readonly code: string; readonly strings: ReadonlyArray<string> } => {
  const strings: Array<string> = []
  let code = ""
  /** For each open `${`: how many braces are open inside it. */
  const templates: Array<number> = []
  let at = 0
  const blank = (end: number) => {
    code += text.slice(at, end).replace(/[^\n]/g, " ")
    at = end
  }
  while (at < text.length) {
    const char = text.charAt(at)
    const next = text.charAt(at + 1)
    if (char === "/" && next === "/") blank(endOf(text, at, "\n"))
    else if (char === "/" && next === "*") blank(endOf(text, at + 2, "*/") + 2)
    else if (char === '"' || char === "'") {
      const end = endOfQuoted(text, at + 1, char)
      strings.push(text.slice(at + 1, end - 1))
      code += `"${strings.length - 1}"`
      at = end
    } else if (char === "`") blank(endOfTemplatePiece(text, at + 1, templates))
    else if (char === "}" && templates.at(-1) === 0) {
      templates.pop()
      blank(endOfTemplatePiece(text, at + 1, templates))
    } else if (char === "/" && startsRegExp(code)) blank(endOfRegExp(text, at + 1))
    else {
      const open = templates.length - 1
      if (open >= 0 && char === "{") templates[open] = (templates[open] ?? 0) + 1
      if (open >= 0 && char === "}") templates[open] = (templates[open] ?? 0) - 1
      code += char
      at++
    }
  }
  return { code, strings }
}

const endOf = (text: string, from: number, mark: string): number => {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found
}

const endOfQuoted = (text: string, from: number, quote: string): number => {
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === "\\") at++
    else if (char === quote) return at + 1
    else if (char === "\n") throw new SyntaxError(`line ${lineAt(text, from)}: a string that does not end`)
  }
  throw new SyntaxError(`line ${lineAt(text, from)}: a string that does not end`)
}

/** Up to the closing backtick, or up to and with `${`, whose end is awaited on the stack. */
const endOfTemplatePiece = (text: string, from: number, templates: Array<number>): number => {
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === "\\") at++
    else if (char === "`") return at + 1
    else if (char === "$" && text.charAt(at + 1) === "{") {
      templates.push(0)
      return at + 2
    }
  }
  throw new SyntaxError(`line ${lineAt(text, from)}: a template that does not end`)
}

/** A slash after a value (also one with TypeScript's `!`) divides; anywhere else it begins a regular expression. */
const startsRegExp = (before: string): boolean => {
  const trimmed = before.trimEnd()
  return trimmed === "" || /[-(,=:[&|?{};+*%~^<>]$|(?<![\w)\]])!$|\b(?:return|typeof|case|in|of|yield|await)$/.test(trimmed.slice(-12))
}

const endOfRegExp = (text: string, from: number): number => {
  let inClass = false
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === "\\") at++
    else if (char === "[") inClass = true
    else if (char === "]") inClass = false
    else if (char === "/" && !inClass) return at + 1
    else if (char === "\n") break
  }
  throw new SyntaxError(`line ${lineAt(text, from)}: a regular expression that does not end`)
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split("\n").length
