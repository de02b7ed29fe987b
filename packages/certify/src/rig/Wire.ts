/**
 * The only way out of a rig: a stand-in for the global `fetch` that answers from the simulator, remembers every request,
 * and can hold one back for ever, which is how a crash is made.
 */
import { respond, type Simulator } from "@caudal/exchange/simulator"

export interface Sent {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Epoch milliseconds of sending and of the answer; `null` while there is none. */
  readonly sentAt: number
  answeredAt: number | null
  status: number | null
}

export interface Wire {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  readonly sent: ReadonlyArray<Sent>
  /** Called before a request is answered: `n` counts the requests of its path from 1, anew since {@link Wire.after}. */
  before: (request: Sent, n: number) => void
  /** Does something once `n` requests are over, before the next one is answered. */
  readonly after: (n: number, action: () => void) => void
  /** Never answers the `n`th request from now on, nor any after it; resolves once it has come in and was counted. */
  readonly hold: (n: number) => Promise<void>
  readonly release: () => void
}

/** More than any honest run of the kit's small accounts needs: a run that goes in circles is cut off. */
const mostRequests = 3_000

export const makeWire = (simulator: Simulator, now: () => number): Wire => {
  const sent: Array<Sent> = []
  const counts = new Map<string, number>()
  let milestone: { readonly n: number; readonly action: () => void } | null = null
  let gate: { left: number; readonly reached: () => void } | null = null

  const passes = (): boolean => {
    if (gate === null) return true
    if (gate.left > 0) gate.left--
    if (gate.left === 0) gate.reached()
    return gate.left > 0
  }

  const wire: Wire = {
    sent,
    before: () => undefined,
    after: (n, action) => void (milestone = { n, action }),
    hold: (n) => new Promise((reached) => (gate = { left: n, reached })),
    release: () => void (gate = null),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const entry: Sent = {
        method: request.method,
        url: new URL(request.url),
        headers: Object.fromEntries(request.headers),
        body: await request.clone().text(),
        sentAt: now(),
        answeredAt: null,
        status: null
      }
      sent.push(entry)
      if (sent.length > mostRequests) throw new TypeError("fetch failed")
      if (milestone !== null && sent.length === milestone.n + 1) {
        counts.clear()
        milestone.action()
      }
      const n = (counts.get(entry.url.pathname) ?? 0) + 1
      counts.set(entry.url.pathname, n)
      wire.before(entry, n)
      const answer = await respond(simulator, request)
      if (!passes()) await aborted(init?.signal ?? request.signal)
      entry.answeredAt = now()
      entry.status = answer.status
      return answer
    }
  }
  return wire
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const leave = (): void => reject(new TypeError("fetch failed"))
    if (signal.aborted) leave()
    else signal.addEventListener("abort", leave, { once: true })
  })
