/** Paths with segments that a call fills in: `/v2/accounts/{wallet}/transactions`. A value is one plain segment, never more. */
import type { Endpoint } from "./Manifest.ts"

const braces = /\{([a-z][A-Za-z0-9]*)\}/g
const segment = "[A-Za-z0-9_-]{1,128}"
const plainSegment = new RegExp(`^${segment}$`)

/** The path as sent; `undefined` when a segment is missing, foreign or not plain, or the path itself is not. */
export const pathOf = (endpoint: Endpoint, given: Readonly<Record<string, string>> = {}): string | undefined => {
  // read once: what is looked at is what is sent
  const filled = { ...given }
  const names = Array.from(endpoint.path.matchAll(braces), ([, name]) => name!)
  if (Object.keys(filled).some((name) => !names.includes(name))) return undefined
  if (names.some((name) => !Object.hasOwn(filled, name) || !plainSegment.test(filled[name]!))) return undefined
  const path = endpoint.path.replace(braces, (_, name: string) => filled[name]!)
  return /^\/[A-Za-z0-9/_.-]*$/.test(path) && !path.includes("..") ? path : undefined
}

/** Whether a path that was sent is one of the endpoint's. */
export const isPathOf = (endpoint: Endpoint, path: string): boolean => {
  const literal = endpoint.path.split(braces).map((part, i) => (i % 2 === 1 ? segment : part.replaceAll(".", "\\.")))
  return new RegExp(`^${literal.join("")}$`).test(path)
}
