/** Binance's error codes as a read-only client meets them: `{"code": -1121, "msg": …}`. Its words are never repeated. */
import type { FailureCode } from "@caudal/exchange"

type Meaning = readonly [code: FailureCode, message: string]

/** One code for three causes, and Binance does not say which. */
const threeCauses =
  "the key may be deleted or expired, this server's address may not be on the key's list of addresses, or “Enable Reading” may not be ticked. Binance has one answer for the three: look at all of them."

/** Of the calls that every key may make that reads at all. */
export const keyRefused: Meaning = ["AUTH_INVALID", `Binance does not let the key in: ${threeCauses}`]

/** Of one list, while the key works elsewhere. */
export const listRefused: Meaning = ["PERMISSION_MISSING", `Binance does not show this list to the key: ${threeCauses}`]

const failedInside: Meaning = ["MAINTENANCE", "Binance failed inside."]
const badParameters: Meaning = ["ADAPTER_BUG", "Binance did not accept the parameters of the call."]
const tooWide: Meaning = ["ADAPTER_BUG", "Binance does not show so long a stretch of time at once."]

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["-1000", failedInside],
  ["-1001", failedInside],
  ["-1002", ["AUTH_INVALID", "Binance does not let this key do what was asked."]],
  ["-1003", ["RATE_LIMITED", "Too many requests."]],
  ["-1004", ["MAINTENANCE", "Binance is too busy to answer."]],
  ["-1006", failedInside],
  ["-1007", ["TIMEOUT", "Binance did not answer in time."]],
  ["-1008", ["MAINTENANCE", "Binance is too busy to answer."]],
  ["-1015", ["RATE_LIMITED", "Too many requests."]],
  ["-1016", ["MAINTENANCE", "Binance has shut this service down for now."]],
  ["-1020", ["SCHEMA_DRIFT", "Binance does not have this call any more."]],
  ["-1021", ["CLOCK_SKEW", "This machine's clock and Binance's differ by more than a second. Set the clock (NTP) and sync again."]],
  ["-1022", ["AUTH_INVALID", "Binance refused the signature: the secret key is not the one of this API key."]],
  ["-1099", listRefused],
  ["-1121", ["MARKET_GONE", "Binance does not know this market."]],
  ["-1127", tooWide],
  ["-2008", ["AUTH_INVALID", "Binance does not know this key."]],
  ["-2014", ["AUTH_INVALID", "Binance does not take this for an API key: it is not written as it should be."]],
  ["-4047", tooWide],
  ["-6021", tooWide]
])

/** Everything from -1100 to -1199 is about parameters. */
export const meaningOf = (code: string): Meaning | undefined => meanings.get(code) ?? (/^-11\d\d$/.test(code) ? badParameters : undefined)
