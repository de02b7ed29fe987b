/** What a request must be before anything looks at its content. Each check answers with a refusal, or `null` to let it pass. */
import { refusal } from "./headers.ts"

/**
 * A name that is not ours means that somebody pointed their own domain at this machine (DNS rebinding): their page would
 * be same-origin with us.
 */
export const wrongHost = (request: Request, allowed: ReadonlyArray<string>): Response | null => {
  const host = request.headers.get("host")?.toLowerCase()
  return host !== undefined && allowed.includes(host)
    ? null
    : refusal(421, "HOST_NOT_ALLOWED", `This server answers to ${allowed.join(", ")} only. Open it under one of these names.`)
}

/** A page of another site must not act with what the browser knows. Programs send neither header and pass. */
export const crossSite = (request: Request): Response | null => {
  const site = request.headers.get("sec-fetch-site")
  const origin = request.headers.get("origin")
  const foreign = (site !== null && site !== "same-origin" && site !== "none") || (origin !== null && !sameOrigin(origin, request))
  return foreign
    ? refusal(403, "CROSS_SITE", "Pages of other sites may not call this server. Call it from a program, or from its own page.")
    : null
}

const sameOrigin = (origin: string, request: Request): boolean => {
  try {
    return new URL(origin).host === request.headers.get("host")?.toLowerCase()
  } catch {
    return false
  }
}

export const wrongMethod = (request: Request, method: "GET" | "POST"): Response | null =>
  request.method === method
    ? null
    : refusal(405, "METHOD_NOT_ALLOWED", `Use ${method} here${method === "POST" ? " with a JSON body, also for queries" : ""}.`, {
        allow: method
      })

/** Form bodies are what a foreign page can send without asking; so only JSON is read. */
export const notJson = (request: Request): Response | null => {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  return type === "application/json" ? null : refusal(415, "JSON_ONLY", "Send `content-type: application/json`.")
}

/** The same request with the one spelling of its type that everything behind understands; to us case means nothing in it. */
export const asJson = (request: Request): Request => {
  if (request.headers.get("content-type") === "application/json") return request
  const headers = new Headers(request.headers)
  headers.set("content-type", "application/json")
  return new Request(request, { headers })
}

/** A refusal without a word, said in the shape of every other. */
export const spoken = (response: Response): Response =>
  response.status === 406 && response.body === null
    ? refusal(
        406,
        "NOT_ACCEPTABLE",
        "The `accept` header asks for nothing that this operation can be answered with: application/json for a query or mutation, text/event-stream for a subscription."
      )
    : response

const scheme = /^Bearer +([\x21-\x7e]{1,512})$/i

export const bearerToken = (request: Request): string | undefined => scheme.exec(request.headers.get("authorization") ?? "")?.[1]

export const unauthenticated = (message: string): Response =>
  refusal(401, "UNAUTHENTICATED", message, { "www-authenticate": 'Bearer realm="caudal"' })
