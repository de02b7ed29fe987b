/**
 * Source text with comments, regular expressions and the inside of strings and templates blanked, so that a word in them
 * is never taken for code. What stands in `${…}` is code and stays. Line breaks stay where they are.
 */
export const mask = (text: string): { readonly code: string; readonly strings: ReadonlyArray<string> } => {
  const strings: Array<string> = []
  let code = ""
  let at = 0
  /** For each open `${`: how many braces are open inside it. */
  const open: Array<number> = []
  const blank = (end: number): void => {
    code += text.slice(at, end).replace(/[^\n]/g, " ")
    at = end
  }
  const template = (from: number): number => {
    for (let i = from; i < text.length; i++) {
      if (text[i] === "\\") i++
      else if (text[i] === "`") return i + 1
      else if (text[i] === "$" && text[i + 1] === "{") {
        open.push(0)
        return i + 2
      }
    }
    return text.length
  }
  while (at < text.length) {
    const rest = text.slice(at, at + 2)
    const char = text[at]!
    if (rest === "//") blank(endOf(text, at, "\n"))
    else if (rest === "/*") blank(endOf(text, at + 2, "*/") + 2)
    else if (char === '"' || char === "'") {
      const end = quoted(text, at + 1, char)
      strings.push(text.slice(at + 1, end - 1))
      code += `"${strings.length - 1}"`
      at = end
    } else if (char === "`") blank(template(at + 1))
    else if (char === "}" && open.at(-1) === 0) {
      open.pop()
      blank(template(at + 1))
    } else if (char === "/" && startsPattern(code)) blank(pattern(text, at + 1))
    else {
      if (char === "/" && isUnclear(code, text.slice(at + 1, endOf(text, at, "\n")))) code += unclear
      if (open.length > 0 && char === "{") open.push(open.pop()! + 1)
      if (open.length > 0 && char === "}") open.push(open.pop()! - 1)
      code += char
      at++
    }
  }
  return { code, strings }
}

/** Stands before a slash of which it cannot be told whether a pattern begins there, and with it where strings and comments do. */
export const unclear = "\u0000"

/** After `)` both may follow: `(a + b) / c`, and `if (a) /"/.test(b)`. It matters where the pattern would hide a quote or a comment. */
const isUnclear = (code: string, rest: string): boolean =>
  code.trimEnd().endsWith(")") && /["'`\\]|\[[^\]]*\/[/*]/.test(rest.split("//")[0]! + (rest.includes("[") ? rest : ""))

export const lineOf = (code: string, index: number): number => code.slice(0, index).split("\n").length

const endOf = (text: string, from: number, end: string): number => {
  const found = text.indexOf(end, from)
  return found < 0 ? text.length : found
}

const quoted = (text: string, from: number, quote: string): number => {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++
    else if (text[i] === quote || text[i] === "\n") return i + 1
  }
  return text.length
}

/** A slash after a value divides; after anything else it begins a regular expression. */
const startsPattern = (code: string): boolean => {
  const before = code.trimEnd()
  return (
    /(?:^|[=(,:[!&|?{};+\-*%<>~^])$/.test(before) ||
    /\b(?:return|typeof|case|in|of|void|delete|else|do|throw|new|instanceof|yield)$/.test(before)
  )
}

const pattern = (text: string, from: number): number => {
  let inClass = false
  for (let i = from; i < text.length && text[i] !== "\n"; i++) {
    if (text[i] === "\\") i++
    else if (text[i] === "[") inClass = true
    else if (text[i] === "]") inClass = false
    else if (text[i] === "/" && !inClass) return i + 1
  }
  return from
}
