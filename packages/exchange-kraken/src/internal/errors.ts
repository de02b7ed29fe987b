/**
 * Kraken's errors as a read-only client meets them: `E<Category>:<text>`, in an HTTP 200. The texts are fixed and in
 * English, so they are the codes; what follows a second colon is a detail and is not repeated.
 */
import type { FailureCode } from "@caudal/exchange"
import { credentials } from "./credentials.ts"

type Meaning = readonly [code: FailureCode, message: string]

/** Kraken does not say which permission a list wants, so ours names all that read. */
const missing = `The key lacks the permission for this list. Tick ${credentials.tick.join(", ")}.`

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["EAPI:Invalid key", ["AUTH_INVALID", "Kraken does not know this key, or does not let it in from this server's address."]],
  ["EAPI:Invalid signature", ["AUTH_INVALID", "Kraken refused the signature: the private key (secret) is not the one of this key."]],
  ["EAPI:Invalid nonce", ["NONCE_REUSED", "Kraken wants a higher nonce. If this goes on, another program uses the same key."]],
  ["EAPI:Rate limit exceeded", ["RATE_LIMITED", "Too many requests: Kraken's call counter is full and goes down slowly."]],
  ["EAPI:Bad request", ["ADAPTER_BUG", "Kraken did not accept the form of the call."]],
  ["EAPI:Feature disabled", ["SCHEMA_DRIFT", "Kraken has switched this call off."]],
  ["EGeneral:Permission denied", ["PERMISSION_MISSING", missing]],
  ["EGeneral:Temporary lockout", ["LOCKED_OUT", "Kraken has locked the key out after too many failed calls; it takes about 15 minutes."]],
  ["EGeneral:Too many requests", ["RATE_LIMITED", "Too many requests."]],
  ["EGeneral:Internal error", ["MAINTENANCE", "Kraken failed inside."]],
  ["EGeneral:Unknown method", ["SCHEMA_DRIFT", "Kraken does not have this call any more."]],
  ["EGeneral:Invalid arguments", ["ADAPTER_BUG", "Kraken did not accept the parameters of the call."]],
  ["EAuth:Account temporary disabled", ["ACCOUNT_LOCKED", "Kraken has disabled the account for now."]],
  ["EAuth:Account unconfirmed", ["KYC_REQUIRED", "The account is not confirmed."]],
  ["EAuth:Rate limit exceeded", ["LOCKED_OUT", "Kraken has locked the login out after too many attempts."]],
  ["EAuth:Too many requests", ["RATE_LIMITED", "Too many requests."]],
  ["EService:Unavailable", ["MAINTENANCE", "Kraken is not available for now."]],
  ["EService:Busy", ["MAINTENANCE", "Kraken is too busy to answer."]],
  ["EService:Throttled", ["RATE_LIMITED", "Too many requests at once."]],
  ["EService:Timeout", ["TIMEOUT", "Kraken did not answer in time."]],
  ["EService:Deadline elapsed", ["TIMEOUT", "Kraken did not answer in time."]],
  ["EDatabase:Internal error", ["MAINTENANCE", "Kraken failed inside."]],
  ["EQuery:Unknown asset pair", ["MARKET_GONE", "Kraken does not know this pair."]],
  ["EQuery:Unknown asset", ["UNKNOWN_ASSET", "Kraken does not know this asset."]]
])

/** By the category of an error that is not listed above. */
const categories: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["EAPI", ["SCHEMA_DRIFT", "Kraken refused the call for a reason that we do not know."]],
  ["EAuth", ["AUTH_INVALID", "Kraken refused the login behind the key."]],
  ["EService", ["MAINTENANCE", "Kraken cannot answer now."]],
  ["EDatabase", ["MAINTENANCE", "Kraken failed inside."]],
  ["EQuery", ["ADAPTER_BUG", "Kraken did not accept the parameters of the call."]],
  ["EFunding", ["ADAPTER_BUG", "Kraken did not accept the parameters of the call."]],
  ["EOrder", ["ADAPTER_BUG", "Kraken answered as if an order had been placed."]],
  ["ETrade", ["ADAPTER_BUG", "Kraken answered as if an order had been placed."]]
])

/** `EAPI:Invalid key`; `null` for text that has not the form of an error of Kraken's. */
export const codeOf = (error: string): string | null =>
  /^E[A-Za-z]{2,20}: ?[A-Za-z][A-Za-z _-]{0,60}/.exec(error)?.[0].trimEnd().replace(": ", ":") ?? null

export const meaningOf = (code: string): Meaning | undefined => meanings.get(code) ?? categories.get(code.slice(0, code.indexOf(":")))
