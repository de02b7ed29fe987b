/**
 * Turns a reply into a `Response`, through the transport faults that fire. Only standard `Response` features are used
 * (an error response, a body that breaks off), so a fault means the same in process and on a port.
 */
import { HttpResponse } from "msw"
import type { ActiveFaults } from "./FaultSchedule.ts"

export interface Reply {
  readonly status: number
  readonly body: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Epoch milliseconds for the `Date` header. */
  readonly date: number
}

const page = (status: number): string =>
  `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>Something went wrong</h1></body></html>\n`

/** A timer that does not keep the process alive. */
const sleep = (ms: number): Promise<void> => new Promise((wake) => void setTimeout(wake, ms).unref())

/** Whether a fault cuts the connection without any status. */
export const isSilent = (faults: ActiveFaults): boolean =>
  faults.names.some((name) => name === "reset" || name === "timeout" || name === "down")

/** The reply that leaves the exchange: a fault may replace status and body. */
export const bentReply = (reply: Reply, faults: ActiveFaults): Reply => {
  const bare = faults.get("status")
  if (bare !== undefined) {
    return { ...reply, status: faults.number("status", "status", 503), body: String(bare["body"] ?? ""), contentType: "text/plain" }
  }
  if (faults.get("html") === undefined) return reply
  const status = faults.number("html", "status", 500)
  return { ...reply, status, body: page(status), contentType: "text/html; charset=utf-8" }
}

/** Chunks with a pause before each; `broken`: the connection breaks where the chunks end. */
const dripping = (chunks: ReadonlyArray<Uint8Array>, ms: number, broken: boolean): ReadableStream<Uint8Array> => {
  let index = 0
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (ms > 0) await sleep(ms)
        const chunk = chunks[index++]
        if (chunk !== undefined) controller.enqueue(chunk)
        else if (broken) controller.error(new Error("connection broken by the fault plan"))
        else controller.close()
      }
    },
    { highWaterMark: 0 }
  )
}

const sliced = (bytes: Uint8Array, size: number): Array<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  return chunks
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/** `reply` has gone through {@link bentReply}. */
export const deliver = async (reply: Reply, faults: ActiveFaults): Promise<Response> => {
  const headers: Record<string, string> = { ...reply.headers, date: new Date(reply.date).toUTCString() }
  const wait = faults.get("status")?.["retryAfter"]
  if (typeof wait === "number") headers["retry-after"] = String(wait)
  if (reply.body !== "") headers["content-type"] = reply.contentType ?? "application/json"
  if (bodiless.has(reply.status) && !isSilent(faults)) return new HttpResponse(null, { status: reply.status, headers })
  const whole = new TextEncoder().encode(reply.body)
  const announce = (length: number): void => void (headers["content-length"] = String(length))
  if (faults.names.length === 0) {
    announce(whole.length)
    return new HttpResponse(whole, { status: reply.status, headers })
  }

  if (faults.get("latency") !== undefined) await sleep(faults.number("latency", "ms", 1000))
  if (faults.get("timeout") !== undefined) await sleep(faults.number("timeout", "ms", 600_000))
  if (isSilent(faults)) return HttpResponse.error()

  const cut = faults.get("truncated")
  const kept =
    cut === undefined
      ? whole.length
      : Math.min(whole.length, faults.number("truncated", "bytes", Math.floor(whole.length * faults.number("truncated", "fraction", 0.5))))
  const bytes = whole.subarray(0, kept)
  const broken = cut?.["wrongLength"] === true
  announce(broken ? whole.length : bytes.length)
  if (faults.get("slicer") !== undefined) {
    const chunks = sliced(bytes, Math.max(1, faults.number("slicer", "bytes", 16)))
    return new HttpResponse(dripping(chunks, faults.number("slicer", "ms", 20), broken), { status: reply.status, headers })
  }
  if (broken) return new HttpResponse(dripping([bytes], 0, true), { status: reply.status, headers })
  return new HttpResponse(bytes, { status: reply.status, headers })
}
