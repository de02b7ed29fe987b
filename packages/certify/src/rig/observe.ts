/** The same adapter, with everything remembered that it was given, and what it made of it. */
import type { Adapter, Call, Failure, Page, Recipe, Reply, StreamRequest } from "@caudal/exchange"

export interface Observed {
  readonly adapter: Adapter
  /** Replies before and after `redact`. */
  readonly texts: ReadonlyArray<{ readonly endpoint: string; readonly raw: string; readonly kept: string }>
  readonly classified: ReadonlyArray<{ readonly endpoint: string; readonly reply: Reply; readonly result: Failure | null }>
  readonly asked: ReadonlyArray<{ readonly stream: string; readonly request: StreamRequest; readonly call: Call }>
  readonly parsed: ReadonlyArray<{ readonly stream: string; readonly request: StreamRequest; readonly reply: Reply; readonly page: Page }>
  readonly signed: ReadonlyArray<{ readonly given: Parameters<Adapter["sign"]>; readonly recipe: Recipe }>
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
          const page = stream.parse(reply, request)
          parsed.push({ stream: id, request, reply, page })
          return page
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
        const recipe = adapter.sign(...given)
        signed.push({ given, recipe })
        return recipe
      },
      redact: (endpoint, raw) => {
        const kept = adapter.redact(endpoint, raw)
        texts.push({ endpoint, raw, kept })
        return kept
      },
      classify: (reply, endpoint) => {
        const result = adapter.classify(reply, endpoint)
        classified.push({ reply, endpoint, result })
        return result
      }
    }
  }
}
