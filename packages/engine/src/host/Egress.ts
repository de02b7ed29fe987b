/** Which request an adapter's call stands for, if it is one that its manifest declares. Everything else is refused. */
import { type Call, type Endpoint, endpointOf, type Manifest, pathOf } from "@caudal/exchange"

export interface Target {
  readonly endpoint: Endpoint
  readonly origin: string
  /** Path and query exactly as sent and signed. */
  readonly path: string
  readonly body: string
}

/** Leaves nothing for a URL parser to rewrite, since the signature covers these bytes. */
const encode = (text: string) => encodeURIComponent(text.toWellFormed()).replaceAll("'", "%27")

/** The request, or the reason why it must not be sent. `originOverride` replaces every origin of the exchange. */
export const target = (manifest: Manifest, call: Call, originOverride: string | undefined): Target | string => {
  const endpoint = endpointOf(manifest, call.endpoint)
  if (endpoint === undefined) return `the adapter asked for ${call.endpoint}, which its manifest does not declare`
  if (endpoint.method === "POST" && endpoint.postReason === undefined) return `${call.endpoint} is a POST without a stated reason`
  if (endpoint.method === "GET" && call.body !== undefined) return `${call.endpoint} is a GET and was given a body`
  const path = pathOf(endpoint, call.path)
  if (path === undefined) return `${call.endpoint} has a path that is not plain, or is not filled in as declared`
  const declared = manifest.hosts[endpoint.host]
  if (declared === undefined) return `${call.endpoint} names host ${endpoint.host}, which the manifest does not declare`
  const origin = new URL(originOverride ?? declared).origin
  if (originOverride === undefined && !origin.startsWith("https://")) return `${call.endpoint} would go over plain HTTP`
  const query = (call.query ?? []).map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&")
  return { endpoint, origin, path: query === "" ? path : `${path}?${query}`, body: call.body ?? "" }
}
