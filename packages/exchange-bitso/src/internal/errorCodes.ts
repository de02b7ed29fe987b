/**
 * Bitso's error codes as a read-only client meets them. Message texts are never looked at: they depend on the account's
 * language, and one text stands for several causes.
 */
import type { FailureCode } from "@caudal/exchange"
import { credentials } from "./credentials.ts"

type Meaning = readonly [code: FailureCode, message: string]

/** One text stands at Bitso for a wrong key, secret, nonce and address, so ours names all four. */
const refused =
  "Bitso refused the credentials. It does not say why: the key, the secret, the nonce (clock of this machine) or the key's list of allowed IP addresses may be wrong."
/** Bitso does not say which permission opens which list, so ours names all that are known. */
const missing = `The key lacks the permission for this list. Tick ${credentials.tick.join(", ")} and every other permission that only lets the key view.`
const marker = "Bitso does not know the id that this page was to start after."

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["20", ["MARKET_GONE", "Bitso does not know this book."]],
  ["104", ["NONCE_REUSED", "Bitso wants a higher nonce."]],
  ["0201", ["AUTH_INVALID", refused]],
  ["0202", ["PERMISSION_MISSING", missing]],
  ["0203", ["AUTH_EXPIRED", "The login is no longer valid."]],
  ["0206", ["NONCE_REUSED", "Bitso did not accept the form of the nonce."]],
  ["0207", ["NONCE_REUSED", "Bitso did not accept the nonce."]],
  ["0208", ["ADAPTER_BUG", "The call must be signed."]],
  ["0209", ["ACCOUNT_LOCKED", "The account must set up two-factor authentication or confirm a device."]],
  ["0210", ["ACCOUNT_LOCKED", "The account must set up two-factor authentication or confirm a device."]],
  ["0211", ["ACCOUNT_LOCKED", "The account must set up two-factor authentication or confirm a device."]],
  ["0212", ["ACCOUNT_LOCKED", "Bitso denies access to the account."]],
  ["0213", ["IP_NOT_ALLOWED", "This server's address is not on the key's list of allowed IP addresses."]],
  ["0214", ["ACCOUNT_LOCKED", "Bitso wants a human to confirm the login."]],
  ["0215", ["AUTH_INVALID", refused]],
  ["0216", ["ACCOUNT_LOCKED", "The account is restricted."]],
  ["0301", ["MARKET_GONE", "Bitso does not know this book."]],
  ["0310", ["CURSOR_INVALID", marker]],
  ["0311", ["CURSOR_INVALID", marker]],
  ["0312", ["CURSOR_INVALID", marker]],
  ["0313", ["MARKET_GONE", "Bitso no longer allows this currency."]],
  ["0320", ["CURSOR_INVALID", "Bitso did not accept the paging parameters."]],
  ["0321", ["CURSOR_INVALID", marker]],
  ["0326", ["AUTH_EXPIRED", "The API key is not active any more."]],
  ["0327", ["REGION_BLOCKED", "Bitso does not serve the place this call comes from."]],
  ["0328", ["REGION_BLOCKED", "Bitso does not serve the account's country."]],
  ["0357", ["CURSOR_INVALID", marker]],
  ["0363", ["CURSOR_INVALID", marker]],
  ["0701", ["KYC_REQUIRED", "The account is not verified."]],
  ["0702", ["KYC_REQUIRED", "The business account is not verified."]],
  ["0705", ["ACCOUNT_LOCKED", "The account is suspended."]],
  ["0706", ["ACCOUNT_LOCKED", "The account must accept Bitso's terms."]],
  ["0709", ["KYC_REQUIRED", "The account's identity check is not complete."]],
  ["0710", ["ACCOUNT_LOCKED", "The account must change its password."]],
  ["0723", ["REGION_BLOCKED", "A rule of the account's country forbids this."]],
  ["0726", ["ACCOUNT_LOCKED", "Bitso does not offer this to business accounts."]],
  ["0801", ["RATE_LIMITED", "Too many requests: Bitso answers again in a minute."]],
  ["0802", ["LOCKED_OUT", "Too many attempts at one operation: Bitso has locked it for a while."]],
  ["1000", ["MAINTENANCE", "Bitso's API is switched off for now."]],
  ["1003", ["TIMEOUT", "Bitso did not answer in time."]],
  ["1004", ["MARKET_GONE", "Bitso has retired this endpoint."]]
])

/** By the first two digits of a code that is not listed above. */
const categories: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["01", ["MAINTENANCE", "Bitso failed inside."]],
  ["02", ["AUTH_INVALID", refused]],
  ["03", ["ADAPTER_BUG", "Bitso did not accept the parameters of the call."]],
  ["04", ["ADAPTER_BUG", "Bitso answered as if an order had been placed."]],
  ["05", ["ADAPTER_BUG", "Bitso answered as if money had been moved."]],
  ["06", ["ADAPTER_BUG", "Bitso answered as if money had been moved."]],
  ["07", ["ACCOUNT_LOCKED", "The state of the account does not allow this."]],
  ["08", ["RATE_LIMITED", "Too many requests: Bitso answers again in a minute."]],
  ["09", ["ADAPTER_BUG", "Bitso does not offer this method here."]],
  ["10", ["MAINTENANCE", "Bitso cannot answer now."]],
  ["11", ["MAINTENANCE", "Bitso failed inside."]],
  ["12", ["ADAPTER_BUG", "Bitso wants a phone check, which no read needs."]],
  ["13", ["ADAPTER_BUG", "Bitso wants a one-time code, which no read needs."]],
  // No read names a thing other than the row its page starts after.
  ["14", ["CURSOR_INVALID", marker]],
  ["17", ["ADAPTER_BUG", "Bitso did not accept the parameters of the call."]]
])

/** What a code as printed means, or `undefined` for a code of no known category. */
export const meaningOf = (code: string): Meaning | undefined =>
  meanings.get(code) ?? (code.length === 4 ? categories.get(code.slice(0, 2)) : undefined)
