/** How a client used a rate window, from when its requests arrived. Pure. */
export interface WindowUse {
  /** Requests in each window, the first beginning with the first request. */
  readonly perWindow: ReadonlyArray<number>
  /** Most requests in any stretch of a window's length, wherever it begins. */
  readonly mostInAny: number
}

/** `sent`: epoch milliseconds, rising. */
export const usage = (sent: ReadonlyArray<number>, windowMs: number, windows: number): WindowUse => {
  const [first = 0] = sent
  const perWindow = Array.from({ length: windows }, () => 0)
  let mostInAny = 0
  let oldest = 0
  for (const [index, at] of sent.entries()) {
    const window = Math.floor((at - first) / windowMs)
    if (window < windows) perWindow[window]! += 1
    while (at - sent[oldest]! >= windowMs) oldest++
    mostInAny = Math.max(mostInAny, index - oldest + 1)
  }
  return { perWindow, mostInAny }
}
