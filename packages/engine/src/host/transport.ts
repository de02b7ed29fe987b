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
  const announced = response.headers.get("content-encoding") === null ? response.headers.get("content-length") : null
  if (announced !== null && Number(announced) <= maxReplyBytes) return response.text()
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

/** Seconds, or a date by the exchange's own clock. */
const retryAfter = (value: string | null, date: number): number | null => {
  if (value === null) return null
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000
  const pause = value.endsWith("GMT") ? Date.parse(value) - date : Number.NaN
  return pause > 0 ? pause : null
}

interface Request {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const exchanged = async (request: Request, signal: AbortSignal): Promise<RawReply> => {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: "manual",
    signal,
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
    retryAfterMs: retryAfter(response.headers.get("retry-after"), date)
  }
}

export const send = (request: Request): Effect.Effect<RawReply, TransportFailure> =>
  Effect.tryPromise({
    try: (interrupted) => exchanged(request, AbortSignal.any([interrupted, AbortSignal.timeout(replyTimeoutMs)])),
    // the cause may quote a header: only its kind goes on
    catch: (cause): TransportFailure => {
      if (typeof cause === "object" && cause !== null && "kind" in cause) return { kind: (cause as TransportFailure).kind }
      return { kind: (cause as { name?: string })?.name === "TimeoutError" ? "TIMEOUT" : "NETWORK" }
    }
  })
