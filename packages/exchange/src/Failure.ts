/** What can go wrong at an exchange, who must act, and what stops. Source: the adapter contract's error table. */
export const failureCodes = [
  "AUTH_INVALID",
  "AUTH_EXPIRED",
  "PERMISSION_MISSING",
  "PERMISSION_EXCESS",
  "IP_NOT_ALLOWED",
  "CLOCK_SKEW",
  "NONCE_REUSED",
  "ACCOUNT_LOCKED",
  "KYC_REQUIRED",
  "RATE_LIMITED",
  "LOCKED_OUT",
  "MAINTENANCE",
  "NETWORK",
  "TIMEOUT",
  "WEB_PAGE",
  "ANSWER_CUT_OFF",
  "REGION_BLOCKED",
  "HISTORY_TRUNCATED",
  "CURSOR_INVALID",
  "DATA_CHANGED_DURING_PAGING",
  "MARKET_GONE",
  "SCHEMA_DRIFT",
  "UNKNOWN_ASSET",
  "UNKNOWN_OPERATION",
  "BALANCE_MISMATCH",
  "EXCHANGE_GONE",
  "ADAPTER_BUG",
  "STORAGE"
] as const
export type FailureCode = (typeof failureCodes)[number]

/** `now`: at once, a bounded number of times. `after`: once the pause is over. `next-run`: with the next sync. */
export type RetryRule = "no" | "now" | "after" | "next-run"
export type Actor = "user" | "exchange" | "adapter" | "host"
/** What must not go on: this stream, the whole account, or nothing. */
export type Stops = "stream" | "account" | "nothing"

export interface Failure {
  readonly code: FailureCode
  readonly retry: RetryRule
  readonly who: Actor
  readonly stops: Stops
  /** How long to pause when `retry` is `after`, if the exchange or its manifest says. */
  readonly retryAfterMs: number | null
  /** The exchange's own code, as printed. */
  readonly exchangeCode: string | null
  /** Ours, redacted: never a secret, a signature or personal data. */
  readonly message: string
}

const rules: Record<FailureCode, readonly [RetryRule, Actor, Stops]> = {
  AUTH_INVALID: ["no", "user", "account"],
  AUTH_EXPIRED: ["no", "user", "account"],
  PERMISSION_MISSING: ["no", "user", "stream"],
  PERMISSION_EXCESS: ["no", "user", "account"],
  IP_NOT_ALLOWED: ["no", "user", "account"],
  CLOCK_SKEW: ["next-run", "host", "account"],
  NONCE_REUSED: ["now", "host", "nothing"],
  ACCOUNT_LOCKED: ["no", "user", "account"],
  KYC_REQUIRED: ["no", "user", "account"],
  RATE_LIMITED: ["after", "host", "nothing"],
  LOCKED_OUT: ["after", "host", "account"],
  MAINTENANCE: ["now", "exchange", "stream"],
  NETWORK: ["now", "host", "stream"],
  TIMEOUT: ["now", "exchange", "stream"],
  WEB_PAGE: ["now", "exchange", "stream"],
  ANSWER_CUT_OFF: ["now", "exchange", "stream"],
  REGION_BLOCKED: ["no", "user", "account"],
  HISTORY_TRUNCATED: ["no", "exchange", "nothing"],
  CURSOR_INVALID: ["now", "host", "stream"],
  DATA_CHANGED_DURING_PAGING: ["now", "host", "stream"],
  MARKET_GONE: ["no", "exchange", "stream"],
  SCHEMA_DRIFT: ["next-run", "adapter", "stream"],
  UNKNOWN_ASSET: ["no", "adapter", "nothing"],
  UNKNOWN_OPERATION: ["no", "adapter", "nothing"],
  BALANCE_MISMATCH: ["no", "user", "nothing"],
  EXCHANGE_GONE: ["no", "user", "account"],
  ADAPTER_BUG: ["no", "adapter", "stream"],
  STORAGE: ["next-run", "host", "account"]
}

/** A failure with the contract's rule for its code; `over` replaces what the exchange says more exactly. */
export const failure = (code: FailureCode, message: string, over: Partial<Omit<Failure, "code" | "message">> = {}): Failure => {
  const [retry, who, stops] = rules[code]
  return { code, retry, who, stops, retryAfterMs: null, exchangeCode: null, message, ...over }
}
