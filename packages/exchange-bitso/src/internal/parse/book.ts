/** A book is named `major_minor`. */

/** `null` unless the name has exactly two parts. */
export const baseOf = (book: string | null): string | null => {
  const at = separator(book)
  return at < 0 || book === null ? null : book.slice(0, at)
}

export const quoteOf = (book: string | null): string | null => {
  const at = separator(book)
  return at < 0 || book === null ? null : book.slice(at + 1)
}

const separator = (book: string | null): number => {
  if (book === null) return -1
  const at = book.indexOf("_")
  return at > 0 && at < book.length - 1 && book.indexOf("_", at + 1) < 0 ? at : -1
}
