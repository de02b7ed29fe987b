/** The same adapter, with everything remembered that it was given and asked for. */
import type { Adapter, Call, Reply, StreamRequest } from "@caudal/exchange"

export interface Observed {
  readonly adapter: Adapter
  /** Replies before and after `redact`. */
  readonly texts: ReadonlyArray<{ readonly endpoint: string; readonly raw: string; readonly kept: string }>
  readonly classified: ReadonlyArray<{ readonly endpoint: string; readonly reply: Reply }>
  readonly asked: ReadonlyArray<{ readonly stream: string; readonly request: StreamRequest; readonly call: Call }>
  readonly parsed: ReadonlyArray<{ readonly stream: string; readonly request: StreamRequest; readonly reply: Reply }>
  readonly signed: ReadonlyArray<Parameters<Adapter["sign"]>>
}

export const observe = (adapter: Adapter): Observed => {
  const texts: Array<Observed["texts"][number]> = []
  const classified: Array<Observed["classified"][number]> = []
  const asked: Array<Observed["asked"][number]> = []
  const parsed: Array<Observed["parsed"][number]> = []
  const signed: Array<Observed["signed"][number]> = []
  const streams = Object.fromEntries(
    Object.entries(adapter.streams).map(([id, stream]): [string, typeof stream] => [
      id,
      {
        ...stream,
        request: (request) => {
          const call = stream.request(request)
          asked.push({ stream: id, request, call })
          return call
        },
        parse: (reply, request) => {
          parsed.push({ stream: id, request, reply })
          return stream.parse(reply, request)
        }
      }
    ])
  )
  return {
    texts,
    classified,
    asked,
    parsed,
    signed,
    adapter: {
      ...adapter,
      streams,
      sign: (...given) => {
        signed.push(given)
        return adapter.sign(...given)
      },
      redact: (endpoint, raw) => {
        const kept = adapter.redact(endpoint, raw)
        texts.push({ endpoint, raw, kept })
        return kept
      },
      classify: (reply, endpoint) => {
        classified.push({ reply, endpoint })
        return adapter.classify(reply, endpoint)
      }
    }
  }
}
