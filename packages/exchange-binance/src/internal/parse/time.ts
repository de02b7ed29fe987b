/** Binance's times: epoch milliseconds, but for withdrawals, which print the UTC second without saying so. */
import type { EpochMillis } from "@caudal/exchange"
import { Instant } from "@caudal/exchange"
import { readNumber } from "./fields.ts"

/** Beyond it a `Date` ends. */
const lastMillisecond = 8_640_000_000_000_000

export const readMillis = (value: unknown): EpochMillis | undefined => {
  const at = typeof value === "string" && value.length > 15 ? undefined : readNumber(value)
  return at === undefined || at < 0 || at > lastMillisecond ? undefined : at
}

/** `2019-10-12 11:12:02`. */
export const readUtc = (value: unknown): EpochMillis | undefined => Instant.parseUtc(value)
