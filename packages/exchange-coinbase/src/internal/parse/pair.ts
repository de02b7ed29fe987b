/** The two assets of a market of the spot. What has more parts is a contract. */
export interface Pair {
  readonly base: string
  readonly quote: string
}

/** `BTC-USD`; `null` for a name that is not of two codes. */
export const pairOf = (product: string): Pair | null => {
  const hyphen = product.indexOf("-")
  if (hyphen <= 0 || hyphen === product.length - 1 || product.includes("-", hyphen + 1)) return null
  return { base: product.slice(0, hyphen), quote: product.slice(hyphen + 1) }
}
