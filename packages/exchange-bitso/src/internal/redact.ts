/**
 * Takes personal data out of a reply before anything stores, logs or reads it.
 *
 * The account's status is almost nothing but personal data: only its client id is kept. Fundings and withdrawals name the
 * other party: of `details`, only technical fields are kept. Ledger rows once did the same; they are only rewritten when
 * they have a key that is not among the plain ones of a ledger row. A text that is no JSON is replaced by an empty one (or an empty page) that `classify` reads in the
 * same way, since half a page of withdrawals still holds whole names. Numbers survive: they stay text where a double
 * could not hold them.
 */
import type { Json } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"

/** What `details` may keep; values must be scalars. */
const technical: ReadonlySet<string> = new Set([
  "tid",
  "oid",
  "wid",
  "fid",
  "qid",
  "origin_id",
  "method",
  "method_name",
  "asset",
  "network",
  "protocol",
  "integration",
  "tx_hash",
  "ripple_transaction_hash",
  "receiving_address",
  "funding_address",
  "withdrawal_address",
  "address",
  "destination_tag",
  "confirmations",
  "clave_rastreo",
  "numeric_reference"
])

const personal =
  /^(?:(?:sender|receiver|receive|beneficiary|recipient|payer|payee|origin_account|first|last|second_last|full|business)_|name$|email|phone|cellphone|clabe|concepto|concept$|clave$|cep|rfc|curp|official_id|tax|date_of_birth|cuenta|nombre)/i

/** Most ledger pages have no key but these, which name nobody, and are passed on as they are. */
const envelope = "success|payload|error|errors|code|message|errorData"
const ledgerRow = "eid|operation|created_at|balance_updates|currency|amount|details"
const hasAnotherKey = new RegExp(`"(?!(?:${envelope}|${ledgerRow}|${[...technical].join("|")})")(?:[^"\\\\]|\\\\.)*"\\s*:`)

/** Deeper nesting is no reply of Bitso's; it is cut, so that hostile input cannot exhaust the stack. */
const deepest = 32

export const redact = (endpoint: string, text: string): string => {
  switch (endpoint) {
    case "account_status":
      return rewrite(text, onlyClientId)
    case "fundings":
    case "withdrawals":
      return rewrite(text, withoutPeople)
    case "ledger":
    case "ledger_fundings":
    case "ledger_withdrawals":
    case "ledger_fees":
    case "ledger_trades":
      return hasAnotherKey.test(text) ? rewrite(text, withoutPeople) : text
    default:
      return text
  }
}

const rewrite = (text: string, keep: (json: Json) => Json): string => {
  let json: Json
  try {
    json = LosslessJson.parse(text)
  } catch {
    return text.trimStart().startsWith("<") ? "<html></html>" : ""
  }
  return JSON.stringify(keep(json))
}

const withoutPeople = (json: Json): Json => cleaned(json, 0)

const cleaned = (json: Json, depth: number): Json => {
  if (typeof json !== "object" || json === null) return json
  if (depth === deepest) return null
  if (Array.isArray(json)) return (json as ReadonlyArray<Json>).map((item) => cleaned(item, depth + 1))
  const kept: Array<readonly [string, Json]> = []
  for (const [key, value] of Object.entries(json)) {
    if (key === "details") kept.push([key, technicalOnly(value)])
    else if (!personal.test(key)) kept.push([key, cleaned(value, depth + 1)])
  }
  // Unlike assignment, this makes an own property even of `__proto__`.
  return Object.fromEntries(kept)
}

const technicalOnly = (details: Json): Json =>
  LosslessJson.isObject(details)
    ? Object.fromEntries(
        Object.entries(details).filter(([key, value]) => technical.has(key) && (typeof value !== "object" || value === null))
      )
    : Array.isArray(details)
      ? []
      : null

/** The envelope, the client id and error codes; nothing else has a right to stay. */
const onlyClientId = (json: Json): Json => {
  if (!LosslessJson.isObject(json)) return null
  const kept: Record<string, Json> = {}
  if (typeof json["success"] === "boolean") kept["success"] = json["success"]
  const { payload, error, errors } = json
  if (LosslessJson.isObject(payload)) kept["payload"] = "client_id" in payload ? { client_id: scalar(payload["client_id"]) } : {}
  if (error !== undefined && error !== null) kept["error"] = onlyCode(error)
  if (Array.isArray(errors)) kept["errors"] = (errors as ReadonlyArray<Json>).slice(0, 1).map(onlyCode)
  return kept
}

const onlyCode = (error: Json): Json => (error === null ? null : LosslessJson.isObject(error) ? { code: scalar(error["code"]) } : "")

const scalar = (value: Json | undefined): Json => (typeof value === "string" || typeof value === "number" ? value : null)
