/** A double of an exchange from which only prices come: it answers each call with the reply on record, and knows no account. */
import { http, HttpResponse } from "msw"
import type { Call } from "../Adapter.ts"
import type { Manifest } from "../Manifest.ts"
import { makeRequestLog } from "./RequestLog.ts"
import type { SimulatorPackage } from "./Simulator.ts"

export interface RecordedReply {
  readonly call: Call
  /** JSON, as the exchange sent it. */
  readonly text: string
}

/** Equal for equal addresses, however their queries are spelt. */
const keyOf = (url: URL): string => `${url.origin}${url.pathname}?${new URLSearchParams(url.search).toString()}`

/** The address that the host makes of a call. */
const addressOf = ({ hosts, endpoints }: Manifest, { endpoint, query = [] }: Call): URL => {
  const { host, path } = endpoints[endpoint]!
  const url = new URL(path, hosts[host])
  for (const [name, value] of query) url.searchParams.append(name, value)
  return url
}

export const recordedPackage = (
  manifest: Manifest,
  replies: ReadonlyArray<RecordedReply>,
  now: () => number = Date.now
): SimulatorPackage => ({
  id: manifest.id,
  personas: [],
  rowsOf: () => ({}),
  open: () => {
    const log = makeRequestLog()
    const byAddress = new Map(replies.map((one) => [keyOf(addressOf(manifest, one.call)), one]))
    const handler = http.all("https://*", ({ request }) => {
      const url = new URL(request.url)
      const found = byAddress.get(keyOf(url))
      const status = found === undefined || request.method !== "GET" ? 404 : 200
      log.add({
        at: new Date(now()).toISOString(),
        method: request.method,
        path: url.pathname,
        query: url.search.slice(1),
        endpoint: found?.call.endpoint ?? null,
        marker: null,
        status,
        code: null,
        nonce: null,
        nonceRose: null,
        insideLockout: false,
        fault: null
      })
      return new HttpResponse(found?.text ?? "", { status, headers: { "content-type": "application/json" } })
    })
    return {
      id: manifest.id,
      origin: Object.values(manifest.hosts)[0] ?? "",
      handlers: [handler],
      credentials: {},
      planted: [],
      truth: () => ({}),
      requests: log.report,
      clearRequests: log.clear,
      // The answers never change.
      setFaults: () => undefined,
      append: () => undefined
    }
  }
})
