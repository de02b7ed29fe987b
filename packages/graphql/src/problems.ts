/** Every named failure in one shape: what happened, who must act, whether to try again. Its type name is chosen here, once. */
import type {
  AcquiredAfterOpening,
  AssetNeverSeen,
  AssetNotFound,
  ConnectError,
  ConnectionNotFound,
  CorrectionNotFound,
  CorrectionOverlaps,
  DisposalNotFound,
  EmptyInterval,
  IdentifiedInFuture,
  ImportNotFound,
  LotAcquiredLater,
  LotChoiceNotFound,
  LotHoldsLess,
  LotNotFound,
  LotOfOtherAsset,
  MalformedFile,
  MalformedPrice,
  MoreThanDisposed,
  NotConnected,
  OpeningInFuture,
  OpeningNotFound,
  OwnPriceNotFound,
  SuspectPrices,
  WalletNotFound,
  PortfolioIsDefault,
  PortfolioNameInvalid,
  PortfolioNameTaken,
  PortfolioNotFound,
  TooManyPortfolios
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
  | "OpeningNotFound"
  | "OpeningInFuture"
  | "AcquiredAfterOpening"
  | "WalletNotFound"
  | "AssetNeverSeen"
  | "ImportNotFound"
  | "MalformedFile"
  | "MalformedPrice"
  | "OwnPriceNotFound"
  | "SuspectPrices"
  | "PortfolioNotFound"
  | "PortfolioNameInvalid"
  | "PortfolioNameTaken"
  | "TooManyPortfolios"
  | "PortfolioIsDefault"
  | "DisposalNotFound"
  | "LotNotFound"
  | "LotOfOtherAsset"
  | "LotAcquiredLater"
  | "LotHoldsLess"
  | "MoreThanDisposed"
  | "IdentifiedInFuture"
  | "LotChoiceNotFound"
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
  | OpeningNotFound
  | OpeningInFuture
  | AcquiredAfterOpening
  | WalletNotFound
  | AssetNeverSeen
  | ImportNotFound
  | MalformedFile
  | MalformedPrice
  | OwnPriceNotFound
  | SuspectPrices
  | PortfolioNotFound
  | PortfolioNameInvalid
  | PortfolioNameTaken
  | TooManyPortfolios
  | PortfolioIsDefault
  | DisposalNotFound
  | LotNotFound
  | LotOfOtherAsset
  | LotAcquiredLater
  | LotHoldsLess
  | MoreThanDisposed
  | IdentifiedInFuture
  | LotChoiceNotFound

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
  OpeningNotFound: "OPENING_NOT_FOUND",
  OpeningInFuture: "OPENING_IN_FUTURE",
  AcquiredAfterOpening: "ACQUIRED_AFTER_OPENING",
  WalletNotFound: "WALLET_NOT_FOUND",
  AssetNeverSeen: "ASSET_NEVER_SEEN",
  ImportNotFound: "IMPORT_NOT_FOUND",
  MalformedFile: "MALFORMED_FILE",
  MalformedPrice: "MALFORMED_PRICE",
  OwnPriceNotFound: "PRICE_NOT_FOUND",
  SuspectPrices: "SUSPECT_PRICES",
  PortfolioNotFound: "PORTFOLIO_NOT_FOUND",
  PortfolioNameInvalid: "PORTFOLIO_NAME_INVALID",
  PortfolioNameTaken: "PORTFOLIO_NAME_TAKEN",
  TooManyPortfolios: "TOO_MANY_PORTFOLIOS",
  PortfolioIsDefault: "PORTFOLIO_IS_DEFAULT",
  DisposalNotFound: "DISPOSAL_NOT_FOUND",
  LotNotFound: "LOT_NOT_FOUND",
  LotOfOtherAsset: "LOT_OF_OTHER_ASSET",
  LotAcquiredLater: "LOT_ACQUIRED_LATER",
  LotHoldsLess: "LOT_HOLDS_LESS",
  MoreThanDisposed: "MORE_THAN_DISPOSED",
  IdentifiedInFuture: "IDENTIFIED_IN_FUTURE",
  LotChoiceNotFound: "LOT_CHOICE_NOT_FOUND"
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
