/**
 * Coinbase's errors as a read-only client meets them, by the word that is the code: `errors[0].id` of the app's interface,
 * `error` of Advanced Trade, or the number of gRPC where that comes through.
 */
import type { FailureCode } from "@caudal/exchange"

type Meaning = readonly [code: FailureCode, message: string]

const refused: Meaning = ["AUTH_INVALID", "Coinbase refused the key."]
const noView: Meaning = ["PERMISSION_MISSING", "The key lacks the permission to view."]
const tooMany: Meaning = ["RATE_LIMITED", "Too many requests."]
const failedInside: Meaning = ["MAINTENANCE", "Coinbase failed inside."]
const unavailable: Meaning = ["MAINTENANCE", "Coinbase is not available for now."]
const late: Meaning = ["TIMEOUT", "Coinbase did not answer in time."]
const badParameters: Meaning = ["ADAPTER_BUG", "Coinbase did not accept the parameters of the call."]
const notFound: Meaning = ["SCHEMA_DRIFT", "Coinbase does not have this call any more."]
const unverified: Meaning = ["KYC_REQUIRED", "Coinbase wants the account to be verified first."]

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  // The app's.
  ["authentication_error", refused],
  ["invalid_token", refused],
  ["revoked_token", ["AUTH_EXPIRED", "The key was revoked."]],
  ["expired_token", ["AUTH_EXPIRED", "The key has expired."]],
  ["invalid_scope", noView],
  ["rate_limit_exceeded", tooMany],
  ["internal_server_error", failedInside],
  ["not_found", notFound],
  ["invalid_request", badParameters],
  ["param_required", badParameters],
  ["validation_error", badParameters],
  ["personal_details_required", unverified],
  ["identity_verification_required", unverified],
  ["jumio_verification_required", unverified],
  ["jumio_face_match_verification_required", unverified],
  ["unverified_email", unverified],
  ["two_factor_required", ["ADAPTER_BUG", "Coinbase answered as if money were to be sent."]],
  // Advanced Trade's.
  ["unauthenticated", refused],
  ["unauthorized", refused],
  ["permission_denied", noView],
  ["resource_exhausted", tooMany],
  ["invalid_argument", badParameters],
  ["failed_precondition", badParameters],
  ["unimplemented", notFound],
  ["internal", failedInside],
  ["unknown", failedInside],
  ["unavailable", unavailable],
  ["deadline_exceeded", late]
])

/** gRPC's own numbers, under the names above. */
const nameOfNumber: ReadonlyMap<number, string> = new Map([
  [2, "unknown"],
  [3, "invalid_argument"],
  [4, "deadline_exceeded"],
  [5, "not_found"],
  [7, "permission_denied"],
  [8, "resource_exhausted"],
  [9, "failed_precondition"],
  [12, "unimplemented"],
  [13, "internal"],
  [14, "unavailable"],
  [16, "unauthenticated"]
])

/** The code as printed; `null` for what has not the form of one. */
export const codeOf = (printed: unknown): string | null => {
  if (typeof printed === "number" && Number.isSafeInteger(printed)) return String(printed)
  return typeof printed === "string" && /^[A-Za-z0-9][A-Za-z0-9_]{0,60}$/.test(printed) ? printed : null
}

export const meaningOf = (code: string): Meaning | undefined =>
  meanings.get(/^\d{1,2}$/.test(code) ? (nameOfNumber.get(Number(code)) ?? code) : code.toLowerCase())
