/** How Kraken says no: HTTP 200, and a list of errors beside no result. */
import type { Answer } from "@caudal/exchange/simulator"

export const refuse = (error: string, status = 200): Answer => ({ status, code: error, body: JSON.stringify({ error: [error] }) })

export const noPermission = refuse("EGeneral:Permission denied")
export const throttled = refuse("EAPI:Rate limit exceeded")
export const publicThrottled = refuse("EGeneral:Too many requests")
export const unknownMethod = refuse("EGeneral:Unknown method")
export const badArguments = (name: string): Answer => refuse(`EGeneral:Invalid arguments:${name}`)

export const success = (result: string): Answer => ({ status: 200, code: null, body: `{"error":[],"result":${result}}` })
