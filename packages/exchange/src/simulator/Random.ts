/**
 * Seeded randomness (mulberry32): integer arithmetic only, so that a seed gives the same account on every machine and
 * in every version of the engine.
 */
export interface Random {
  /** A whole number in [0, 2^32). */
  readonly bits: () => number
  /** A double in [0, 1). */
  readonly next: () => number
  /** A whole number in [min, max], both included. */
  readonly int: (min: number, max: number) => number
  readonly pick: <A>(items: ReadonlyArray<A>) => A
  readonly hex: (length: number) => string
  /** Mixed-case letters and digits. */
  readonly alphanumeric: (length: number) => string
  readonly shuffle: <A>(items: ReadonlyArray<A>) => Array<A>
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** FNV-1a: turns a name into a seed. */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

export const makeRandom = (seed: number | string): Random => {
  let state = typeof seed === "string" ? seedOf(seed) : seed >>> 0
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = (): number => bits() / 0x1_0000_0000
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  // Written into one buffer and read out once: text glued from pieces would keep all the pieces in memory.
  const hex = (length: number): string => {
    const bytes = Buffer.allocUnsafe(Math.ceil(length / 8) * 4)
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32BE(bits(), at)
    return bytes.toString("hex", 0, bytes.length).slice(0, length)
  }
  const alphanumeric = (length: number): string => {
    const bytes = Buffer.allocUnsafe(length)
    for (let at = 0; at < length; at++) bytes[at] = alphabet.charCodeAt(int(0, alphabet.length - 1))
    return bytes.toString("latin1")
  }
  return {
    bits,
    next,
    int,
    pick: (items) => items[int(0, items.length - 1)]!,
    hex,
    alphanumeric,
    shuffle: (items) => {
      const out = [...items]
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(0, i)
        const swap = out[i]!
        out[i] = out[j]!
        out[j] = swap
      }
      return out
    }
  }
}
