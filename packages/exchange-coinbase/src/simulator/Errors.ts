/** How Coinbase says no: each of its interfaces in an envelope of its own, a refused key in plain text. */
import type { Answer } from "@caudal/exchange/simulator"

export type Interface = "app" | "trade" | "public"

export const refuse = (by: Interface, code: string, status: number, message = "Request failed"): Answer => ({
  status,
  code,
  body: JSON.stringify(by === "app" ? { errors: [{ id: code, message }] } : { error: code, error_details: message, message })
})

export const unauthorized: Answer = { status: 401, code: "Unauthorized", body: "Unauthorized", contentType: "text/plain" }
export const noPermission = (by: Interface): Answer =>
  by === "app" ? refuse(by, "invalid_scope", 403) : refuse(by, "PERMISSION_DENIED", 403, "Missing required scopes")
export const throttled = (by: Interface): Answer =>
  by === "app" ? refuse(by, "rate_limit_exceeded", 429, "Too many requests") : refuse(by, "RESOURCE_EXHAUSTED", 429)
export const badRequest = (by: Interface): Answer => refuse(by, by === "app" ? "invalid_request" : "INVALID_ARGUMENT", 400)
export const notFound = (by: Interface): Answer => refuse(by, by === "app" ? "not_found" : "NOT_FOUND", 404)

export const success = (body: string): Answer => ({ status: 200, code: null, body })
