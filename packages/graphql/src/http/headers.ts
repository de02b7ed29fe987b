/** Headers that every reply carries: a browser that shows one of our pages may load and call nothing but us. */
const always: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff"
}

/** `private`: somebody's data, which no cache may keep. */
export const withHeaders = (response: Response, kept: "private" | "page"): Response => {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(always)) headers.set(name, value)
  headers.set("cache-control", kept === "private" ? "no-store" : "no-cache")
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

/** A refusal in the shape of a GraphQL answer, so that one client code path reads it. */
export const refusal = (status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(`${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`, {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers }
  })
