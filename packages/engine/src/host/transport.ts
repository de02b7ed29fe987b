/** One HTTP exchange by the global fetch: bounded in time and size, never following a redirect. */
import { Effect } from "effect"

export const replyTimeoutMs = 30_000
const maxReplyBytes = 16 * 1024 * 1024

export interface RawReply {
  readonly status: number
  readonly contentType: string | null
  readonly text: string
  /** The exchange's clock (HTTP Date), epoch milliseconds with a resolution of one second. */
  readonly date: number | null
  readonly retryAfterMs: number | null
}

export interface TransportFailure {
  readonly kind: "TIMEOUT" | "NETWORK" | "REDIRECT" | "TOO_LARGE"
}

const readBounded = async (response: Response): Promise<string | undefined> => {
  if (response.body === null) return ""
  const decoder = new TextDecoder()
  let text = ""
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maxReplyBytes) {
      await response.body.cancel().catch(() => undefined)
      return undefined
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const retryAfter = (value: string | null): number | null => (value !== null && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : null)

export const send = (request: {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}): Effect.Effect<RawReply, TransportFailure> =>
  Effect.tryPromise({
    try: async (signal) => {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(replyTimeoutMs)]),
        ...(request.body === "" ? {} : { body: request.body })
      })
      if (response.status >= 300 && response.status < 400) throw { kind: "REDIRECT" } satisfies TransportFailure
      const text = await readBounded(response)
      if (text === undefined) throw { kind: "TOO_LARGE" } satisfies TransportFailure
      const date = Date.parse(response.headers.get("date") ?? "")
      return {
        status: response.status,
        contentType: response.headers.get("content-type"),
        text,
        date: Number.isNaN(date) ? null : date,
        retryAfterMs: retryAfter(response.headers.get("retry-after"))
      }
    },
    // the cause may quote a header: only its kind goes on
    catch: (cause): TransportFailure => {
      if (typeof cause === "object" && cause !== null && "kind" in cause) return { kind: (cause as TransportFailure).kind }
      return { kind: (cause as { name?: string })?.name === "TimeoutError" ? "TIMEOUT" : "NETWORK" }
    }
  })
