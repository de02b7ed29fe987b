/**
 * Bitstamp's errors as a read-only client meets them, in three envelopes: `{status, reason, code: "API0001"}` for
 * authentication, `{response_code: "400.002"}` for requests, and a bare `{error: "No permission found"}` of older calls. The
 * texts of the third are fixed, and mean the same as the codes.
 */
import type { FailureCode } from "@caudal/exchange"
import { credentials } from "./credentials.ts"

type Meaning = readonly [code: FailureCode, message: string]

const permission: Meaning = ["PERMISSION_MISSING", `The key lacks the permission for this call. Tick ${credentials.tick.join(", ")}.`]
const key: Meaning = ["AUTH_INVALID", "Bitstamp does not know this key."]
const signature: Meaning = ["AUTH_INVALID", "Bitstamp refused the signature: the secret is not the one of this key."]
const address: Meaning = ["IP_NOT_ALLOWED", "The key may not be used from this server's address."]
const frozen: Meaning = ["ACCOUNT_LOCKED", "Bitstamp has frozen the account."]
const nonce: Meaning = ["NONCE_REUSED", "Bitstamp has seen this nonce before."]
const time: Meaning = ["NONCE_REUSED", "Bitstamp refused the time of the call."]
const profile: Meaning = ["KYC_REQUIRED", "Bitstamp wants the profile completed (FATCA) before the key may be used."]
const form: Meaning = ["ADAPTER_BUG", "Bitstamp did not accept the form of the call."]
const limit: Meaning = ["RATE_LIMITED", "Too many requests."]
const gone: Meaning = ["SCHEMA_DRIFT", "Bitstamp does not have this call any more."]
const down: Meaning = ["MAINTENANCE", "Bitstamp failed inside, or is under maintenance."]

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["API0001", key],
  ["API0002", address],
  ["API0003", permission],
  ["API0004", nonce],
  ["API0005", signature],
  ["API0006", frozen],
  ["API0008", key],
  ["API0009", profile],
  ["API0010", form],
  ["API0011", key],
  ["API0012", form],
  ["API0013", form],
  ["API0014", form],
  ["API0015", form],
  ["API0016", form],
  ["API0017", time],
  ["API0018", form],
  ["API0019", form],
  ["API0020", form],
  ["API0021", form],
  ["400.002", limit],
  ["400.003", ["MARKET_GONE", "Bitstamp has closed this market."]],
  ["405.001", form],
  ["410.001", gone]
])

const codeOfText: ReadonlyMap<string, string> = new Map([
  ["API key not found", "API0001"],
  ["IP address not allowed", "API0002"],
  ["No permission found", "API0003"],
  ["Invalid nonce", "API0004"],
  ["Invalid signature", "API0005"],
  ["Your account is frozen", "API0006"],
  ["Authentication failed", "API0008"],
  ["Please update your profile with your FATCA information, before using API.", "API0009"],
  ["Wrong API key format", "API0011"]
])

const maintenance = /under (?:scheduled )?maintenance/i

/** The code of a text of the third envelope; `null` for one that is not listed. */
export const codeIn = (text: string): string | null => codeOfText.get(text) ?? null

export const meaningOf = (code: string | null, text: string | null): Meaning | undefined => {
  if (text !== null && maintenance.test(text)) return down
  if (code === null) return undefined
  return meanings.get(code) ?? (code.startsWith("400.") ? form : code.startsWith("500.") ? down : undefined)
}
