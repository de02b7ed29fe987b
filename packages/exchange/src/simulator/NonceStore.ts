/**
 * The nonces a key has used. Replays are refused for as long as a nonce could still be inside the accepted window;
 * memory stays bounded because two generations are kept and the older one is forgotten whole.
 */
export interface NonceStore {
  /** Remembers the nonce. `fresh`: never seen; `rose`: above every nonce before it. */
  readonly use: (nonce: string) => { readonly fresh: boolean; readonly rose: boolean }
}

/** Per generation; beyond it the oldest nonces are forgotten early, which only a very fast client can cause. */
const generationSize = 250_000

/** `lifetimeMs`: how long a nonce can stay acceptable, which is twice the clock window (it may start in the future). */
export const makeNonceStore = (lifetimeMs: number, now: () => number): NonceStore => {
  let current = new Set<string>()
  let previous = new Set<string>()
  let since = now()
  let highest = -1n
  return {
    use: (nonce) => {
      if (now() - since > lifetimeMs || current.size >= generationSize) {
        previous = current
        current = new Set()
        since = now()
      }
      const fresh = !current.has(nonce) && !previous.has(nonce)
      current.add(nonce)
      const value = BigInt(nonce)
      const rose = value > highest
      if (rose) highest = value
      return { fresh, rose }
    }
  }
}
