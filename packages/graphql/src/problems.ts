/** Every named failure in one shape: what happened, who must act, whether to try again. Its type name is chosen here, once. */
import type {
  AssetNotFound,
  ConnectError,
  ConnectionNotFound,
  CorrectionNotFound,
  CorrectionOverlaps,
  EmptyInterval,
  ImportNotFound,
  MalformedFile,
  MalformedPrice,
  NotConnected,
  OwnPriceNotFound,
  SuspectPrices
} from "@caudal/engine"
import type { Actor, Failure, FailureCode, RetryRule } from "@caudal/exchange"
import type { ProblemCode } from "./advice.ts"

export type ProblemType =
  | "UnknownExchange"
  | "MarketDataOnly"
  | "InvalidCredentials"
  | "KeyRefused"
  | "PermissionMissing"
  | "IpNotAllowed"
  | "ClockSkew"
  | "AccountLocked"
  | "RateLimited"
  | "ExchangeUnavailable"
  | "ConsentRequired"
  | "KeyTooPowerful"
  | "AccountMismatch"
  | "ExchangeProblem"
  | "ConnectionNotFound"
  | "NotConnected"
  | "AssetNotFound"
  | "EmptyInterval"
  | "CorrectionOverlaps"
  | "CorrectionNotFound"
  | "ImportNotFound"
  | "MalformedFile"
  | "MalformedPrice"
  | "OwnPriceNotFound"
  | "SuspectPrices"
  | "Notice"

/** Failures of everything that can be changed. */
export type ChangeError =
  | ConnectError
  | ConnectionNotFound
  | NotConnected
  | AssetNotFound
  | EmptyInterval
  | CorrectionOverlaps
  | CorrectionNotFound
  | ImportNotFound
  | MalformedFile
  | MalformedPrice
  | OwnPriceNotFound
  | SuspectPrices

export interface Problem {
  readonly type: ProblemType
  readonly code: ProblemCode
  readonly message: string
  readonly who: Actor
  readonly retry: RetryRule
  readonly retryAfterMs: number | null
  readonly exchangeCode: string | null
  /** The failure as the engine gave it, for fields that only one type has. */
  readonly error: ChangeError | null
}

/** Codes that deserve a type of their own; every other one is an `ExchangeProblem`. */
const typeOfCode: Partial<Record<FailureCode, ProblemType>> = {
  AUTH_INVALID: "KeyRefused",
  AUTH_EXPIRED: "KeyRefused",
  PERMISSION_MISSING: "PermissionMissing",
  PERMISSION_EXCESS: "KeyTooPowerful",
  IP_NOT_ALLOWED: "IpNotAllowed",
  CLOCK_SKEW: "ClockSkew",
  ACCOUNT_LOCKED: "AccountLocked",
  RATE_LIMITED: "RateLimited",
  LOCKED_OUT: "RateLimited",
  MAINTENANCE: "ExchangeUnavailable",
  NETWORK: "ExchangeUnavailable",
  TIMEOUT: "ExchangeUnavailable",
  WEB_PAGE: "ExchangeUnavailable",
  ANSWER_CUT_OFF: "ExchangeUnavailable"
}

export const problemOfFailure = (failure: Failure): Problem => ({
  type: typeOfCode[failure.code] ?? "ExchangeProblem",
  code: failure.code,
  message: failure.message,
  who: failure.who,
  retry: failure.retry,
  retryAfterMs: failure.retryAfterMs,
  exchangeCode: failure.exchangeCode,
  error: null
})

const codeOfTag = {
  UnknownExchange: "UNKNOWN_EXCHANGE",
  MarketDataOnly: "MARKET_DATA_ONLY",
  InvalidCredentials: "INVALID_CREDENTIALS",
  KeyTooPowerful: "KEY_TOO_POWERFUL",
  ConsentRequired: "CONSENT_REQUIRED",
  AccountMismatch: "ACCOUNT_MISMATCH",
  ConnectionNotFound: "CONNECTION_NOT_FOUND",
  NotConnected: "NOT_CONNECTED",
  AssetNotFound: "ASSET_NOT_FOUND",
  EmptyInterval: "EMPTY_INTERVAL",
  CorrectionOverlaps: "CORRECTION_OVERLAPS",
  CorrectionNotFound: "CORRECTION_NOT_FOUND",
  ImportNotFound: "IMPORT_NOT_FOUND",
  MalformedFile: "MALFORMED_FILE",
  MalformedPrice: "MALFORMED_PRICE",
  OwnPriceNotFound: "PRICE_NOT_FOUND",
  SuspectPrices: "SUSPECT_PRICES"
} as const

export const problemOf = (error: ChangeError): Problem =>
  error._tag === "ExchangeRefused"
    ? problemOfFailure(error.failure)
    : {
        type: error._tag,
        code: codeOfTag[error._tag],
        message: error.message,
        who: "user",
        retry: "no",
        retryAfterMs: null,
        exchangeCode: null,
        error
      }
